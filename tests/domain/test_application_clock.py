"""The legal clock: over weekends and holidays, standing still, late; and what the platform does."""

import pytest

from chalicelib.domain import applications
from chalicelib.domain.applications import alarms, asking, ticking
from chalicelib.errors import Conflict
from tests.applications import (
    ANNA,
    OFFICER,
    QUESTIONS,
    TUESDAY,
    answer,
    asked,
    day,
    decided,
    events,
    head,
    kinds,
    on,
    prepare,
    registered,
    sent,
    taken,
    to_be_signed_along,
)
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")

# Asked on Tuesday, the 3rd: an answer is expected by the 17th; the reminder comes on the 13th, and
# on the 25th the application runs out.
REMINDED, UNTIL, LAST, RUNS_OUT = on(13), on(17), on(24), on(25)


def attend(reference, *moments):
    for at in moments:
        applications.attend(reference, at=at)
    return head(reference)


@pytest.mark.parametrize(
    ("sent_on", "term", "due"),
    [
        (on(2), 3, day(5)),
        (on(6), 1, day(9)),  # over a weekend
        (on(7), 1, day(9)),  # on a Saturday: Monday is the first day that counts
        (on(1, month=4), 3, day(8, month=4)),  # Good Friday and Easter Monday do not count
        (on(5, month=12), 1, day(7, month=12)),
    ],
)
def test_the_day_of_registration_does_not_count_and_holidays_do_not_either(sent_on, term, due):
    assert registered(at=sent_on, term=term).due_on == due


@pytest.mark.parametrize(
    ("asked_on", "answered_on", "due"),
    [
        (on(3), on(3, hour=15), day(5)),  # on the same day
        (on(3), on(6), day(10)),
        (on(5), on(9), day(9)),  # from Thursday to Monday
        (on(6), on(8), day(5)),  # from Friday to Sunday nothing is lost
    ],
)
def test_the_clock_goes_on_as_many_working_days_later_as_it_stood_still(asked_on, answered_on, due):
    reference = asked(at=asked_on).reference

    now = answer(reference, answered_on)

    assert (now.due_on, now.paused_on) == (due, None)


def test_it_can_stand_still_more_than_once():
    reference = asked().reference
    answer(reference, on(6))
    applications.ask(reference, questions=QUESTIONS[:1], by=OFFICER, at=on(9))

    applications.answer(reference, answers={1: "Both."}, by=ANNA, at=on(11))

    assert head(reference).due_on == day(12)
    assert len(head(reference).asked) == 2


def test_days_taken_leave_out_those_for_which_it_stood_still():
    reference = asked().reference
    application = answer(reference, on(6))

    assert ticking.days_taken(application, day(9)) == 2
    assert ticking.days_taken(application, day(2)) == 0


def test_the_head_hears_of_it_the_day_after_and_three_and_seven_working_days_late():
    reference = registered().reference  # due on Thursday, the 5th

    attend(reference, on(5), on(6), on(6), on(9), on(10), on(16), on(17))

    told = [event for event in events(reference) if event.kind == "application.escalated"]
    assert [(event.reason, event.at.day) for event in told] == [
        ("due", 6),
        ("late", 10),
        ("very_late", 16),
    ]
    assert {event.concerns for event in told} == {None}
    now = head(reference)
    assert (now.overdue, now.escalated, now.next_alarm_on) == (True, 3, None)


def test_who_comes_late_tells_what_is_true_then_and_nothing_twice():
    reference = registered().reference

    attend(reference, on(17), on(6), on(10))

    assert [event.reason for event in events(reference) if event.reason] == ["very_late"]


def test_what_stands_still_is_not_told_of_and_afterwards_with_its_new_day():
    reference = asked().reference

    attend(reference, on(6), on(10))
    assert "escalated" not in kinds(reference)
    assert answer(reference, on(12)).due_on == day(16)
    attend(reference, on(16), on(17))

    assert kinds(reference)[-1] == "escalated"


def test_what_was_late_and_untold_when_the_clock_stopped_is_told_as_soon_as_it_goes_on():
    reference = taken().reference
    applications.ask(reference, questions=QUESTIONS, by=OFFICER, at=on(6))

    now = answer(reference, on(9))

    assert (now.due_on, now.next_alarm_on) == (day(6), day(9))
    assert attend(reference, on(9)).escalated == 1


