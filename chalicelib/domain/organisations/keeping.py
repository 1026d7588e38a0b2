"""Reading an organisation with all that lies in it, and keeping what was decided about it."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain.keeping import Fill, changing, keep
from chalicelib.domain.organisations import rules
from chalicelib.domain.organisations.rules import Act, Power, Role, State
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.event import new_part
from chalicelib.models.organisation import (
    INVITATION,
    MEMBER,
    Invitation,
    Member,
    Organisation,
    OrganisationEvent,
    OrganisationItem,
    Registered,
)

TIMES = 4  # that something is decided anew, because somebody else was quicker
WITH_HISTORY = 100  # items; members and invitations are fewer, so the latest events come along
MEANWHILE = "this organisation has changed meanwhile"
WAITS = "operator"
KINDS: dict[Act, str] = {
    Act.FOUND: "founded",
    Act.RENAME: "renamed",
    Act.MOVE: "moved",
    Act.INVITE: "invited",
    Act.TAKE_BACK: "taken_back",
    Act.ACCEPT: "joined",
    Act.DECLINE: "declined",
    Act.CHANGE_ROLE: "role_changed",
    Act.REMOVE: "removed",
    Act.LEAVE: "left",
    Act.CONFIRM: "confirmed",
    Act.REFUSE: "refused",
    Act.CLOSE: "closed",
    Act.APPOINT: "appointed",
}


class Meanwhile(Conflict):
    """Time and again somebody was quicker, or what else an act writes could not be written."""


@dataclass(frozen=True)
class Whole:
    """An organisation with who belongs to it; the newest events are there for who asked."""

    head: Organisation
    members: tuple[Member, ...]
    invitations: tuple[Invitation, ...]
    history: tuple[OrganisationEvent, ...] = ()

    @property
    def id(self) -> str:
        return str(self.head.id)

    @property
    def state(self) -> State:
        return State(self.head.state)

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(member.person for member in self.members)

    @property
    def owners(self) -> tuple[str, ...]:
        return tuple(member.person for member in self.members if member.role == Role.OWNER)

    def member(self, person: str) -> Member:
        for member in self.members:
            if member.person == person:
                return member
        raise NotFound("this person is not a member of the organisation")

    def role(self, person: str) -> Role | None:
        """None for who is no member."""
        return Role(self.member(person).role) if person in self.people else None

    def roles(self, *, without: str = "") -> list[Role]:
        return [Role(member.role) for member in self.members if member.person != without]

    def invitation(self, id: str, *, at: datetime) -> Invitation:
        """`NotFound` if it is over, was taken back, or another one took its place."""
        for each in self.open_invitations(at):
            if each.id == id:
                return each
        raise NotFound("this invitation is over, or was taken back")

    def open_invitations(self, at: datetime) -> list[Invitation]:
        """The table forgets late: up to days."""
        return [each for each in self.invitations if each.expires_at > at]


@dataclass(frozen=True)
class Change:
    """What an act changes of the head (None takes an attribute away), what else it writes, and
    what will have happened."""

    event: OrganisationEvent
    head: Mapping[str, Any]
    also: Fill = lambda _write: None


def read(organisation: str, *, history: bool = False) -> Whole:
    """As it is now, in one query; `NotFound` if there is none."""
    begins = None if history else OrganisationItem.part >= INVITATION
    found: list[Any] = list(
        OrganisationItem.query(
            organisation,
            begins,
            scan_index_forward=False,
            consistent_read=True,
            limit=WITH_HISTORY,
            page_size=WITH_HISTORY,
        )
    )
    heads = [item for item in found if isinstance(item, Organisation)]
    if not heads:
        raise unknown()
    return Whole(
        heads[0],
        tuple(sorted(_of(Member, found), key=lambda member: member.since)),
        tuple(_of(Invitation, found)),
        tuple(_of(OrganisationEvent, found)),
    )


def change(organisation: str, decide: Callable[[Whole], Change | None]) -> Whole:
    """Keep what is decided about the organisation as it is; its head as it is then, its people as
    they were before.

    If somebody was quicker, it is decided anew; None changes nothing, because it is so already.
    """
    for _ in range(TIMES):
        whole = read(organisation)
        made = decide(whole)
        if made is None:
            return whole
        try:
            keep(_filling(whole, made), otherwise=MEANWHILE)
        except Conflict:
            continue
        for name, value in made.head.items():  # a transaction's update does not touch the object
            setattr(whole.head, name, value)
        return whole
    raise Meanwhile(MEANWHILE)


def admitted(whole: Whole, act: Act, *, by: Actor, power: Power = Power.MANAGE) -> State:
    """The state after the act of a member; `NotFound` for who is none."""
    role = whole.role(by.id)
    if role is None:
        raise unknown()
    rules.admit(power, role, whole.state)
    return rules.move(whole.state, act)


def event_of(
    head: Organisation,
    act: Act,
    *,
    by: Actor = SYSTEM,
    role: str | None,
    at: datetime,
    became: State | None = None,
    reason: str | None = None,
    concerns: Iterable[str] = (),
    facts: Mapping[str, str] | None = None,
) -> OrganisationEvent:
    """What will have happened. Name and number stand in public registers; nothing that goes over
    the bus says who a member is."""
    return OrganisationEvent(
        entity=head.id,
        part=new_part(at),
        kind=f"organisation.{KINDS[act]}",
        at=at,
        actor=by.id,
        role=role,
        was=None if act is Act.FOUND else head.state,
        became=became or head.state,
        reason=reason,
        concerns=set(concerns) or None,
        facts={"name": head.name, "number": head.number} | dict(facts or {}),
    )


def waiting(at: datetime) -> dict[str, Any]:
    return {"waits_for": WAITS, "waits_since": at}


def waiting_no_more() -> dict[str, Any]:
    return {"waits_for": None, "waits_since": None}


def freeing(head: Organisation) -> Fill:
    """The number can be claimed anew, once this organisation is closed."""
    number = Registered(Registered.key_of(head.country, head.number))
    return lambda write: write.delete(number, condition=Registered.organisation == head.id)


def member_of(organisation: str, person: str, role: Role, *, since: datetime) -> Member:
    return Member(organisation, MEMBER + person, person=person, role=role, since=since)


def invited(email: str) -> str:
    """An address among people: nobody's number is like it."""
    return INVITATION + hashlib.sha256(email.strip().lower().encode()).hexdigest()


def both(*fills: Fill) -> Fill:
    def fill(write: TransactWrite) -> None:
        for each in fills:
            each(write)

    return fill


def others(people: Collection[str], by: Actor) -> list[str]:
    """Who has to be told what somebody has done themselves."""
    return [person for person in people if person != by.id]


def unknown() -> NotFound:
    return NotFound("there is no such organisation, or you are not a member of it")


def _of(kind: type[Any], found: Iterable[Any]) -> list[Any]:
    return [item for item in found if isinstance(item, kind)]


def _filling(whole: Whole, made: Change) -> Fill:
    def fill(write: TransactWrite) -> None:
        # Written even if nothing of it changes: it is by its version that two acts meet.
        changed = {"state": whole.head.state, **made.head}
        changing(write, whole.head, changed, made.event)
        made.also(write)

    return fill
