"""What everybody reads of disputes: decisions, corrections, figures; and what is forgotten."""

import json
from datetime import timedelta

import pytest

from chalicelib.domain import disputes
from chalicelib.domain.ballots import codes, signing
from chalicelib.domain.disputes import Outcome, decisions
from chalicelib.domain.tlog import notes
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.models.dispute import Case, Open
from tests.disputes import (
    ANNA,
    BALLOT,
    CODE,
    DAY,
    OFFICER,
    SECOND,
    WHAT,
    WHY,
    a_ballot,
    appealed,
    decided,
    filed,
    locator,
    many_voted,
    voted,
)
from tests.factories import MONDAY, a_resident


@pytest.fixture(autouse=True)
def _ballot(keys):
    a_ballot()


def read(note):
    """What a decision or a correction says, after its first line."""
    return json.loads(note.split("\n")[1])


def test_a_decision_is_signed_and_anybody_can_check_it():
    many_voted()
    reference = decided(Outcome.UPHELD).reference

    (decision,) = disputes.decided(2026).items

    name, public = notes.read_verifier(disputes.verifier())
    notes.verify(decision.note, name=name, public=public)
    said = read(decision.note)
    assert (said["outcome"], said["reasons"], said["dispute"]) == ("upheld", WHY, reference)
    assert said["ballot"] == decision.ballot == BALLOT
    assert "anna" not in decision.note
    with pytest.raises(notes.BadNote):
        notes.verify(decision.note.replace("upheld", "rejected"), name=name, public=public)


def test_a_decision_about_a_ballot_of_few_votes_does_not_name_it():
    many_voted(49)
    reference = decided(Outcome.UPHELD).reference

    (decision,) = disputes.decided(2026).items

    assert decision.ballot is None
    assert BALLOT not in decision.note
    (correction,) = disputes.corrections(BALLOT)
    assert correction.dispute is None
    assert reference not in correction.note


def test_what_is_upheld_stands_beside_the_results_and_says_what_it_does_not_change():
    many_voted()
    reference = decided(Outcome.UPHELD).reference

    (correction,) = disputes.corrections(BALLOT)

    assert (correction.kind, correction.dispute) == ("not_recorded", reference)
    said = read(signing.verify(correction.note, ballot=BALLOT))
    assert said["found"] == "one vote that was taken is missing in the log and in the figures"
    assert said["unchanged"] == "log, roll and figures stay as they were published"


def test_what_is_rejected_corrects_nothing():
    decided(Outcome.REJECTED)

    assert disputes.corrections(BALLOT) == []


def test_an_appeal_is_decided_by_another_officer_and_that_is_final():
    reference = appealed().reference
    decide = {"outcome": Outcome.UPHELD, "reasons": WHY, "at": MONDAY + 4 * DAY}

    with pytest.raises(Forbidden, match="another officer"):
        disputes.decide(reference, by=OFFICER, **decide)
    final = disputes.decide(reference, by=SECOND, **decide)

    assert (final.state, final.outcome, final.first_outcome) == (
        "appeal_decided",
        "upheld",
        "rejected",
    )
    newest, first = disputes.decided(2026).items
    assert (newest.on_appeal, newest.overturned) == (True, True)
    assert (first.on_appeal, first.overturned) == (False, False)
    with pytest.raises(Conflict, match="final"):
        disputes.decide(reference, by=SECOND, **decide)
    with pytest.raises(Conflict, match="final"):
        disputes.appeal(reference, text=WHAT, by=ANNA, at=MONDAY + 5 * DAY)


def test_an_appeal_is_heard_on_the_fourteenth_day_and_not_on_the_fifteenth():
    reference = decided().reference  # on the 4th
    last = MONDAY + 16 * DAY

    with pytest.raises(Conflict, match=r"ended on 2026-03-18"):
        disputes.appeal(reference, text=WHAT, by=ANNA, at=last + DAY)

    assert disputes.appeal(reference, text=WHAT, by=ANNA, at=last).queue == "appeal"


def test_there_is_nothing_to_appeal_against_in_what_was_upheld():
    reference = decided(Outcome.UPHELD).reference

    with pytest.raises(Conflict, match="upheld"):
        disputes.appeal(reference, text=WHAT, by=ANNA, at=MONDAY + 3 * DAY)


def test_each_dispute_is_counted_as_it_is_now():
    many = [a_resident(f"person-{n}") for n in range(6)]
    for person in many:
        decided(by=person)
    disputes.withdraw(filed(kind="other").reference, by=ANNA, at=MONDAY)

    told = disputes.of_year(2026)

    assert (told.filed, told.median_working_days) == (7, 2)
    assert told.by_outcome["rejected"] is None, "else the one that was withdrawn could be reckoned"
    assert Case.count("cases#2026") == 7


def test_what_was_examined_on_appeal_still_counts_as_decided_before():
    reference = appealed().reference

    disputes.examine(reference, by=SECOND, at=MONDAY + 3 * DAY)

    (case,) = Case.query("cases#2026")
    assert (case.state, case.working_days, case.appealed) == ("appealed", 2, True)


def test_decisions_are_read_page_by_page_and_a_cursor_leads_nowhere_else():
    for n in range(3):
        decided(by=a_resident(f"person-{n}"), at=MONDAY + timedelta(days=2, minutes=n))

    first = decisions.decided(2026, limit=2)
    rest = decisions.decided(2026, after=first.last, limit=2)

    assert len(first.items) == 2
    assert len(rest.items) == 1
    assert rest.last is None
    assert {d.reference for d in first.items}.isdisjoint({d.reference for d in rest.items})
    with pytest.raises(Invalid):
        decisions.decided(2026, after={"entity": "D-1"})


def test_who_leaves_is_forgotten_and_decisions_stay():
    reference = decided(promise=voted().promise).reference
    open_one = filed(kind="other").reference

    for _ in range(2):
        disputes.forget("anna", at=MONDAY + 3 * DAY)

    for each in (reference, open_one):
        kept = disputes.find(each)
        assert (kept.person, kept.text, kept.locator, kept.promise) == (None,) * 4
    assert disputes.find(open_one).state == "withdrawn"
    assert all(d.person is None for d in disputes.mine("anna").items)
    assert list(Open.scan(Open.part == "open")) == []
    assert len(disputes.decided(2026).items) == 1


def test_a_person_reads_what_is_kept_of_them():
    filed(code=codes.written(CODE))

    (kept,) = disputes.about("anna")["disputes"]

    assert (kept["text"], kept["locator"], kept["state"]) == (WHAT, locator(), "filed")
