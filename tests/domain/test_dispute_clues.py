"""The clue of a dispute: it saves a round trip, tells nobody anything, and leads nowhere else."""

import pytest

from chalicelib.domain import disputes
from chalicelib.domain.disputes import Outcome, clues
from chalicelib.errors import Forbidden
from chalicelib.models.dispute import Dispute
from tests.budget.paying import ROUND_TRIPS
from tests.disputes import (
    ANNA,
    BALLOT,
    BORIS,
    CLERK,
    DAY,
    OFFICER,
    SCHEDULER,
    WHY,
    a_ballot,
    examined,
    filed,
    logged,
    many_voted,
    verified,
    voted,
)
from tests.factories import MONDAY
from tests.roundtrips import counted

LATER = MONDAY + 2 * DAY


@pytest.fixture(autouse=True)
def _ballot(keys):
    a_ballot()


def clue_of(dispute, by=OFFICER):
    return disputes.read(dispute.reference, by=by).clue


def test_an_officer_who_may_look_it_up_has_the_clue_and_nobody_else():
    waits, filed_only = verified(), filed(by=BORIS)

    assert clue_of(waits)
    assert [clue_of(waits, by) for by in (ANNA, CLERK, SCHEDULER)] == ["", "", ""]
    assert clue_of(filed_only) == ""


def test_it_says_nothing_to_who_holds_it():
    dispute = verified(locator="a" * 64)

    sealed = clue_of(dispute)

    assert clues.unseal(sealed) == clues.of(dispute)
    assert all(word not in sealed for word in ("anna", "a" * 64, BALLOT))


def test_with_it_the_same_is_found_in_a_round_trip_less():
    receipt = voted()
    logged(receipt.h, index=7)
    dispute = verified(locator=receipt.h)
    clue = clue_of(dispute)

    with counted() as without:
        first = disputes.examine(dispute.reference, by=OFFICER, at=LATER).examination
    with counted() as within:
        second = disputes.examine(dispute.reference, by=OFFICER, at=LATER, clue=clue).examination

    assert first == second
    assert (first["index"], first["roll_day"]) == (7, "2026-03-02")
    assert len(without) == 3
    assert within == ["BatchGetItem", "TransactWriteItems"]


def test_what_the_roll_and_the_log_hold_is_read_anew_with_an_old_clue():
    dispute = verified()
    clue = clue_of(dispute)
    voted()

    found = disputes.examine(dispute.reference, by=OFFICER, at=LATER, clue=clue).examination

    assert "on_roll" in found["findings"]


@pytest.mark.parametrize("made_up", ["nonsense", "", "gAAAAA=="])
def test_one_that_we_did_not_seal_is_not_followed(made_up):
    voted()

    found = disputes.examine(verified().reference, by=OFFICER, at=LATER, clue=made_up).examination

    assert "on_roll" in found["findings"]


def test_that_of_another_dispute_is_not_followed():
    voted(by=BORIS)
    of_boris, of_anna = verified(by=BORIS), verified()

    found = disputes.examine(
        of_anna.reference, by=OFFICER, at=LATER, clue=clue_of(of_boris)
    ).examination

    assert "not_on_roll" in found["findings"]


def test_it_gives_nobody_a_right():
    dispute = examined()

    with pytest.raises(Forbidden):
        disputes.examine(dispute.reference, by=SCHEDULER, at=LATER, clue=clue_of(dispute))


def test_a_decision_names_the_ballot_by_the_votes_of_its_own_log():
    many_voted()
    dispute = examined()

    clue = clue_of(dispute)

    with counted() as calls:
        disputes.decide(
            dispute.reference,
            outcome=Outcome.REJECTED,
            reasons=WHY,
            by=OFFICER,
            at=LATER,
            clue=clue,
        )

    assert [call for call in calls if call in ROUND_TRIPS] == ["BatchGetItem", "TransactWriteItems"]
    (decision,) = disputes.decided(LATER.year).items
    assert (decision.ballot, decision.title["en"]) == (BALLOT, "Benches in the park")


def test_who_made_the_ballot_is_kept_with_the_dispute():
    kept = Dispute.get(filed().reference, "dispute")

    assert kept.schedulers == {"composer", SCHEDULER.id}
