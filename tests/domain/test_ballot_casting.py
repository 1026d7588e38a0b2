"""Casting: once a person, as long as the ballot is open, and with a receipt."""

from datetime import date, timedelta

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Type, codes, eligibility, sealing, signing
from chalicelib.domain.ballots.definition import Audience
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
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
    composed,
    options,
    scheduled,
)
from tests.casting import OTHER, REASON, SECOND, anna, ballot, boris, count, taken, votes
from tests.factories import MONDAY
from tests.roundtrips import counted

__all__ = ["anna", "ballot", "boris"]
pytestmark = pytest.mark.usefixtures("keys")


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
        (OPENS - SECOND, "opens on 2026-03-03 11:00"),
        (OPENS - timedelta(microseconds=1), "opens on"),
        (OPENS, None),
        (CLOSES - SECOND, None),
        (CLOSES - timedelta(microseconds=1), None),
        (CLOSES, "closed on 2026-03-10 11:00"),
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
