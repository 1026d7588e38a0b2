"""Reminders: a day and two hours before, each once, and never of what is not so any more."""

from datetime import timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import reminding
from chalicelib.errors import Conflict
from tests.appointments import CLERK, CLINIC, TUESDAY, book, happened
from tests.factories import MONDAY, a_resident

WEDNESDAY = TUESDAY + timedelta(days=1)
DAY, HOURS = WEDNESDAY - timedelta(hours=24), WEDNESDAY - timedelta(hours=2)

pytestmark = pytest.mark.usefixtures("clinic")


@pytest.fixture
def rung(monkeypatch):
    """Who would be reminded at a moment."""
    sent = []
    monkeypatch.setattr(reminding.queues, "send", lambda queue, found: sent.extend(found) or 0)

    def ring(at):
        sent.clear()
        appointments.ring(at=at)
        return [each.id for each in sent]

    return ring


def reminders(made):
    return happened(made.reference).count("reminded")


def test_somebody_is_reminded_a_day_and_two_hours_before(rung):
    made = book(begins=WEDNESDAY)

    assert rung(DAY - timedelta(minutes=1)) == []
    assert rung(DAY) == [made.reference]
    appointments.remind(made.reference, at=DAY)
    assert rung(DAY + timedelta(minutes=5)) == []
    assert rung(HOURS) == [made.reference]
    appointments.remind(made.reference, at=HOURS)
    assert rung(HOURS) == []
    assert reminders(made) == 2


def test_a_message_that_comes_twice_late_or_early_reminds_once():
    made = book(begins=WEDNESDAY)

    appointments.remind(made.reference, at=DAY - timedelta(hours=1))
    assert reminders(made) == 0
    for _ in range(3):
        appointments.remind(made.reference, at=DAY + timedelta(hours=1))
    assert reminders(made) == 1


def test_two_workers_with_one_message_remind_once(monkeypatch):
    made = book(begins=WEDNESDAY)
    stale = appointments.find(made.reference)
    appointments.remind(made.reference, at=DAY)
    monkeypatch.setattr(reminding, "find", lambda reference: stale)

    appointments.remind(made.reference, at=DAY)

    assert reminders(made) == 1


def test_what_is_booked_late_is_not_reminded_of_what_is_over(rung):
    made = book(begins=TUESDAY)  # less than a day ahead

    assert rung(MONDAY + timedelta(hours=1)) == []
    assert rung(TUESDAY - timedelta(hours=2)) == [made.reference]


def test_after_a_long_silence_the_next_one_is_sent(rung):
    made = book(begins=WEDNESDAY)

    assert rung(DAY + timedelta(hours=6)) == [made.reference]
    appointments.remind(made.reference, at=DAY + timedelta(hours=6))
    assert rung(HOURS) == [made.reference]


def test_what_is_cancelled_or_moved_is_not_reminded_of_as_it_was(rung):
    made = book(begins=WEDNESDAY)
    moved = appointments.reschedule(
        made.reference,
        appointments.Slot("clinic-kamppi", "aho", "nurse", WEDNESDAY + timedelta(days=1)).id,
        by=a_resident("anna"),
        at=MONDAY,
    )
    assert rung(DAY) == []
    assert rung(DAY + timedelta(days=1)) == [made.reference]

    appointments.cancel(moved, by=a_resident("anna"), at=MONDAY)
    assert rung(DAY + timedelta(days=1)) == []


def test_what_has_begun_unnoticed_is_let_be(rung):
    made = book(begins=WEDNESDAY)

    assert appointments.remind(made.reference, at=WEDNESDAY).remind_at is None
    assert reminders(made) == 0


def test_a_reminder_is_in_nobodys_way():
    made = book(begins=WEDNESDAY)
    seen = appointments.mine(made.reference, by=a_resident("anna"))
    appointments.remind(made.reference, at=DAY)

    assert appointments.cancel(seen, by=a_resident("anna"), at=DAY).state == "cancelled"


def counted(at=DAY):
    """How many were reminded in a month, and said that they come."""
    return appointments.of_day(CLINIC, TUESDAY.date(), by=CLERK, at=at)[1:]


def will_come(made):
    return appointments.will_come(appointments.find(made.reference))


class TestCounting:
    def test_who_is_reminded_and_comes_is_counted_once_however_often_it_is_told(self):
        made, other = book(begins=WEDNESDAY), book("boris", TUESDAY)
        for at in (DAY, DAY, HOURS):
            appointments.remind(made.reference, at=at)
        appointments.remind(other.reference, at=TUESDAY - timedelta(hours=2))
        for _ in range(2):
            assert will_come(made).coming

        assert counted() == (2, 1)
        assert counted(DAY + timedelta(days=31)) == (0, 0)

    def test_who_says_so_twice_at_once_is_counted_once(self):
        made = book(begins=WEDNESDAY)
        appointments.remind(made.reference, at=DAY)
        one, other = (appointments.find(made.reference) for _ in range(2))

        assert appointments.will_come(one).coming
        assert appointments.will_come(other).coming

        assert counted() == (1, 1)

    def test_who_said_so_before_is_counted_when_they_are_reminded(self):
        made = book(begins=WEDNESDAY)
        will_come(made)
        assert counted() == (0, 0)

        appointments.remind(made.reference, at=DAY)

        assert counted() == (1, 1)

    def test_who_says_so_while_they_are_reminded_is_not_lost(self):
        made = book(begins=WEDNESDAY)
        seen = appointments.find(made.reference)
        appointments.remind(made.reference, at=DAY)

        appointments.will_come(seen)

        assert counted() == (1, 1)

    def test_who_is_reminded_while_they_say_so_is_reminded_by_the_next_clock(
        self, monkeypatch, rung
    ):
        made = book(begins=WEDNESDAY)
        seen = appointments.find(made.reference)
        will_come(made)
        with monkeypatch.context() as stale:
            stale.setattr(reminding, "find", lambda reference: seen)
            appointments.remind(made.reference, at=DAY)
        assert (reminders(made), counted()) == (0, (0, 0))
        assert rung(DAY) == [made.reference]

        appointments.remind(made.reference, at=DAY)

        assert (reminders(made), counted()) == (1, (1, 1))

    def test_another_time_is_another_reminder(self):
        made = book(begins=WEDNESDAY)
        appointments.remind(made.reference, at=DAY)
        will_come(made)
        later = WEDNESDAY + timedelta(days=1)
        moved = appointments.Slot(CLINIC, "aho", "nurse", later).id
        appointments.reschedule(made.reference, moved, by=a_resident("anna"), at=DAY)
        assert counted() == (1, 1)

        appointments.remind(made.reference, at=later - timedelta(hours=24))

        assert counted() == (2, 1)

    def test_who_has_cancelled_or_was_not_told_is_not_counted(self):
        begun, given_up = book(begins=WEDNESDAY), book("boris", WEDNESDAY + timedelta(minutes=10))
        appointments.remind(begun.reference, at=WEDNESDAY)
        appointments.remind(given_up.reference, at=DAY)
        assert counted() == (0, 0)
        appointments.remind(given_up.reference, at=DAY + timedelta(minutes=10))
        boris = a_resident("boris")
        appointments.cancel(appointments.find(given_up.reference), by=boris, at=HOURS)

        with pytest.raises(Conflict):
            will_come(given_up)

        assert counted() == (1, 0)
