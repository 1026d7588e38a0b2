"""What residents say: joining a report, confirming that it is solved, or denying it."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import complaints
from chalicelib.errors import Conflict, Forbidden, Invalid
from tests.complaints import (
    ANNA,
    BORIS,
    OFFICER,
    TUESDAY,
    WEDNESDAY,
    a_photo,
    answer,
    answered,
    published,
)
from tests.factories import a_resident
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")


def test_a_verdict_is_for_the_author_and_those_who_joined():
    reference = answered().reference
    with pytest.raises(Forbidden):
        complaints.confirm(reference, by=BORIS, at=WEDNESDAY)
    complaints.support(reference, by=BORIS, at=WEDNESDAY)

    complaints.confirm(reference, by=BORIS, at=WEDNESDAY)

    assert complaints.find(reference).state == "confirmed_solved"


def test_an_agency_does_not_confirm_its_own_work():
    reference = answered().reference
    complaints.support(reference, by=OFFICER, at=WEDNESDAY)

    with pytest.raises(Forbidden, match="own work"):
        complaints.confirm(reference, by=OFFICER, at=WEDNESDAY)


def test_saying_it_twice_is_saying_it_once():
    reference = answered().reference
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)

    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)

    assert complaints.find(reference).denials == 1
    with pytest.raises(Conflict):
        complaints.confirm(reference, by=ANNA, at=WEDNESDAY)


@pytest.mark.parametrize("note", ["", "The other lamp is dark as well."])
def test_a_denial_that_comes_after_ones_own_is_not_taken_for_it(note):
    reference = answered().reference
    seen = complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY).version

    with pytest.raises(Conflict, match="with the agency"):
        complaints.deny(reference, note=note, by=ANNA, at=WEDNESDAY, version=seen)

    assert complaints.find(reference).denials == 1


@pytest.mark.parametrize("note", ["", "It is dark."])
def test_a_denial_of_the_answer_before_is_not_one_of_what_was_confirmed_since(note):
    reference = answered().reference
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)
    seen = answer(reference, WEDNESDAY + timedelta(hours=1)).version
    at = WEDNESDAY + timedelta(hours=2)
    complaints.confirm(reference, by=ANNA, at=at)

    for version in (seen, None):
        with pytest.raises(Conflict, match="closed"):
            complaints.deny(reference, note=note, by=ANNA, at=at, version=version)


def test_a_form_whose_words_went_with_the_first_sending_is_the_same_denial():
    complaint = answered()
    said = {"by": ANNA, "at": WEDNESDAY, "version": complaint.version}
    first = complaints.deny(complaint.reference, note="It is dark.", **said)

    second = complaints.deny(complaint.reference, **said)

    assert (second.denials, second.version) == (first.denials, first.version) == (1, first.version)


def test_words_that_come_with_a_second_confirmation_are_not_thrown_away_in_silence():
    reference = answered().reference
    complaints.confirm(reference, by=ANNA, at=WEDNESDAY)

    with pytest.raises(Conflict, match="closed"):
        complaints.confirm(reference, note="But the pole leans.", by=ANNA, at=WEDNESDAY)


def test_a_second_denial_that_says_nothing_is_not_taken_for_the_first():
    reference = answered().reference
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)
    answer(reference, WEDNESDAY)

    with pytest.raises(Invalid):
        complaints.deny(reference, by=ANNA, at=WEDNESDAY)

    assert complaints.find(reference).denials == 1


def test_denied_it_goes_back_with_a_new_deadline_and_a_clean_slate():
    reference = answered().reference
    photo = a_photo(ANNA, "still dark")

    complaints.deny(reference, photos=[photo], by=ANNA, at=WEDNESDAY)

    now = complaints.find(reference)
    assert (now.state, now.reopened, now.escalated, now.overdue) == ("routed", 1, 0, False)
    assert now.due_on == date(2026, 3, 9)
    assert now.verdict_until is None
    told = complaints.history(reference)[-2:]
    assert [event.kind for event in told] == ["complaint.denied", "complaint.reopened"]
    assert told[0].facts["photos"] == photo
    assert told[1].facts["due_on"] == "2026-03-09"


def test_the_last_moment_for_a_verdict_is_midnight_in_the_city():
    in_time, late = answered().reference, answered().reference
    midnight = TUESDAY.replace(hour=22) + timedelta(days=15)  # winter in Helsinki: UTC+2

    complaints.confirm(in_time, by=ANNA, at=midnight - timedelta(seconds=1))
    with pytest.raises(Conflict, match="ended on 2026-03-18"):
        complaints.confirm(late, by=ANNA, at=midnight)


def test_the_officer_who_answered_is_told_that_it_is_solved():
    reference = answered().reference

    complaints.confirm(reference, by=ANNA, at=WEDNESDAY)

    assert complaints.history(reference)[-1].concerns == {"anna", "officer"}


def test_the_officer_who_answered_is_told_that_it_was_denied_and_nobody_else_is_told_who():
    reference = answered().reference
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY)

    denied, reopened = complaints.history(reference)[-2:]

    assert denied.concerns == reopened.concerns == {"anna", "officer"}
    complaints.forward(reference, agency="roads", note="Not ours.", by=OFFICER, at=WEDNESDAY)
    assert complaints.find(reference).officer is None


def test_a_verdict_of_the_author_takes_two_round_trips():
    reference = answered().reference

    with counted() as calls:
        complaints.confirm(reference, by=ANNA, at=WEDNESDAY)

    assert calls == ["BatchGetItem", "TransactWriteItems"]


def test_everybody_is_counted_once_and_a_thousand_make_no_history():
    reference = published().reference
    for number in [*range(12), 3, 4, 5]:
        complaints.support(reference, by=a_resident(f"person-{number}"), at=TUESDAY)

    assert complaints.find(reference).supporters == 12
    assert len(set(complaints.supporters(reference))) == 12
    assert len(complaints.history(reference)) == 2
