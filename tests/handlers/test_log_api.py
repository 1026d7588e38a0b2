"""The log over HTTP: what programs of others read, prove and verify, and how wrong questions are
answered."""

import base64

import pytest

from chalicelib.domain.ballots import codes
from chalicelib.domain.tlog import merkle, notes
from chalicelib.domain.tlog.notes import read_checkpoint
from tests.ballots import code_of, scheduled
from tests.roundtrips import counted
from tests.votes import count, put, root_of

SIZES = (6, 11)


@pytest.fixture
def ballot(keys):
    """A ballot with eleven votes, which came in two portions, and one that waits."""
    ballot = scheduled()
    put(ballot, range(6))
    count(ballot)
    put(ballot, range(6, 11))
    count(ballot)
    put(ballot, [11])
    return ballot


@pytest.fixture
def ask(ballot, anybody):
    def ask(path, status=200):
        answer = anybody.get(path.format(ballot=ballot.id))
        assert answer.status == status, answer.body
        return answer

    return ask


@pytest.fixture
def entries(ask):
    leaves = ask("/api/v1/log/{ballot}/leaves?start=0&end=999").json["leaves"]
    return [codes.leaf(leaf["h"], leaf["c"]) for leaf in leaves]


def hashes(proof):
    return [base64.b64decode(each) for each in proof["hashes"]]


def test_the_checkpoint_is_a_signed_note_about_the_leaves(ask, ballot, entries):
    answer = ask("/api/v1/log/{ballot}/checkpoint")
    key = ask("/api/v1/log/key?ballot={ballot}").json

    name, public = notes.read_verifier(key["verifier"])
    said = read_checkpoint(notes.verify(answer.body, name=name, public=public))
    assert base64.b64decode(key["public_key"]) == public
    assert (said.origin, said.size, said.root) == (name, 11, root_of(entries))
    assert name == f"portal.test/data/ballots/{ballot.id}/log"
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=5"


def test_without_a_ballot_the_key_is_told_by_itself(ask):
    assert ask("/api/v1/log/key").json["verifier"] is None


def test_every_leaf_is_proved_to_be_in_the_log_whatever_size_it_had(ask, entries):
    for size in SIZES:
        for index in range(size):
            proof = ask(f"/api/v1/log/{{ballot}}/proof/inclusion?index={index}&size={size}").json
            merkle.check_inclusion(
                entries[index],
                index=index,
                size=proof["size"],
                root=root_of(entries[:size]),
                proof=hashes(proof),
            )


def test_the_log_is_proved_to_have_only_grown(ask, entries):
    for old in range(1, 11):
        proof = ask(f"/api/v1/log/{{ballot}}/proof/consistency?from={old}").json
        merkle.check_consistency(
            old=old,
            new=proof["size"],
            old_root=root_of(entries[:old]),
            new_root=root_of(entries),
            proof=hashes(proof),
        )


def test_leaves_are_told_piece_by_piece(ask, entries):
    piece = ask("/api/v1/log/{ballot}/leaves?start=3&end=5").json

    assert piece["start"] == 3
    assert [codes.leaf(leaf["h"], leaf["c"]) for leaf in piece["leaves"]] == entries[3:6]
    assert len(ask("/api/v1/log/{ballot}/leaves?start=10&end=10").json["leaves"]) == 1


def test_a_vote_that_is_in_the_log_is_found_by_its_locator(ask, ballot, entries):
    h = codes.locator(ballot.id, code_of(3))

    found = ask(f"/api/v1/ballots/{{ballot}}/check?h={h}").json

    assert (found["state"], found["h"]) == ("recorded", h)
    assert found["received_at_bucket"] == "2026-03-03T12:00:00Z"
    assert entries[found["index"]] == codes.leaf(h, found["c"])
    assert found["c"] == codes.commitment(ballot.id, code_of(3), {"q1": ["yes"]})
    said = read_checkpoint(found["checkpoint"].split("\n\n")[0] + "\n")
    merkle.check_inclusion(
        codes.leaf(h, found["c"]),
        index=found["index"],
        size=said.size,
        root=said.root,
        proof=hashes(found["inclusion"]),
    )


