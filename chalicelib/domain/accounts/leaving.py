"""Deleting an account: asked for, thought over for a fortnight, then done for good."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain.accounts import archive, documents, former_email, keeping, rules
from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts, transaction
from chalicelib.models.person import NewEmail, Person
from chalicelib.outbound import identity

AGAIN = timedelta(days=1)  # until it is looked once more whether anything is left
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
    with conflicts(keeping.LEAVING), transaction() as write:
        write.update(
            person,
            actions=[Person.leaving_on.remove()],
            condition=Person.leaving.does_not_exist() & Person.deleted_at.does_not_exist(),
        )
        write.save(event)


def begin(*, at: datetime) -> int:
    """Begin every deletion whose day has come, and once more those of the day before; how many. The
    events let a worker do the rest."""
    return sum(_begin(person, at=at) for person in _due(at.date()))


def shut(person: str) -> bool:
    """Nobody comes in with the account any more; False if it is not to be deleted. Before any
    system forgets the person: what somebody did meanwhile would stay with their number for ever."""
    if not _ends(keeping.find(person)):
        return False
    identity.shut(person)
    return True


def finish(person: str, *, at: datetime, until: datetime | None) -> None:
    """Leave of the person only that there was one. Done twice, it is done once. ``until`` the last
    ballot is over in which they may have voted, their document verifies nobody else.

    The other systems have forgotten them before: this is the last step. It is taken once more a day
    later, for an hour after it a token may have been good that was given out before.
    """
    found = keeping.find(person)
    if not _ends(found):
        return
    archive.forget(person)
    NewEmail(person).delete()
    former_email.forget(person)
    if found.deleted_at:
        return
    identity.delete(person)
    gone = [getattr(Person, name).remove() for name in (*PERSONAL, "leaving")]
    left = [Person.level.set(0), Person.deleted_at.set(at)]
    again = Person.leaving_on.set((at + AGAIN).date().isoformat())
    with conflicts(keeping.CHANGED), transaction() as write:
        write.update(found, actions=[*gone, *left, again])
        write.save(keeping.event(person, "deleted", at=at, by=SYSTEM))
        if found.claim:
            documents.forgetting(write, found.claim, person, until=until or at)


def _ends(person: Person) -> bool:
    return bool(person.leaving or person.deleted_at)


def _due(today: date) -> Iterator[str]:
    for days in range(OVERDUE.days + 1):
        day = today - timedelta(days=days)
        yield from [found.id for found in Person.by_leaving_day.query(day.isoformat())]


def _begin(person: str, *, at: datetime) -> bool:
    """False if somebody else has begun it, or the person has thought better of it."""
    found = keeping.find(person)
    if not found.leaving_on or found.leaving:
        return False
    begun = Person.leaving_on.remove() if found.deleted_at else Person.leaving.set(True)
    try:
        with conflicts(keeping.CHANGED), transaction() as write:
            write.update(found, actions=[begun])
            write.save(keeping.event(person, "leaving", at=at, by=SYSTEM))
    except Conflict:
        return False
    return True