def test_a_decision_that_waits_to_be_signed_is_late_as_well():
    reference = prepare(taken().reference).reference

    assert attend(reference, on(6)).escalated == 1


def test_who_does_not_answer_is_reminded_once_and_then_it_runs_out():
    reference = asked().reference
    assert head(reference).next_alarm_on == REMINDED.date()

    attend(reference, on(12), REMINDED, REMINDED, UNTIL, LAST)
    assert kinds(reference)[-1] == "reminded"
    assert kinds(reference).count("reminded") == 1
    assert head(reference).next_alarm_on == RUNS_OUT.date()
    now = attend(reference, RUNS_OUT, RUNS_OUT)

    assert (now.state, now.expired_on, now.queue) == ("expired", RUNS_OUT.date(), None)
    assert kinds(reference).count("expired") == 1
    assert events(reference)[-1].facts["reopen_until"] == "2026-04-24"


def test_until_it_runs_out_an_answer_is_taken():
    reference = asked().reference
    attend(reference, REMINDED, UNTIL)

    assert answer(reference, LAST).state == "in_review"
    assert attend(reference, RUNS_OUT).state == "in_review"


def test_nothing_runs_out_before_its_person_was_reminded():
    """The platform did not run for weeks."""
    reference = asked().reference

    attend(reference, on(30))
    assert kinds(reference)[-1] == "reminded"
    assert asking.expires_on(asking.latest(head(reference))) == day(2, month=4)
    attend(reference, on(1, month=4))
    assert head(reference).state == "info_requested"

    assert attend(reference, on(2, month=4)).state == "expired"


def test_what_ran_out_is_examined_after_all_with_the_days_that_were_left():
    reference = asked().reference
    attend(reference, REMINDED, RUNS_OUT)

    now = applications.reopen(reference, by=ANNA, at=on(1, month=4))

    assert (now.state, now.queue, now.paused_on) == ("in_review", "registry#review", None)
    assert now.due_on == day(7, month=4)  # two working days, Easter left out
    assert now.expired_on is None


@pytest.mark.parametrize(("at", "may"), [(on(24, month=4), True), (on(25, month=4), False)])
def test_for_thirty_days_it_can_be_reopened(at, may):
    reference = asked().reference
    attend(reference, REMINDED, RUNS_OUT)

    assert ("reopen" in applications.read(reference, by=ANNA, at=at).may) == may
    if may:
        applications.reopen(reference, by=ANNA, at=at)
        return
    with pytest.raises(Conflict, match="send a new one"):
        applications.reopen(reference, by=ANNA, at=at)


def test_what_nobody_signed_along_in_a_fortnight_runs_out_for_good():
    reference = to_be_signed_along().reference
    assert head(reference).next_alarm_on == day(17)

    assert attend(reference, on(16)).state == "awaiting_cosign"
    assert attend(reference, on(17)).state == "expired"

    assert "reopen" not in applications.read(reference, by=ANNA, at=on(17)).may
    with pytest.raises(Conflict, match="send a new one"):
        applications.reopen(reference, by=ANNA, at=on(17))


def test_what_has_to_be_looked_at_is_found_also_days_later_and_each_once(a_queue):
    queue = a_queue("applications")
    lost = sent().reference  # nobody heard that it was sent
    late = registered().reference
    registered(term=20)
    finished = decided(at=on(6)).reference

    assert applications.ring(at=MONDAY) == 1
    assert applications.ring(at=on(11)) == 3
    assert applications.ring(at=on(30)) == 0  # nobody looks back further than a fortnight

    rung = queue()
    assert [each["entity"] for each in rung[:1]] == [lost]
    assert {each["entity"] for each in rung[1:4]} == {lost, late, finished}
    assert {each["kind"] for each in rung} == {alarms.OF_ONE}


def test_messages_about_what_has_ended_change_nothing():
    reference = taken().reference
    applications.withdraw(reference, by=ANNA, at=TUESDAY)

    attend(reference, on(10), on(30))

    assert kinds(reference)[-1] == "withdrawn"
