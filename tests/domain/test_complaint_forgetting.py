"""What reports keep of a person, for them to read and to be forgotten."""

from datetime import date

import pytest

from chalicelib.domain import complaints
from tests.complaints import (
    ANNA,
    BORIS,
    TUESDAY,
    WEDNESDAY,
    answered,
    asked,
    filed,
    published,
)
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")


def test_who_is_forgotten_leaves_what_was_published_and_nothing_that_leads_back():
    waits, known = filed().reference, published().reference
    complaints.support(known, by=BORIS, at=MONDAY)

    for person in ("anna", "boris", "anna"):
        complaints.forget(person, at=TUESDAY)

    assert complaints.find(waits).state == "withdrawn"
    left = complaints.find(known)
    assert (left.state, left.author, left.supporters) == ("routed", None, 1)
    for person in ("anna", "boris"):
        assert not any(complaints.about(person).values())


def test_who_is_forgotten_is_waited_for_no_more_and_what_they_answered_is_gone():
    waits, said = asked().reference, asked().reference
    complaints.answer_question(said, answer="By my door.", by=ANNA, at=WEDNESDAY)
    assert {c["asked"][0].get("answer") for c in complaints.about("anna")["complaints"]} == {
        "By my door.",
        None,
    }

    complaints.forget("anna", at=WEDNESDAY)

    for reference in (waits, said):
        now = complaints.find(reference)
        assert (now.state, now.asked, now.author) == ("acknowledged", None, None)
        assert now.due_on == date(2026, 3, 6)
    assert complaints.history(waits)[-1].kind == "complaint.question_lapsed"


def test_a_person_can_read_what_is_kept_of_them():
    reference = answered().reference
    complaints.support(reference, by=BORIS, at=WEDNESDAY)
    complaints.confirm(reference, by=BORIS, at=WEDNESDAY)

    assert [c["text"] for c in complaints.about("anna")["complaints"]] == ["The lamp is out."]
    assert complaints.about("boris") == {
        "complaints": [],
        "joined": [reference],
        "judged": [reference],
    }
