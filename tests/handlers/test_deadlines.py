"""Deadlines as the clock and the queue meet them: late, twice, and out of order."""

from datetime import date, timedelta

import pytest

from chalicelib import clock
from chalicelib.domain import complaints
from chalicelib.models.complaint import Complaint
from chalicelib.outbound import queues
from tests.complaints import (
    ANNA,
    MODERATOR,
    OFFICER,
    answer,
    answered,
    asked,
    checked,
    published,
)
from tests.conftest import invoke
from tests.factories import MONDAY

# Published on Monday, the 2nd of March, with three working days: due on Thursday, the 5th.
SOON, DUE, OVER, LATE, VERY_LATE = (MONDAY.replace(day=day) for day in (3, 5, 6, 10, 17))


@pytest.fixture
def queue(a_queue):
    return a_queue("deadlines")


@pytest.fixture
def at(monkeypatch):
    """Set the clock."""

    def at(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    return at


@pytest.fixture
def hour(queue, at, deliver):
    """What the platform does in one hour: the clock rings, the queue is worked off."""

    def hour(moment):
        at(moment)
        invoke("complaints_find_alarms", {})
        rung = queue()
        if rung:
            assert deliver("complaints_meet_deadlines", *rung) == {"batchItemFailures": []}
        return [alarm["id"] for alarm in rung]

    return hour


def escalations(reference):
    events = complaints.history(reference)
    return [event.facts["to"] for event in events if event.kind == "complaint.escalated"]


def checks(reference):
    kinds = [event.kind for event in complaints.history(reference)]
    return [kind for kind in kinds if kind.startswith("complaint.check")]


def test_each_step_up_is_told_on_its_day(hour, anybody):
    reference = published().reference
    assert hour(MONDAY) == []
    told = []
    for moment in (SOON, DUE, OVER, LATE, VERY_LATE):
        hour(moment)
        told.append(escalations(reference)[-1])

    assert told == ["contractor", "contractor", "head", "district", "city"]
    assert complaints.find(reference).next_alarm_on is None
    page = anybody.get(f"/complaints/{reference}").text
    assert page.count("the agency was reminded") == 1
    for told_higher in ("head of the agency", "head of the district", "city’s management"):
        assert page.count(f"{told_higher} was told") == 1


def test_ringing_every_hour_tells_nobody_twice(hour):
    reference = published().reference

    for hours in range(3):
        hour(SOON + timedelta(hours=hours))

    assert escalations(reference) == ["contractor"]


def test_on_the_due_day_it_is_not_overdue_and_the_next_day_it_is(hour):
    reference = published().reference

    hour(DUE)
    assert complaints.find(reference).overdue is False
    hour(OVER)
    assert complaints.find(reference).overdue is True


def test_a_clock_that_stood_still_tells_the_highest_step_once(hour):
    reference = published().reference

    assert hour(LATE) == [reference]

    assert escalations(reference) == ["district"]
    assert complaints.find(reference).next_alarm_on == date(2026, 3, 17)


def test_messages_late_twice_and_out_of_order_change_nothing(deliver, at):
    reference = published().reference
    message = {"id": reference, "kind": "complaint.alarm"}
    at(LATE)
    deliver("complaints_meet_deadlines", message, message)
    at(SOON)
    deliver("complaints_meet_deadlines", message)

    assert escalations(reference) == ["district"]


def test_what_was_answered_meanwhile_is_not_escalated(deliver, at):
    reference = answered().reference
    at(LATE)

    deliver("complaints_meet_deadlines", {"id": reference})

    assert escalations(reference) == []
    assert complaints.find(reference).state == "awaiting_verdict"


def test_an_author_who_does_not_answer_is_waited_for_five_working_days_and_not_one_more(hour):
    reference = asked().reference  # on Tuesday, the 3rd

    assert hour(MONDAY.replace(day=10)) == []
    assert hour(MONDAY.replace(day=11)) == [reference]

    now = complaints.find(reference)
    assert (now.state, now.due_on) == ("acknowledged", date(2026, 3, 12))
    assert hour(MONDAY.replace(day=11, hour=MONDAY.hour + 1)) == [reference]  # two days are left
    assert escalations(reference) == ["contractor"]


def test_silence_closes_after_15_days_and_does_not_count_as_solved(hour):
    reference = answered().reference  # on Tuesday, the 3rd
    last = MONDAY.replace(day=18)

    hour(last)
    assert complaints.find(reference).state == "awaiting_verdict"
    hour(last + timedelta(days=1))

    now = complaints.find(reference)
    assert (now.state, now.next_alarm_on) == ("closed_unconfirmed", None)
    told = complaints.history(reference)[-1]
    assert (told.kind, told.role) == ("complaint.closed_unconfirmed", "system")
    assert told.concerns == {"anna"}


def test_of_a_check_that_is_late_the_moderators_are_reminded_once(hour):
    reference = checked().reference  # on Wednesday, the 4th: ten days end on Saturday, the 14th
    in_time, late = MONDAY.replace(day=14), MONDAY.replace(day=15)

    hour(in_time)
    assert checks(reference) == ["complaint.check_ordered"]
    for hours in range(3):
        hour(late + timedelta(hours=hours))

    assert checks(reference) == ["complaint.check_ordered", "complaint.check_overdue"]
    now = complaints.find(reference)
    assert (now.state, now.next_alarm_on) == ("under_public_check", date(2026, 3, 25))
    told = complaints.history(reference)[-1]
    assert (told.role, told.concerns) == ("system", None)


def test_a_check_that_nobody_does_gives_the_report_back_to_its_agency_and_solves_nothing(hour):
    reference = checked().reference
    last = MONDAY.replace(day=24)
    hour(MONDAY.replace(day=15))

    hour(last)
    assert complaints.find(reference).state == "under_public_check"
    hour(last + timedelta(days=1))

    now = complaints.find(reference)
    assert (now.state, now.agency_open, now.reopened) == ("routed", now.agency, 2)
    assert now.due_on == date(2026, 3, 30)
    assert (now.check_until, now.next_alarm_on) == (None, date(2026, 3, 26))
    told = complaints.history(reference)[-1]
    assert (told.kind, told.facts["check"]) == ("complaint.reopened", "lapsed")
    assert told.concerns == {"anna", "officer"}


def test_a_clock_that_stood_still_gives_it_back_without_a_reminder(hour):
    reference = checked().reference

    assert hour(MONDAY.replace(day=28)) == [reference]

    assert checks(reference) == ["complaint.check_ordered"]
    assert complaints.find(reference).state == "routed"


def test_messages_about_a_check_late_twice_and_out_of_order_change_nothing(deliver, at):
    reference = checked().reference
    message = {"id": reference, "kind": "complaint.alarm"}
    at(MONDAY.replace(day=25))
    deliver("complaints_meet_deadlines", message, message)
    before = complaints.history(reference)

    for day in (15, 14, 25):
        at(MONDAY.replace(day=day))
        assert deliver("complaints_meet_deadlines", message, message) == {"batchItemFailures": []}

    assert [event.part for event in complaints.history(reference)] == [e.part for e in before]


def test_what_was_found_in_time_is_not_overtaken_by_the_clock(deliver, at):
    reference = checked().reference
    found = "I went there in the evening and looked."
    complaints.settle(reference, solved=True, note=found, by=MODERATOR, at=MONDAY.replace(day=20))
    at(MONDAY.replace(day=28))

    deliver("complaints_meet_deadlines", {"id": reference})

    assert complaints.find(reference).state == "confirmed_solved"


def test_a_verdict_in_time_is_not_overtaken_by_the_clock(deliver, at):
    reference = answered().reference
    complaints.confirm(reference, by=ANNA, at=MONDAY + timedelta(days=10))
    at(MONDAY + timedelta(days=30))

    deliver("complaints_meet_deadlines", {"id": reference})

    assert complaints.find(reference).state == "confirmed_solved"


def test_an_officer_in_the_same_moment_wins_and_the_message_comes_again(deliver, at, monkeypatch):
    reference = published().reference
    before = complaints.find(reference)
    complaints.start(reference, by=OFFICER, at=SOON)
    at(SOON)
    monkeypatch.setattr("chalicelib.domain.complaints.work.find", lambda _: before)

    failed = deliver("complaints_meet_deadlines", {"id": reference})

    assert failed == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    monkeypatch.undo()
    assert Complaint.get(reference, "complaint").state == "in_progress"
    assert escalations(reference) == []


def test_a_reopened_complaint_is_escalated_anew(hour):
    reference = published().reference
    hour(LATE)
    answer(reference, LATE)
    complaints.deny(reference, note="It is dark.", by=ANNA, at=LATE)
    assert complaints.find(reference).due_on == date(2026, 3, 13)

    hour(MONDAY.replace(day=14))

    assert escalations(reference) == ["district", "head"]


def test_a_queue_that_takes_not_everything_is_an_error(queue, monkeypatch, at):
    published()

    class Refusing:
        def get_queue_url(self, **_):
            return {"QueueUrl": "https://queue.test"}

        def send_message_batch(self, **_):
            return {"Failed": [{"Id": "0"}]}

    monkeypatch.setattr(queues, "_client", Refusing)
    at(SOON)

    with pytest.raises(queues.Unsent):
        invoke("complaints_find_alarms", {})
