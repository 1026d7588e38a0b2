"""A dispute from filing to its decision, and whoever gets in each other's way meanwhile."""

import pytest

from chalicelib.domain import disputes
from chalicelib.domain.ballots import codes
from chalicelib.domain.disputes import Outcome, usecases
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.dispute import Dispute, DisputeEvent
from tests.disputes import (
    ANNA,
    BALLOT,
    BORIS,
    CLERK,
    CODE,
    DAY,
    HOUR,
    OFFICER,
    SCHEDULER,
    SECOND,
    WHAT,
    WHY,
    a_ballot,
    appealed,
    decided,
    examined,
    filed,
    logged,
    lost,
    verified,
    voted,
)
from tests.factories import MONDAY, a_resident, an_officer


@pytest.fixture(autouse=True)
def _ballot(keys):
    a_ballot()


def history(reference):
    return list(DisputeEvent.query(reference, DisputeEvent.part.startswith("event#")))


def test_a_clerk_verifies_and_the_officer_is_next():
    dispute = verified()

    assert (dispute.state, dispute.queue) == ("verified_identity", "decision")
    assert history(dispute.reference)[-1].reason == "passport"


def test_a_clerk_says_which_document_they_saw():
    reference = filed().reference

    with pytest.raises(Invalid) as refused:
        disputes.verify(reference, document="library card", by=CLERK, at=MONDAY)

    assert set(refused.value.fields) == {"document"}


def test_a_broken_promise_is_found_by_the_platform_itself():
    receipt = voted()
    lost(receipt.h)

    dispute = examined(promise=receipt.promise)

    found = dispute.examination
    assert found["findings"] == ["on_roll", "not_in_log", "promise_broken"]
    assert found["speaks_for"] == "person"
    assert found["roll_day"] == "2026-03-02"


def test_a_vote_that_is_in_the_log_speaks_against_that_it_is_not():
    receipt = voted()
    logged(receipt.h, index=7)

    found = examined(code=codes.written(CODE)).examination

    assert (found["findings"], found["index"]) == (["on_roll", "in_log"], 7)
    assert found["speaks_for"] == "city"


def test_another_vote_in_the_log_than_was_promised_is_found():
    receipt = voted()
    logged(receipt.h, commitment="0" * 64)

    found = examined(kind="recorded_differently", promise=receipt.promise).examination

    assert "promise_differs" in found["findings"]
    assert found["speaks_for"] == "person"


def test_without_a_locator_the_log_is_not_looked_at():
    logged(voted().h)

    found = examined().examination

    assert found["findings"] == ["on_roll", "no_locator"]
    assert found["index"] is None


def test_nobody_voted_in_my_name_if_the_roll_does_not_know_me():
    voted(by=BORIS)

    found = examined(kind="voted_without_me").examination

    assert found["findings"] == ["not_on_roll", "no_locator"]
    assert found["speaks_for"] == "city"


def test_a_decision_needs_reasons():
    reference = examined().reference

    with pytest.raises(Invalid) as refused:
        disputes.decide(
            reference, outcome=Outcome.REJECTED, reasons="No.", by=OFFICER, at=MONDAY + DAY
        )

    assert set(refused.value.fields) == {"reasons"}


def test_nothing_is_decided_before_it_is_examined():
    reference = verified().reference

    with pytest.raises(Conflict, match="not been examined"):
        disputes.decide(reference, outcome=Outcome.REJECTED, reasons=WHY, by=OFFICER, at=MONDAY)


def test_two_officers_at_once_and_only_one_decides(monkeypatch):
    reference = examined().reference
    before = disputes.find(reference)
    decide = {"reasons": WHY, "at": MONDAY + DAY}
    disputes.decide(reference, outcome=Outcome.UPHELD, by=OFFICER, **decide)
    monkeypatch.setattr(usecases, "find", lambda _: before)
    monkeypatch.setattr("chalicelib.domain.disputes.looking.find", lambda _: before)

    with pytest.raises(Conflict, match="has changed meanwhile"):
        disputes.decide(reference, outcome=Outcome.REJECTED, by=SECOND, **decide)

    monkeypatch.undo()
    assert disputes.find(reference).outcome == "upheld"
    assert len(disputes.decided(2026).items) == 1


def test_what_the_officer_saw_has_to_be_what_is_decided():
    seen = examined()
    disputes.examine(seen.reference, by=SECOND, at=MONDAY + DAY)

    with pytest.raises(Conflict, match="meanwhile"):
        disputes.decide(
            seen.reference,
            outcome=Outcome.REJECTED,
            reasons=WHY,
            by=OFFICER,
            at=MONDAY + DAY,
            version=int(seen.version),
        )


