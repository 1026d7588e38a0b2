"""Casting: once a person, whatever happens at the same moment, and never how beside who."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import ballots, keeping
from chalicelib.domain.ballots import Type, codes, eligibility, log, sealing, signing, usecases
from chalicelib.domain.ballots.definition import Audience
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.roll import ByVoter, Entry, Taken
from chalicelib.models.vote import Vote, shards
from tests.ballots import (
    CLOSES,
    CODE,
    OFFICER,
    OPENS,
    VOTING,
    YES,
    a_question,
    a_voter,
    code_of,
    composed,
    options,
    scheduled,
)
from tests.factories import MONDAY, an_officer
from tests.roundtrips import counted
from tests.votes import count as tally

pytestmark = pytest.mark.usefixtures("keys")

SECOND = timedelta(seconds=1)
OTHER = code_of(7)
REASON = "The land was sold meanwhile, so the question is void."


@pytest.fixture
def anna():
    return a_voter("anna")


@pytest.fixture
def boris():
    return a_voter("boris", level=2, district="kallio", born_on=date(2000, 1, 1))


@pytest.fixture
def ballot():
    return scheduled()


def votes(ballot) -> list[Vote]:
    return [vote for shard in shards(ballot.id) for vote in Vote.query(shard)]


def roll(ballot) -> list[Entry]:
    found = [Entry.by_ballot.query(f"{ballot.id}#{shelf}") for shelf in range(16)]
    return [entry for shelf in found for entry in shelf]


def taken() -> list[Taken]:
    return [event for event in Taken.scan() if event.part.startswith("event#")]


def count(ballot) -> tuple[int, int, int]:
    return len(votes(ballot)), len(roll(ballot)), len(taken())


def test_a_vote_is_taken_and_promised(ballot, anna):
    receipt = ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    h, c = codes.locator(ballot.id, CODE), codes.commitment(ballot.id, CODE, YES)
    assert (receipt.ballot, receipt.h, receipt.c) == (ballot.id, h, c)
    assert f"{receipt.received:%H:%M} {receipt.include_by:%H:%M}" == "12:00 12:12"
    assert signing.verify(receipt.promise, ballot=ballot.id) == (
        f"veche vote promise v1\n{ballot.id}\n{h}\n{c}\n2026-03-03T12:12:00Z\n"
    )
    assert count(ballot) == (1, 1, 1)


def test_who_counts_reads_what_was_said_and_what_figures_need(ballot, boris):
    receipt = ballots.cast(ballot.id, YES, CODE, by=boris, at=VOTING)

    (vote,) = votes(ballot)
    paper = sealing.unseal(
        vote.sealed, ballot=ballot.id, sealed_key=ballot.sealed_key, h=receipt.h, c=receipt.c
    )
    assert (paper.answers, paper.code) == (YES, CODE)
    assert (paper.level, paper.district, paper.age) == (2, "kallio", "25-34")


def test_nothing_leads_from_a_vote_to_a_person_or_back(ballot, anna):
    ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    ((vote,), (told,)) = (votes(ballot), taken())
    (entry,) = Entry.batch_get([(eligibility.key_of(ballot.id, eligibility.voter("anna")), "roll")])
    kept = {"vote": vote, "roll": entry, "told": told}
    written = {name: str(item.to_dynamodb_dict()) for name, item in kept.items()}
    assert "anna" not in written["vote"] + written["roll"]
    assert vote.actor is vote.role is vote.concerns is vote.facts is vote.correlation is None
    assert told.correlation is told.actor is None
    assert vote.locator not in written["roll"] + written["told"]
    assert entry.voter not in written["vote"] + written["told"]
    assert CODE not in "".join(written.values())
    assert "yes" not in "".join(written.values())
    assert "12:07" not in "".join(written.values())  # the moment, of which only 12:00 is kept
    assert entry.day == "2026-03-03"


def test_it_waits_for_the_log_in_a_shard_of_its_own(ballot, anna):
    receipt = ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    (vote,) = [v for shard in shards(ballot.id) for v in Vote.by_waiting.query(shard)]
    assert vote.part == f"event#{receipt.h}"
    assert vote.commitment == receipt.c


def test_the_person_is_told_without_the_choice_and_it_is_forgotten_in_a_day(ballot, anna):
    ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    (told,) = taken()
    assert (told.kind, told.concerns) == ("ballot.taken", {"anna"})
    assert told.facts == {
        "ballot": ballot.id,
        "title_ru": "A park by the harbour (по-русски)",
        "title_en": "A park by the harbour",
        "points": "20",
    }
    assert told.expires_at == (VOTING + timedelta(days=1)).replace(microsecond=0)


def test_the_same_vote_again_is_the_same_receipt_to_the_byte(ballot, anna):
    first = ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    again = ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING + timedelta(hours=1))

    assert again == first
    assert count(ballot) == (1, 1, 1)


def test_the_same_answers_in_another_order_are_the_same_vote(anna):
    several = (a_question(Type.MULTI, least=1, most=3),)
    ballot = scheduled(questions=several)

    first = ballots.cast(ballot.id, {"q1": ["b", "a"]}, CODE, by=anna, at=VOTING)

    assert ballots.cast(ballot.id, {"q1": ["a", "b"]}, CODE, by=anna, at=VOTING) == first


def test_an_answer_that_was_lost_at_the_last_second_comes_after_the_end_as_well(ballot, anna):
    first = ballots.cast(ballot.id, YES, CODE, by=anna, at=CLOSES - SECOND)

    assert ballots.cast(ballot.id, YES, CODE, by=anna, at=CLOSES + SECOND) == first


NO = {"q1": ["no"]}


@pytest.mark.parametrize(("answers", "code"), [(YES, OTHER), (NO, OTHER), (NO, CODE)])
def test_nobody_votes_twice(ballot, anna, answers, code):
    ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    with pytest.raises(Conflict, match="you have voted in this ballot already"):
        ballots.cast(ballot.id, answers, code, by=anna, at=VOTING)

    assert count(ballot) == (1, 1, 1)


@pytest.mark.parametrize("answers", [YES, {"q1": ["no"]}])
def test_a_code_that_somebody_used_is_refused_and_the_roll_stays_free(ballot, anna, boris, answers):
    ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    with pytest.raises(Invalid) as refused:
        ballots.cast(ballot.id, answers, CODE, by=boris, at=VOTING)
    ballots.cast(ballot.id, answers, OTHER, by=boris, at=VOTING)

    assert str(refused.value.fields["code"]) == "this code was used already: make a new one"
    assert count(ballot) == (2, 2, 2)


def test_one_code_may_serve_in_two_ballots(ballot, anna):
    other = scheduled()

    first, second = (ballots.cast(b.id, YES, CODE, by=anna, at=VOTING) for b in (ballot, other))

    assert first.h != second.h


@pytest.mark.parametrize(
    "code", ["", "abc", CODE.upper(), CODE + "0", CODE[:-1] + "g", f" {CODE[1:]}"]
)
def test_what_is_no_code_is_refused(ballot, anna, code):
    with pytest.raises(Invalid) as refused:
        ballots.cast(ballot.id, YES, code, by=anna, at=VOTING)

    assert set(refused.value.fields) == {"code"}
    assert count(ballot) == (0, 0, 0)


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (OPENS - SECOND, "opens on 03.03.2026, 11:00"),
        (OPENS - timedelta(microseconds=1), "opens on"),
        (OPENS, None),
        (CLOSES - SECOND, None),
        (CLOSES - timedelta(microseconds=1), None),
        (CLOSES, "closed on 10.03.2026, 11:00"),
        (CLOSES + SECOND, "closed on"),
    ],
)
def test_votes_are_taken_from_the_opening_to_the_closing_by_the_clock(ballot, anna, at, why):
    if why is None:
        assert ballots.cast(ballot.id, YES, CODE, by=anna, at=at)
    else:
        with pytest.raises(Conflict, match=why):
            ballots.cast(ballot.id, YES, CODE, by=anna, at=at)

    assert count(ballot) == ((0, 0, 0) if why else (1, 1, 1))


@pytest.mark.parametrize(
    ("voter", "why"),
    [
        ({"level": 1}, "a service centre has to check"),
        ({"district": "kallio"}, "another part of the city"),
        ({"born_on": date(2015, 1, 1)}, "aged 14 or over"),
        ({"born_on": None}, "when you were born"),
    ],
)
def test_who_is_not_asked_is_told_why_and_nothing_is_counted(voter, why):
    ballot = scheduled(audience=Audience(("kluuvi",)))

    with pytest.raises(Forbidden, match=why):
        ballots.cast(ballot.id, YES, CODE, by=a_voter("vera", **voter), at=VOTING)

    assert count(ballot) == (0, 0, 0)


def test_who_has_no_account_has_no_say(ballot):
    with pytest.raises(Forbidden):
        ballots.cast(ballot.id, YES, CODE, by=Actor("stranger", level=1), at=VOTING)


def test_what_counts_is_the_residence_at_the_moment_of_voting():
    ballot = scheduled(audience=Audience(("kluuvi",)))
    a_voter("anna", district="kallio")
    with pytest.raises(Forbidden):
        ballots.cast(ballot.id, YES, CODE, by=Actor("anna", level=1), at=VOTING)

    a_voter("anna", district="kluuvi")

    assert ballots.cast(ballot.id, YES, CODE, by=Actor("anna", level=1), at=VOTING)


def test_wrong_answers_are_named_and_nothing_is_counted(ballot, anna):
    with pytest.raises(Invalid) as refused:
        ballots.cast(ballot.id, {"q1": ["maybe"]}, CODE, by=anna, at=VOTING)

    assert set(refused.value.fields) == {"answers.q1"}
    assert count(ballot) == (0, 0, 0)


def test_a_draft_is_no_ballot_to_vote_in(anna):
    for by in (anna, a_voter(OFFICER.id)):
        with pytest.raises(NotFound):
            ballots.cast(composed().id, YES, CODE, by=by, at=VOTING)


@pytest.mark.parametrize(("stop", "at", "why"), [
    (ballots.cancel, MONDAY, "was cancelled"), (ballots.annul, OPENS, "was annulled"),
])  # fmt: skip
def test_nobody_votes_in_a_ballot_that_was_stopped(ballot, anna, stop, at, why):
    stop(ballot.id, reason=REASON, by=OFFICER, at=at)

    with pytest.raises(Conflict, match=why):
        ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    assert count(ballot) == (0, 0, 0)


def test_twice_at_once_with_the_same_code_is_one_vote_and_one_receipt(ballot, anna, monkeypatch):
    """DynamoDB sends the second away while the first is being kept, and it comes again."""
    receipts = _in_between(
        monkeypatch, lambda: ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)
    )

    second = ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    assert receipts == [second]
    assert count(ballot) == (1, 1, 1)


def test_twice_at_once_with_two_codes_is_one_vote(ballot, anna, monkeypatch):
    first = _in_between(
        monkeypatch, lambda: ballots.cast(ballot.id, YES, OTHER, by=anna, at=VOTING)
    )

    with pytest.raises(Conflict, match="voted"):
        ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    assert [vote.locator for vote in votes(ballot)] == [first[0].h]
    assert count(ballot) == (1, 1, 1)


def test_two_people_with_one_code_at_once_are_one_vote(ballot, anna, boris, monkeypatch):
    _in_between(monkeypatch, lambda: ballots.cast(ballot.id, YES, CODE, by=boris, at=VOTING))

    with pytest.raises(Invalid, match="used already"):
        ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    assert count(ballot) == (1, 1, 1)


def test_a_vote_that_is_on_its_way_when_the_ballot_closes_is_counted(ballot, anna, monkeypatch):
    _in_between(monkeypatch, lambda: tally(ballot, at=CLOSES + 29 * SECOND))

    ballots.cast(ballot.id, YES, CODE, by=anna, at=CLOSES - SECOND)
    tally(ballot, at=CLOSES + timedelta(minutes=1))

    assert usecases.find(ballot.id).state == "tallied"
    assert log.head_of(ballot.id).size == 1
    assert count(ballot) == (1, 1, 1)


def test_a_vote_that_is_on_its_way_when_the_ballot_is_annulled_is_void_with_it(
    ballot, anna, monkeypatch
):
    _in_between(monkeypatch, lambda: ballots.annul(ballot.id, reason=REASON, by=OFFICER, at=VOTING))

    assert ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    assert usecases.find(ballot.id).state == "annulled"
    assert count(ballot) == (1, 1, 1)


@pytest.mark.usefixtures("one_at_a_time")
def test_forty_who_send_the_same_vote_twice_at_one_instant_have_one_receipt_each(ballot):
    people = [a_voter(f"resident-{number}") for number in range(40)]

    def attempt(one):
        number, by = one
        return ballots.cast(ballot.id, YES, code_of(number), by=by, at=VOTING).promise

    with ThreadPoolExecutor(16) as crowd:
        twice = [one for one in enumerate(people) for _ in ("first", "again")]
        promises = list(crowd.map(attempt, twice))

    assert promises[::2] == promises[1::2]
    assert len(set(promises)) == 40
    assert count(ballot) == (40, 40, 40)


def _in_between(monkeypatch, rival):
    """Let a rival come in between the decision and the writing of the next vote."""
    kept, done = keeping._kept, []

    def in_between(fill, otherwise):
        if not done:
            done.append(None)
            done[0] = rival()
            return False
        return kept(fill, otherwise)

    monkeypatch.setattr(keeping, "_kept", in_between)
    return done


@pytest.mark.usefixtures("one_at_a_time")
def test_two_hundred_residents_who_vote_twice_at_one_instant_are_two_hundred_votes(ballot):
    people = [a_voter(f"resident-{number}") for number in range(200)]
    tries = [(by, number + 1000 * twice) for number, by in enumerate(people) for twice in (0, 1)]

    def attempt(one):
        by, number = one
        try:
            return by.id, ballots.cast(ballot.id, YES, code_of(number), by=by, at=VOTING).h
        except Conflict:
            return by.id, None

    with ThreadPoolExecutor(16) as crowd:
        came = list(crowd.map(attempt, tries))

    taken_from = [person for person, h in came if h]
    assert sorted(taken_from) == sorted(person.id for person in people)
    assert {vote.locator for vote in votes(ballot)} == {h for _, h in came if h}
    assert count(ballot) == (200, 200, 200)


def test_a_vote_takes_two_round_trips_however_many_questions_there_are(anna):
    ballot = scheduled(
        questions=tuple(
            a_question(Type.SINGLE, id=f"q{n}", options=options(*"abcdefgh")) for n in range(12)
        )
    )
    said = {f"q{n}": ["a"] for n in range(12)}
    eligibility.voter("anna")  # the key is asked for once in the life of a function
    signing.public_key()

    with counted() as calls:
        ballots.cast(ballot.id, said, CODE, by=anna, at=VOTING)

    assert calls == ["BatchGetItem", "TransactWriteItems"]


def test_the_length_of_what_is_sealed_does_not_tell_the_answers(anna, boris):
    several = (a_question(Type.MULTI, least=1, most=4),)
    ballot = scheduled(questions=several)

    ballots.cast(ballot.id, {"q1": []}, CODE, by=anna, at=VOTING)
    ballots.cast(ballot.id, {"q1": [*"abcd"]}, OTHER, by=boris, at=VOTING)

    assert len({len(vote.sealed) for vote in votes(ballot)}) == 1


def test_a_ballot_says_whether_one_may_vote_and_whether_one_has(ballot, anna):
    with counted() as calls:
        before = ballots.eligible(ballot.id, by=anna, at=VOTING)
    ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)
    after = ballots.eligible(ballot.id, by=anna, at=VOTING)

    assert calls in (["BatchGetItem"], ["GetParameter", "BatchGetItem"])
    assert (before.why, before.voted) == (None, False)
    assert (str(after.why), after.voted) == ("you have voted in this ballot already", True)


def test_what_the_roll_says_of_a_person_is_theirs_to_see(ballot, anna, boris):
    other = scheduled()
    for one in (ballot, other):
        ballots.cast(one.id, YES, CODE, by=anna, at=VOTING)

    hers = ballots.voted("anna").items
    assert {(took.ballot.id, took.day) for took in hers} == {
        (one.id, "2026-03-03") for one in (ballot, other)
    }
    assert ballots.voted("boris").items == []


def test_the_roll_knows_a_person_only_by_a_number_of_its_own(ballot, anna):
    ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    (entry,) = roll(ballot)
    assert re.fullmatch("[0-9a-f]{64}", entry.voter)
    assert list(Entry.by_voter.query("anna")) == []
    assert ByVoter.Meta.projection.projection_type == "KEYS_ONLY"


def test_an_auditor_reads_what_happened_and_no_vote_is_among_it(ballot, anna):
    ballots.cast(ballot.id, YES, CODE, by=anna, at=VOTING)

    told = ballots.history(ballot.id, by=an_officer("auditor"))

    assert {event.kind for event in told} == {"ballot.composed", "ballot.scheduled"}
    assert usecases.find(ballot.id).version == ballot.version  # a vote does not touch the ballot
