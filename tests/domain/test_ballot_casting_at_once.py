"""Casting once a person, whatever happens at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.domain import ballots, keeping
from chalicelib.domain.ballots import log, usecases
from chalicelib.errors import Conflict, Invalid
from tests.ballots import CLOSES, CODE, OFFICER, VOTING, YES, a_voter, code_of
from tests.casting import OTHER, REASON, SECOND, anna, ballot, boris, count, votes
from tests.votes import count as tally

__all__ = ["anna", "ballot", "boris"]
pytestmark = pytest.mark.usefixtures("keys")


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
    kept, done = keeping._committed, []

    def in_between(fill, otherwise):
        if not done:
            done.append(None)
            done[0] = rival()
            return False
        return kept(fill, otherwise)

    monkeypatch.setattr(keeping, "_committed", in_between)
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
