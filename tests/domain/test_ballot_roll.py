"""What is kept of a vote and of who voted: never how beside who."""

import re

import pytest

from chalicelib.domain import ballots
from chalicelib.domain.ballots import Type, eligibility, usecases
from chalicelib.models.roll import ByVoter, Entry
from tests.ballots import CODE, VOTING, YES, a_question, scheduled
from tests.casting import OTHER, anna, ballot, boris, roll, taken, votes
from tests.factories import an_officer
from tests.roundtrips import counted

__all__ = ["anna", "ballot", "boris"]
pytestmark = pytest.mark.usefixtures("keys")


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