@pytest.mark.parametrize(
    ("who", "why"),
    [
        (SCHEDULER, "composed or scheduled"),
        (an_officer("ballot_officer", "composer"), "composed or scheduled"),
        (an_officer("ballot_officer", "anna"), "of your own"),
        (an_officer("ballot_officer", "clerk"), "verified the person"),
        (CLERK, "only a ballot officer"),
        (ANNA, "only a ballot officer"),
    ],
)
def test_who_has_a_part_in_it_does_not_decide_it(who, why):
    reference = examined().reference

    with pytest.raises(Forbidden, match=why):
        disputes.decide(reference, outcome=Outcome.REJECTED, reasons=WHY, by=who, at=MONDAY + DAY)
    with pytest.raises(Forbidden, match=why):
        disputes.examine(reference, by=who, at=MONDAY + DAY)


def test_who_holds_both_offices_holds_neither():
    both = type(OFFICER)("both", level=1, grants=OFFICER.grants | CLERK.grants)
    reference = filed().reference

    with pytest.raises(NotFound):
        disputes.verify(reference, document="passport", by=both, at=MONDAY)
    assert disputes.desks(both) == []


def test_a_clerk_cannot_verify_themselves():
    clerk = an_officer("operator", "anna")

    with pytest.raises(Forbidden, match="of your own"):
        disputes.verify(filed().reference, document="passport", by=clerk, at=MONDAY)


def test_each_sees_what_they_need_and_nothing_else():
    reference = examined(code=codes.written(CODE)).reference

    seen = {
        who: disputes.read(reference, by=by)
        for who, by in {
            "anna": ANNA,
            "clerk": CLERK,
            "officer": OFFICER,
            "scheduler": SCHEDULER,
            "auditor": an_officer("auditor", "auditor"),
        }.items()
    }

    assert {who: (s.evidence, s.person) for who, s in seen.items()} == {
        "anna": (True, False),
        "clerk": (False, True),
        "officer": (True, False),
        "scheduler": (False, False),
        "auditor": (False, False),
    }
    for stranger in (BORIS, an_officer("agency.lighting"), an_officer("admin")):
        with pytest.raises(NotFound):
            disputes.read(reference, by=stranger)


def test_each_desk_lists_what_waits_there_the_most_urgent_first():
    later = filed(by=BORIS, at=MONDAY + DAY).reference
    first = filed().reference
    decision = verified(by=a_resident("vera")).reference

    assert [d.reference for d in disputes.waiting("identity", by=CLERK).items] == [first, later]
    assert [d.reference for d in disputes.waiting("decision", by=OFFICER).items] == [decision]
    assert disputes.waiting("appeal", by=OFFICER).items == []
    for queue, stranger in (("identity", OFFICER), ("decision", CLERK), ("appeal", ANNA)):
        with pytest.raises(Forbidden):
            disputes.waiting(queue, by=stranger)


def test_the_disputes_about_a_ballot_are_listed_for_staff():
    references = {filed().reference, filed(by=BORIS).reference}

    assert {d.reference for d in disputes.of_ballot(BALLOT, by=OFFICER).items} == references
    with pytest.raises(Forbidden):
        disputes.of_ballot(BALLOT, by=ANNA)


def test_the_person_is_told_of_every_step():
    reference = appealed().reference
    disputes.decide(reference, outcome=Outcome.UPHELD, reasons=WHY, by=SECOND, at=MONDAY + 4 * DAY)

    told = [(event.kind, event.concerns) for event in history(reference)]

    assert told == [
        (f"dispute.{kind}", {"anna"})
        for kind in ("filed", "verified", "examined", "decided", "appealed", "appeal_decided")
    ]


def test_events_carry_nothing_of_the_evidence():
    receipt = voted()
    reference = decided(promise=receipt.promise).reference

    said = str([(e.facts, e.reason, e.public_note, e.private_note) for e in history(reference)])

    assert receipt.h not in said
    assert receipt.c not in said
    assert WHAT not in said


def test_every_dispute_can_be_rebuilt_from_its_events():
    appealed()
    decided(by=BORIS, outcome=Outcome.UPHELD)
    disputes.withdraw(
        filed(by=a_resident("vera")).reference, by=a_resident("vera"), at=MONDAY + HOUR
    )

    for dispute in Dispute.scan(Dispute.part == "dispute"):
        state, outcome = None, None
        for event in history(dispute.reference):
            assert event.was == state
            state = event.became
            outcome = event.facts.get("outcome", outcome)
        assert (dispute.state, dispute.outcome) == (state, outcome)
