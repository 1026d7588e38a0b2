"""Who may come to write an idea along: where it lies that an address was invited, or that somebody
asks, and how it is found again by whoever it is about.

An invitation lies with its idea. The way to it is kept in the collection of who asks, or in one of
the address: so it goes with their account, wherever they were invited.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Protocol

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain.keeping import Fill
from chalicelib.errors import NotFound
from chalicelib.models.base import Item, together
from chalicelib.models.idea import OWN, Contribution, Idea, own
from chalicelib.models.offer import Invitation
from chalicelib.models.person import Person

WAITING = "coauthor#"
INVITED, ASKS = f"{WAITING}invited#", f"{WAITING}asks#"
ASKED = "asks#"  # in the collection of who asks
ADDRESS = "invited#"  # the collection of an address, by its hash
MOST_WAITING = 100  # that are read, whoever else asks; of these the invitations first
LASTS = timedelta(days=14)
GONE = "this invitation is not there any more"


class HasEmail(Protocol):
    @property
    def email(self) -> str | None: ...


def waiting(idea: Idea, at: datetime) -> list[Invitation]:
    """Invitations, and who asks: no more than are read at once."""
    those, alive = Invitation.part.startswith(WAITING), Invitation.expires_at > at
    how: dict[str, Any] = {"scan_index_forward": False, "limit": MOST_WAITING}
    return list(Invitation.query(idea.id, those, alive, consistent_read=True, **how))


def theirs(idea: Idea, by: Actor, at: datetime, *along: Item) -> tuple[list[Invitation], list[Any]]:
    """Whether somebody was invited, or asks; and what is read along."""
    places = (place_of(by), f"{ASKS}{by.id}") if by.signed_in else ()
    wanted: list[Item] = [(Invitation, idea.id, place) for place in places]
    read = together(*along, *wanted, consistent=True)
    found = read[len(along) :]
    return [one for one in found if one and one.expires_at > at], read[: len(along)]


def find(idea: Idea, invitation: str, at: datetime) -> Invitation:
    for one in waiting(idea, at):
        if one.id == invitation:
            return one
    raise NotFound(GONE)


def place_of(by: Actor) -> str:
    """Where an invitation of theirs lies; an address counts once it is confirmed."""
    from chalicelib.domain import accounts  # 20 ms that few doors need

    return place_at(accounts.contacts([by.id]).get(by.id) if by.level >= 1 else None, by)


def place_at(account: HasEmail | None, by: Actor) -> str:
    """The same of an account that has been read."""
    email = account.email if account and by.level >= 1 else None
    return INVITED + (hash_of(email) if email else "nobody")


def hash_of(email: str) -> str:
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()


def to_address(idea: Idea, email: str, at: datetime, *, language: str) -> Invitation:
    return _made(idea, f"{INVITED}{hash_of(email)}", at, email=email, language=language)


def from_person(idea: Idea, person: str, at: datetime, *, note: str) -> Invitation:
    return _made(idea, f"{ASKS}{person}", at, person=person, note=note)


def way_to(made: Invitation, project: str) -> Contribution:
    """By which it is found again; it is over at the same moment."""
    way = _way(made.idea, made.part)
    way.project, way.at, way.expires_at = project, made.at, made.expires_at
    return way


def ending(idea: Idea, part: str, *, at: datetime) -> Fill:
    """Only once, and not when it is over: the table forgets late."""
    alive = Invitation.part.exists() & (Invitation.expires_at > at)

    def fill(write: TransactWrite) -> None:
        write.delete(Invitation(idea.id, part), condition=alive)
        write.delete(_way(idea.id, part))

    return fill


def ways_of(all_of_it: Iterable[Contribution]) -> list[Contribution]:
    """Of all that is somebody's, the ways to what they ask and nobody has answered."""
    return [one for one in all_of_it if one.what.startswith(ASKED)]


def ways_to(person: str) -> list[Contribution]:
    """The ways to where the confirmed address of an account was invited."""
    address = _address_of(person)
    return _ways_to(address) if address else []


def open_to(account: Person | None, at: datetime) -> list[Contribution]:
    """The same of an account that has been read, but for what is over; one query."""
    if account is None or account.level < 1 or not account.email:
        return []
    return [way for way in _ways_to(account.email) if way.expires_at and way.expires_at > at]


def led_to(ways: Iterable[Contribution]) -> list[Invitation]:
    found = together(*((Invitation, *_end_of(way)) for way in ways), consistent=True)
    return [one for one in found if one]


def forget(ways: Iterable[Contribution]) -> None:
    """Let it be gone, and the way to it; twice is once."""
    for way in ways:
        Invitation(*_end_of(way)).delete()
        way.delete()


def _ways_to(address: str) -> list[Contribution]:
    return list(Contribution.query(f"{ADDRESS}{hash_of(address)}", consistent_read=True))


def _address_of(person: str) -> str | None:
    from chalicelib.domain import accounts  # as above

    with suppress(NotFound):
        known = accounts.profile(person)
        return known.email if known.level >= 1 else None
    return None


def _made(idea: Idea, part: str, at: datetime, **said: Any) -> Invitation:
    name, until = identifiers.number(), at + LASTS
    return Invitation(idea.id, part, id=name, at=at, expires_at=until, **said)


def _way(idea: str, part: str) -> Contribution:
    if part.startswith(ASKS):
        return Contribution(own(part.removeprefix(ASKS)), f"{ASKED}{idea}")
    return Contribution(f"{ADDRESS}{part.removeprefix(INVITED)}", f"{ASKED}{idea}")


def _end_of(way: Contribution) -> tuple[str, str]:
    idea = way.what.removeprefix(ASKED)
    if way.person.startswith(ADDRESS):
        return idea, f"{INVITED}{way.person.removeprefix(ADDRESS)}"
    return idea, f"{ASKS}{way.person.removeprefix(OWN)}"
