"""The end of a ballot, from the votes that were cast to the kit by which anybody recounts it."""

import json
from datetime import timedelta

import pytest

from chalicelib.domain.ballots import (
    casting,
    codes,
    counting,
    finishing,
    keeping,
    log,
    publication,
    publishing,
    reporting,
    reports,
    usecases,
)
from chalicelib.domain.ballots.reporting import Due
from chalicelib.domain.ballots.tally import Wake
from chalicelib.kit import verify
from chalicelib.models.ballot import BallotEvent
from chalicelib.models.event import PREFIX
from chalicelib.models.log import LogHead
from chalicelib.models.roll import HEAD, Entry
from chalicelib.models.vote import Vote, shard_of
from chalicelib.outbound import storage
from tests.ballots import CLOSES, OPENS, VOTING, a_question, a_voter, code_of, options, scheduled
from tests.counted import data_bucket, files

OVER = CLOSES + timedelta(minutes=2)
ANSWERS = (
    {"q1": ["yes"], "q2": ["b", "a"], "q3": ["4"], "q4": ["a", "c"]},
    {"q1": ["no"], "q2": ["b", "c", "a"], "q3": ["5"], "q4": ["b"]},
    {"q1": [], "q2": ["c"], "q3": [], "q4": []},
    {"q1": ["yes"], "q2": ["a"], "q3": ["5"], "q4": ["a"]},
)


@pytest.fixture(autouse=True)
def bucket(keys):
    yield data_bucket()
    storage._client.cache_clear()


@pytest.fixture
def ballot():
    projects = options(*"abc", costs=40)
    return scheduled(
        questions=(
            a_question(),
            a_question("rank", "q2", most=3),
            a_question("rating", "q3"),
            a_question("budget", "q4", options=projects, budget=90, most=3),
        )
    )


def pages(ballot, listed):
    return {"index.html": f"{ballot}: {len(listed)}"}


def vote(ballot, number, answers):
    voter = a_voter(f"voter-{number}", district="kluuvi" if number % 2 else "kallio")
    casting.cast(ballot.id, answers, code_of(number), by=voter, at=VOTING)


def count(ballot, at=VOTING):
    finishing.attend(ballot.id, [Wake(ballot.id)], at=at, in_time=lambda: True)


def report(ballot, at):
    reporting.report(Due(ballot.id, reports.slot_of(at)), at=at, pages=pages)


@pytest.fixture
def over(ballot):
    """Four people have voted, two of them before the second report; all of it is counted."""
    report(ballot, OPENS)
    for number, answers in enumerate(ANSWERS):
        vote(ballot, number, answers)
        if number == 1:
            count(ballot)
            report(ballot, reports.slot_of(VOTING) + reports.INTERVAL)
    count(ballot, at=OVER)
    return ballot


def publish(ballot, at=OVER + timedelta(minutes=1)):
    return publication.publish(ballot.id, at=at, pages=pages)


@pytest.fixture
def in_order(tmp_path, bucket, capsys):
    """What the verifier says of the kit that is published."""

    def in_order(ballot):
        place = tmp_path / "audit.zip"
        bucket.download_file(f"data/ballots/{ballot.id}/audit.zip", str(place))
        code = verify.main([str(place)])
        return code, capsys.readouterr().out

    return in_order


def test_whoever_recounts_comes_to_the_same(over, in_order):
    assert publish(over)

    code, said = in_order(over)

    assert code == 0, said
    assert "4 votes opened" in said
    assert "3 reports, none rewritten" in said
    assert "4 people on the roll, as many votes in the log" in said


def test_the_result_lies_on_the_ballot_with_its_event(over, bucket):
    publish(over)

    ballot = usecases.find(over.id)
    assert (ballot.state, ballot.stage) == ("published", "published")
    assert ballot.result["roll"] == 4
    first, ranked, rated, paid = ballot.result["results"]["questions"]
    assert [(o["id"], o["n"]) for o in first["options"]] == [("yes", 2), ("no", 1)]
    assert ranked["runoff"]["winners"] == ["b"]
    assert (rated["mean"], paid["funded"]) == ("4.67", ["a", "b"])
    event = list(BallotEvent.query(over.id, BallotEvent.part.startswith(PREFIX)))[-1]
    assert (event.kind, event.role, event.was) == ("ballot.published", "system", "tallied")
    last = json.loads(files(bucket, f"data/ballots/{over.id}/reports/")["final.json"])
    assert event.facts == {"votes": "4", "opinions": "13", "report": last["sha256"]}
    assert last["final"]["results"] == ballot.result["results"]


def test_every_part_of_the_kit_is_published_by_itself_too(over, bucket):
    publish(over)

    parts = files(bucket, f"data/ballots/{over.id}/audit/")
    assert set(parts) == {*verify.FILES, "contents.txt"}
    openings = [json.loads(line) for line in parts["openings.jsonl"].splitlines()]
    assert {opening["code"] for opening in openings} == {code_of(n) for n in range(4)}
    assert [opening["index"] for opening in openings] == [0, 1, 2, 3]
    page = parts["verify.html"].decode()
    assert '<script>\n"use strict"' in page
    assert "<style>\n:root" in page


