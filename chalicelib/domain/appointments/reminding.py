"""Reminders, a day and two hours before: found by the clock, sent one by one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.domain.appointments import keeping, rules
from chalicelib.domain.appointments.booking import find
from chalicelib.domain.appointments.rules import State
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.appointment import Appointment, AppointmentEvent
from chalicelib.outbound import queues

QUEUE = "appointments"
MISSED = timedelta(hours=24)  # that a reminder is still found after nobody sent it


class Reminder(msgspec.Struct, frozen=True):
    """Somebody is to be reminded of this appointment."""

    id: str
    kind: str = "appointment.reminder"


def ring(*, at: datetime) -> int:
    """Enqueue who is to be reminded by now; how many they are. What was done is found no more."""
    return queues.send(QUEUE, (Reminder(reference) for reference in _due(at)))


def remind(reference: str, *, at: datetime) -> Appointment:
    """Tell the person, once for each reminder, however often it is asked for. Of what has begun
    meanwhile, or is not booked any more, nothing is said."""
    found = find(reference)
    if found.remind_at is None or found.remind_at > at:
        return found
    seen, begun = found.remind_at, found.begins_at <= at
    reminded = int(found.reminded) + 1
    upcoming = None if begun else rules.remind_at(found.begins_at, reminded, at)
    event = keeping.event_of(found, "reminded", by=None, at=at)

    def fill(write: TransactWrite) -> None:
        write.update(
            found,
            actions=[Appointment.reminded.set(reminded), *_next(upcoming)],
            condition=Appointment.remind_at == seen,
        )
        if found.state == State.BOOKED and not begun:
            write.save(event, condition=AppointmentEvent.part.does_not_exist())

    try:
        keep(fill, otherwise="they were reminded, or it is another time by now")
    except Conflict:
        return find(reference)
    return find(reference)


def _next(upcoming: datetime | None) -> list[Action]:
    hour = rules.hour_of(upcoming)
    if upcoming is None or hour is None:
        return [Appointment.remind_in.remove(), Appointment.remind_at.remove()]
    return [Appointment.remind_in.set(hour), Appointment.remind_at.set(upcoming)]


def _due(at: datetime) -> Iterator[str]:
    for hour in rules.hours(at - MISSED, at):
        for found in Appointment.by_reminder.query(hour, Appointment.remind_at <= at):
            yield found.reference
