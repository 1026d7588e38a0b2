"""While an answer is waited for the clock stands still, and goes on whatever comes."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import complaints
from chalicelib.errors import Conflict
from tests.complaints import (
    ANNA,
    BORIS,
    LAPSES,
    OFFICER,
    TUESDAY,
    WEDNESDAY,
    answer,
    ask,
    asked,
    published,
    reply,
    told,
)
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")


@pytest.mark.parametrize(
    ("answered_on", "due"),
    [
        (TUESDAY, date(2026, 3, 5)),  # on the same day
        (MONDAY.replace(day=6), date(2026, 3, 10)),
        (MONDAY.replace(day=10), date(2026, 3, 12)),
        (MONDAY.replace(day=20), date(2026, 3, 12)),  # it stands still for five days at most
    ],
)
def test_the_clock_goes_on_as_many_working_days_later_as_it_stood_still(answered_on, due):
    reference = asked().reference

    now = reply(reference, answered_on)

    assert (now.due_on, now.overdue) == (due, answered_on.date() > due)
    assert told(reference).facts["due_on"] == due.isoformat()


def test_who_does_not_answer_is_waited_for_until_the_last_day_and_no_longer():
    reference = asked().reference

    assert complaints.meet(reference, at=LAPSES - timedelta(days=1)).state == "info_requested"
    now = complaints.meet(reference, at=LAPSES)
    again = complaints.go_on_without(reference, at=LAPSES)

    assert (now.state, now.due_on) == ("acknowledged", date(2026, 3, 12))
    assert again.version == now.version
    event = told(reference)
    assert (event.kind, event.role) == ("complaint.question_lapsed", "system")
    assert event.concerns == {"anna", "officer"}
    with pytest.raises(Conflict, match="nothing is asked"):
        reply(reference, LAPSES)


def test_a_platform_that_did_not_run_for_weeks_waits_no_longer_than_five_days_either():
    reference = asked().reference
    late = MONDAY.replace(day=27)

    now = complaints.meet(reference, at=late)

    assert (now.due_on, now.overdue, now.next_alarm_on) == (date(2026, 3, 12), True, late.date())
    assert complaints.meet(reference, at=late).escalated == 4


def test_nobody_is_told_of_a_deadline_that_stands_still_and_then_of_the_new_one():
    reference = asked().reference

    for day in (5, 6, 9):
        complaints.meet(reference, at=MONDAY.replace(day=day))
    assert told(reference).kind == "complaint.asked"
    now = reply(reference, MONDAY.replace(day=10))

    assert now.next_alarm_on == date(2026, 3, 10)  # two working days before the 12th
    assert complaints.meet(reference, at=MONDAY.replace(day=10)).escalated == 1
    assert complaints.meet(reference, at=MONDAY.replace(day=13)).escalated == 2


def test_what_was_told_before_is_not_told_again():
    reference = published().reference
    complaints.meet(reference, at=TUESDAY)
    ask(reference, TUESDAY)

    assert reply(reference, MONDAY.replace(day=10)).next_alarm_on == date(2026, 3, 13)


def test_what_is_late_when_it_is_asked_stays_late():
    reference = published().reference
    late = MONDAY.replace(day=9)
    ask(reference, late)

    assert complaints.is_overdue(complaints.find(reference), at=late)
    now = reply(reference, MONDAY.replace(day=11))

    assert (now.due_on, now.overdue, now.next_alarm_on) == (
        date(2026, 3, 9),
        True,
        date(2026, 3, 11),
    )


@pytest.mark.parametrize(
    ("go_on", "state", "alarm"),
    [
        (lambda ref: complaints.start(ref, by=OFFICER, at=WEDNESDAY), "in_progress", 4),
        (
            lambda ref: complaints.forward(
                ref, agency="roads", note="It is on a bridge.", by=OFFICER, at=WEDNESDAY
            ),
            "routed",
            4,
        ),
        (lambda ref: answer(ref, WEDNESDAY), "awaiting_verdict", 20),
        (
            lambda ref: complaints.no_action(
                ref, note="The yard will be rebuilt.", by=OFFICER, at=WEDNESDAY
            ),
            "no_action",
            None,
        ),
        (lambda ref: complaints.withdraw(ref, by=ANNA, at=WEDNESDAY), "withdrawn", None),
    ],
)
def test_the_agency_need_not_wait_and_whatever_it_does_lets_the_clock_go_on(go_on, state, alarm):
    reference = asked().reference

    now = go_on(reference)

    assert (now.state, now.due_on) == (state, date(2026, 3, 6))
    assert now.next_alarm_on == (alarm and date(2026, 3, alarm))
    assert complaints.question_until(now) is None
    assert told(reference).facts["due_on"] == "2026-03-06"


def test_joining_meanwhile_lets_the_clock_stand():
    reference = asked().reference

    complaints.support(reference, by=BORIS, at=WEDNESDAY)

    assert reply(reference).state == "acknowledged"
