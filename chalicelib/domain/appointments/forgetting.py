"""What appointments keep of a person: for the person to read, and to be forgotten."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib.actors import Actor
from chalicelib.domain.appointments import changing, keeping, rules, waiting
from chalicelib.domain.appointments.listing import read
from chalicelib.domain.appointments.rules import State
from chalicelib.domain.keeping import keep_alone
from chalicelib.models.appointment import Appointment
from chalicelib.models.base import MOST
from chalicelib.models.diary import REFERRED, Diary
from chalicelib.models.waiting import Waiting


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    diary = next(Diary.batch_get([person]), None)
    return {
        "appointments": [_as_told(each) for each in _every(person)],
        "waits_for": [_as_waited(each.waiting) for each in waiting.mine(person)],
        "referred": keeping.with_prefix(diary.marks, REFERRED) if diary else {},
    }


def forget(person: str, *, at: datetime) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing.

    What is to come is given up, so that others can have the time. That somebody came stays: it is
    how the office's work is counted.
    """
    for found in list(_every(person)):
        if State(found.state) in rules.ACTIVE and found.begins_at > at:
            changing.cancel(found, by=Actor(person, level=1), at=at)
        _sever(found)
    for each in waiting.mine(person):
        waiting.leave(each.waiting.reference, by=Actor(person, level=1), at=at)
    Diary(person).delete()


def _sever(found: Appointment) -> None:
    nobody: list[Action] = [Appointment.person.remove(), Appointment.visitor.remove()]
    keep_alone(lambda: found.update(nobody), otherwise=changing.CHANGED)


def _every(person: str) -> Iterator[Appointment]:
    references = [each.reference for each in Appointment.by_person.query(person)]
    for begin in range(0, len(references), MOST):
        yield from read(references[begin : begin + MOST])


def _as_told(found: Appointment) -> dict[str, Any]:
    return {
        "reference": found.reference,
        "visit": found.visit,
        "site": found.site,
        "provider": found.title,
        "begins_at": found.begins_at.isoformat(),
        "state": found.state,
        "visitor": found.visitor,
        "booked_at": found.booked_at.isoformat(),
    }


def _as_waited(found: Waiting) -> dict[str, Any]:
    return {
        "reference": found.reference,
        "visit": found.visit,
        "sites": found.sites,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "joined_at": found.joined_at.isoformat(),
        "offers": int(found.offers),
    }
