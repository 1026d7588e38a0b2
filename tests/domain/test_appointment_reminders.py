"""Reminders: a day and two hours before, each once, and never of what is not so any more."""

from datetime import timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import reminding
from tests.appointments import TUESDAY, a_provider, book, happened
from tests.factories import MONDAY, a_resident

WEDNESDAY = TUESDAY + timedelta(days=1)
DAY, HOURS = WEDNESDAY - timedelta(hours=24), WEDNESDAY - timedelta(hours=2)


@pytest.fixture(autouse=True)
def clinic(tables):
    a_provider()


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
