"""What an agency does with a report, and how staff find what waits for them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domain import complaints
from chalicelib.domain.complaints import State
from chalicelib.errors import Forbidden, Invalid
from tests.complaints import (
    AGENCY,
    MODERATOR,
    OFFICER,
    TUESDAY,
    filed,
    published,
)
from tests.factories import MONDAY, an_officer
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")


def test_the_deadline_runs_from_publication():
    complaint = complaints.find(published().reference)

    assert complaint.due_on == date(2026, 3, 5)
    assert complaint.next_alarm_on == date(2026, 3, 3)
    assert (complaint.agency_open, complaint.moderation) == (AGENCY, None)
    told = complaints.history(complaint.reference)[-1]
    assert told.facts["due_on"] == "2026-03-05"


def test_forwarding_changes_the_agency_and_not_the_deadline():
    complaint = published()

    complaints.forward(
        complaint.reference, agency="roads", note="It stands on a bridge.", by=OFFICER, at=TUESDAY
    )

    now = complaints.find(complaint.reference)
    assert (now.agency, now.agency_open, now.due_on) == ("roads", "roads", complaint.due_on)
    with pytest.raises(Forbidden):
        complaints.start(complaint.reference, by=OFFICER, at=TUESDAY)
    complaints.start(complaint.reference, by=an_officer("agency.roads"), at=TUESDAY)


def test_every_promise_is_counted():
    reference = published().reference
    for days in (2, 5, 9):
        complaints.schedule(
            reference, on=MONDAY.date() + timedelta(days=days), by=OFFICER, at=TUESDAY
        )

    assert complaints.find(reference).promises == 3


def test_a_day_that_is_promised_already_is_not_promised_once_more():
    reference, day = published().reference, MONDAY.date() + timedelta(days=5)
    complaints.schedule(reference, on=day, by=OFFICER, at=TUESDAY)

    with pytest.raises(Invalid) as refused:
        complaints.schedule(reference, on=day, by=OFFICER, at=TUESDAY)

    assert str(refused.value.fields["on"]) == ("this day is promised already: choose another one")
    assert complaints.find(reference).promises == 1


def test_once_work_has_begun_the_same_day_may_be_promised_again():
    reference, day = published().reference, MONDAY.date() + timedelta(days=5)
    complaints.schedule(reference, on=day, by=OFFICER, at=TUESDAY)
    complaints.start(reference, by=OFFICER, at=TUESDAY)
    complaints.schedule(reference, on=day, by=OFFICER, at=TUESDAY)

    assert complaints.find(reference).promises == 2


def test_acting_takes_two_round_trips():
    reference = published().reference

    with counted() as calls:
        complaints.start(reference, by=OFFICER, at=TUESDAY)

    assert calls == ["GetItem", "TransactWriteItems"]


def test_work_is_listed_by_deadline_and_by_state():
    later, sooner = filed(), filed()
    complaints.publish(sooner.reference, by=MODERATOR, at=MONDAY)
    complaints.publish(later.reference, by=MODERATOR, at=TUESDAY)
    complaints.start(later.reference, by=OFFICER, at=TUESDAY)

    def listed(**narrowed):
        return [c.reference for c in complaints.work_of(AGENCY, by=OFFICER, **narrowed)]

    assert listed() == [sooner.reference, later.reference]
    assert listed(state="in_progress") == [later.reference]
    assert listed(state="scheduled") == []


def test_moderators_of_several_districts_see_one_queue_in_pages():
    references = [filed(at=MONDAY + timedelta(minutes=n)).reference for n in range(5)]
    moderator = an_officer("moderator.kluuvi")
    both = replace(moderator, grants=moderator.grants | an_officer("moderator.kamppi").grants)

    for by in (moderator, both, an_officer("moderator"), an_officer("admin")):
        seen, cursor = [], None
        while len(seen) < 5:
            page = complaints.awaiting(State.IN_MODERATION, by=by, cursor=cursor, limit=2)
            seen += [c.reference for c in page]
            cursor = page.cursor
        assert seen == references