def test_a_vote_that_waits_is_said_to_wait(ask, ballot):
    h = codes.locator(ballot.id, code_of(11))

    found = ask(f"/api/v1/ballots/{{ballot}}/check?h={h}").json

    assert (found["state"], found["index"], found["inclusion"]) == ("waiting", None, None)


def test_the_answer_does_not_say_how_or_who(ask, ballot):
    """Nothing but what the locator stands for."""
    h = codes.locator(ballot.id, code_of(3))

    told = ask(f"/api/v1/ballots/{{ballot}}/check?h={h}").json

    assert set(told) == {
        "state",
        "h",
        "c",
        "received_at_bucket",
        "index",
        "checkpoint",
        "inclusion",
    }


@pytest.mark.parametrize(
    ("path", "field", "why"),
    [
        ("log/{ballot}/leaves?start=5&end=4", "end", "the end lies before the start"),
        ("log/{ballot}/leaves?start=0&end=1000", "end", "at most 1000 leaves at a time"),
        ("log/{ballot}/leaves?start=11&end=12", "start", "no such leaf: the log has 11,"),
        ("log/{ballot}/leaves?start=-1&end=2", "start", "no such leaf"),
        ("log/{ballot}/leaves?start=a&end=2", "start", "enter a number"),
        ("log/{ballot}/leaves?start=1", "end", "missing"),
        ("log/{ballot}/proof/inclusion?index=11", "index", "no such leaf: the log has 11,"),
        ("log/{ballot}/proof/inclusion?index=6&size=6", "index", "no such leaf: the log has 6,"),
        ("log/{ballot}/proof/inclusion?index=-1", "index", "no such leaf"),
        ("log/{ballot}/proof/inclusion?index=0&size=12", "size", "never had this size: it has 11"),
        ("log/{ballot}/proof/inclusion", "index", "missing"),
        ("log/{ballot}/proof/consistency?from=5&to=4", "from", "older size is larger"),
        ("log/{ballot}/proof/consistency?from=5&to=12", "to", "never had this size: it has 11"),
        ("log/{ballot}/proof/consistency?from=12", "from", "never had this size: it has 11"),
        ("log/{ballot}/proof/consistency?from=-1&to=4", "from", "never had this size"),
        ("log/{ballot}/proof/consistency?to=4", "from", "missing"),
        ("log/key?ballot=a+b", "ballot", "not in the expected form"),
        ("ballots/{ballot}/check?h=abc", "h", "64 hexadecimal digits"),
        ("ballots/{ballot}/check?h=" + "A" * 64, "h", "in small letters"),
        ("ballots/{ballot}/check", "h", "missing"),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong_with_it(ask, path, field, why):
    (error,) = ask(f"/api/v1/{path}", status=422).json["errors"]

    assert error["field"] == field
    assert why in error["detail"]


def test_a_vote_that_nobody_cast_is_not_found(ask):
    answer = ask("/api/v1/ballots/{ballot}/check?h=" + "0" * 64, status=404)

    assert "no vote with this code" in answer.json["detail"]


def test_a_log_without_leaves_has_no_checkpoint(keys, anybody):
    empty = scheduled()

    answer = anybody.get(f"/api/v1/log/{empty.id}/checkpoint")

    assert answer.status == 404
    assert f"nothing is in the log of {empty.id} yet" in answer.json["detail"]
    assert anybody.get(f"/api/v1/log/{empty.id}/proof/consistency?from=0").json["hashes"] == []


@pytest.mark.parametrize(
    ("path", "trips"),
    [
        ("log/{ballot}/checkpoint", 1),
        ("log/{ballot}/leaves?start=0&end=9", 2),
        ("log/{ballot}/proof/inclusion?index=3", 2),
        ("log/{ballot}/proof/consistency?from=3", 2),
        ("ballots/{ballot}/check?h={h}", 2),
    ],
)
def test_it_takes_two_round_trips_at_most(ballot, anybody, path, trips):
    h = codes.locator(ballot.id, code_of(3))

    with counted() as calls:
        anybody.get("/api/v1/" + path.format(ballot=ballot.id, h=h))

    assert len(calls) == trips