def test_nothing_of_a_kit_leads_to_a_person(over, bucket):
    publish(over)

    everything = b"".join(files(bucket, f"data/ballots/{over.id}/").values())
    for personal in (b"voter-", b"kluuvi", b"mikonkatu", b"example.org"):
        assert personal not in everything


def test_twice_is_once(over, bucket):
    publish(over)
    before = files(bucket)

    assert not publish(over, at=OVER + timedelta(hours=1))
    assert files(bucket) == before


@pytest.mark.parametrize(
    ("module", "killed_at"),
    [
        (publication, "_open"),
        (reports, "_kept"),
        (publishing, "_note"),
        (publication, "_write_kit"),
        (publication, "_lay"),
        (publication, "_mark"),
        (keeping, "change"),
    ],
)
def test_a_run_that_is_killed_is_begun_again(over, in_order, monkeypatch, module, killed_at):
    real = getattr(module, killed_at)

    def killed(*args, **more):
        if killed_at in ("_lay", "_open"):  # in the end, when all of it is done
            real(*args, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):  # noqa: PT012
        patch.setattr(module, killed_at, killed)
        publish(over)
    assert usecases.find(over.id).state == "tallied"

    assert publish(over, at=OVER + timedelta(minutes=31))
    code, said = in_order(over)
    assert code == 0, said


def test_two_runs_at_once_publish_the_same(over, in_order, monkeypatch):
    write, runs = publication._write_kit, []

    def overtaken(*args):
        if not runs:
            runs.append(1)
            assert publish(over, at=OVER + timedelta(minutes=5))
        write(*args)

    monkeypatch.setattr(publication, "_write_kit", overtaken)

    assert not publish(over)
    code, said = in_order(over)
    assert code == 0, said
    published = [e for e in BallotEvent.query(over.id) if e.part.startswith(PREFIX)]
    assert [event.kind for event in published].count("ballot.published") == 1


def test_a_ballot_that_is_not_counted_is_not_published(ballot):
    vote(ballot, 1, ANSWERS[0])

    assert not publish(ballot)


def test_a_ballot_in_which_nobody_voted_is_published_as_that(ballot, in_order):
    count(ballot, at=OVER)

    assert publish(ballot)
    code, said = in_order(ballot)
    assert code == 0, said
    assert "0 people on the roll, as many votes in the log" in said


def test_a_vote_that_nobody_can_open_is_told_as_a_discrepancy(over, in_order):
    first = log.read(over.id, 2, 3)[0]
    lost = Vote.get(shard_of(over.id, first.h), PREFIX + first.h)
    paper = {"district": "kluuvi" if int(opened_code(lost), 16) % 2 else "kallio"}
    lost.update(actions=[Vote.sealed.set(b"burnt")])
    forget_figures(over, lost, paper)

    publish(over)

    code, said = in_order(over)
    assert code == 1
    assert "nobody can open these leaves, as the city says itself: [2]" in said
    assert usecases.find(over.id).result["unopened"] == [2]


def opened_code(lost):
    return next(
        code_of(n) for n in range(4) if codes.locator(lost.ballot, code_of(n)) == lost.locator
    )


def forget_figures(ballot, lost, paper):
    """As the tally counts a vote that it could not read: it is in the log, and in no figure."""
    definition = usecases.definition_of(usecases.find(ballot.id))
    head = log.head_of(ballot.id)
    from types import SimpleNamespace

    answers = ANSWERS[int(opened_code(lost), 16)]
    read = SimpleNamespace(answers=answers, level=2, age="35-44", **paper)
    for name, n in counting.figures(read, definition).items():
        head.counts[name] -= n
        if not head.counts[name] and ".borda." not in name:
            del head.counts[name]
    head.counts["unreadable"] = 1
    head.save()


def test_a_count_that_does_not_fit_its_votes_is_not_published(over, bucket):
    head = LogHead.get(over.id, "head")
    head.counts["q1.yes.L2"] += 1
    head.save()

    with pytest.raises(publication.Miscounted):
        publish(over)

    assert usecases.find(over.id).state == "tallied"
    assert f"data/ballots/{over.id}/audit.zip" not in files(bucket)


def test_somebody_on_the_roll_without_a_vote_is_found_by_whoever_recounts(over, in_order):
    entry = next(entry for entry in Entry.scan() if entry.part == HEAD)  # events lie there too
    Entry(
        f"{over.id}#{'f' * 32}",
        ballot=over.id,
        voter="f" * 32,
        shelf=f"{over.id}#15",
        day=entry.day,
    ).save()

    publish(over)

    code, said = in_order(over)
    assert code == 1
    assert "5 people on the roll, but 4 votes in the log" in said
