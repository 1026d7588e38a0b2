"""Reminders, a day and two hours before: found by the clock, sent one by one; who says that they
will come; and how many of both a site has in a month."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.domain.appointments import keeping, rules
from chalicelib.domain.appointments.booking import find
from chalicelib.domain.appointments.changing import CHANGED
from chalicelib.domain.appointments.rules import State
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.appointment import Appointment, AppointmentEvent, SiteMonth, month_at
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
    actions = [Appointment.reminded.set(reminded), *_next(upcoming)]
    as_read = Appointment.version == int(found.version)  # another place may have the same time
    unchanged = (Appointment.remind_at == seen) & as_read & _unsaid(found)

    def fill(write: TransactWrite) -> None:
        if found.state == State.BOOKED and not begun:
            _told(write, found, actions, unchanged, at=at)
        else:
            write.update(found, actions=actions, condition=unchanged)

    try:
        keep(fill, otherwise="they were reminded, or it is another time by now")
    except Conflict:
        return find(reference)
    return find(reference)


def _told(
    write: TransactWrite,
    found: Appointment,
    actions: list[Action],
    unchanged: Condition,
    *,
    at: datetime,
) -> None:
    """The first time it is counted as well, and so is whoever has said already that they come."""
    event = keeping.event_of(found, "reminded", by=None, at=at)
    write.save(event, condition=AppointmentEvent.part.does_not_exist())
    counted: list[Action] = []
    if found.counted_in is None:
        month = f"{workdays.day_of(at):%Y-%m}"
        counted = [Appointment.counted_in.set(month)]
        said = [SiteMonth.coming.add(1)] if found.coming else []
        _count(write, found.site, month, SiteMonth.reminded.add(1), *said)
    write.update(found, actions=[*actions, *counted], condition=unchanged)


def will_come(appointment: Appointment) -> Appointment:
    """They say that they will come; twice is once. Of whoever was reminded it is counted."""
    try:
        return _said(appointment)
    except Conflict:
        return _said(find(appointment.reference))  # they were reminded, or said so, meanwhile


def _said(found: Appointment) -> Appointment:
    if found.coming and found.state == State.BOOKED:
        return found

    def fill(write: TransactWrite) -> None:
        write.update(
            found,
            actions=[Appointment.coming.set(True)],
            condition=(Appointment.state == State.BOOKED) & _unsaid(found),
        )
        if found.counted_in:
            _count(write, found.site, found.counted_in, SiteMonth.coming.add(1))

    keep(fill, otherwise=CHANGED)
    found.coming = True  # a transaction's update does not touch the object
    return found


def _unsaid(found: Appointment) -> Condition:
    """Whether they come, and where that is counted, is as it was read."""
    month = Appointment.counted_in
    counted = month == found.counted_in if found.counted_in else month.does_not_exist()
    unsaid: Condition = (Appointment.coming == found.coming) & counted
    return unsaid


def _count(write: TransactWrite, site: str, month: str, *raised: Action) -> None:
    write.update(SiteMonth(*month_at(site, month)), actions=list(raised))


def _next(upcoming: datetime | None) -> list[Action]:
    hour = rules.hour_of(upcoming)
    if upcoming is None or hour is None:
        return [Appointment.remind_in.remove(), Appointment.remind_at.remove()]
    return [Appointment.remind_in.set(hour), Appointment.remind_at.set(upcoming)]


def _due(at: datetime) -> Iterator[str]:
    for hour in rules.hours(at - MISSED, at):
        for found in Appointment.by_reminder.query(hour, Appointment.remind_at <= at):
            yield found.reference
