"""Deleting an account: asked for, thought over for a fortnight, then done for good."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain.accounts import documents, keeping, rules
from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts, transaction
from chalicelib.models.person import Archive, NewEmail, Person
from chalicelib.outbound import identity

OVERDUE = timedelta(days=30)  # for so long a schedule that did not run is made up for
PERSONAL = (
    "email",
    "name",
    "phone",
    "address",
    "residence",
    "district",
    "street",
    "born_on",
    "verified_house",
    "verified_on",
    "claim",
    "claimed_by",
    "correcting",
)


def ask(*, by: Actor, at: datetime) -> date:
    """The day on which the account will be deleted; asking again does not put it off."""
    person = keeping.find(by.id)
    if person.leaving_on:
        return date.fromisoformat(person.leaving_on)
    day = rules.leaves_on(at)
    event = keeping.event(
        by.id, "deletion_requested", at=at, by=by, concerns=[by.id], day=day.isoformat()
    )
    with conflicts(keeping.CHANGED), transaction() as write:
        write.update(person, actions=[Person.leaving_on.set(day.isoformat())])
        write.save(event)
    return day


def cancel(*, by: Actor, at: datetime) -> None:
    """Keep the account after all; `Conflict` once the deletion has begun."""
    person = keeping.find(by.id)
    if not person.leaving_on:
        return
    event = keeping.event(by.id, "deletion_cancelled", at=at, by=by, concerns=[by.id])
    with conflicts("the deletion has begun and cannot be stopped"), transaction() as write:
        write.update(
            person,
            actions=[Person.leaving_on.remove()],
            condition=Person.leaving.does_not_exist(),
        )
        write.save(event)


def begin(*, at: datetime) -> int:
    """Begin every deletion whose day has come; how many. The events let a worker do the rest."""
    return sum(_begin(person, at=at) for person in _due(at.date()))


def finish(person: str, *, at: datetime, until: datetime | None) -> None:
    """Leave of the person only that there was one. Done twice, it is done once. ``until`` the last
    ballot is over in which they may have voted, their document verifies nobody else.

    The other systems have forgotten them before: this is the last step.
    """
    found = keeping.find(person)
    if found.deleted_at or not found.leaving:
        return
    identity.delete(person)
    Archive(person).delete()
    NewEmail(person).delete()
    gone = [getattr(Person, name).remove() for name in (*PERSONAL, "leaving_on", "leaving")]
    with conflicts(keeping.CHANGED), transaction() as write:
        write.update(found, actions=[*gone, Person.level.set(0), Person.deleted_at.set(at)])
        write.save(keeping.event(person, "deleted", at=at, by=SYSTEM))
        if found.claim:
            documents.forgetting(write, found.claim, person, until=until or at)


def _due(today: date) -> Iterator[str]:
    for days in range(OVERDUE.days + 1):
        day = today - timedelta(days=days)
        yield from [found.id for found in Person.by_leaving_day.query(day.isoformat())]


def _begin(person: str, *, at: datetime) -> bool:
    """False if somebody else has begun it, or the person has thought better of it."""
    found = keeping.find(person)
    if not found.leaving_on or found.leaving:
        return False
    try:
        with conflicts(keeping.CHANGED), transaction() as write:
            write.update(found, actions=[Person.leaving.set(True)])
            write.save(keeping.event(person, "leaving", at=at, by=SYSTEM))
    except Conflict:
        return False
    return True
