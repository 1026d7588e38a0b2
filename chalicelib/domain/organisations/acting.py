"""In whose name somebody acts, and whether they may."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.keeping import keep
from chalicelib.domain.organisations import rules
from chalicelib.domain.organisations.keeping import invited
from chalicelib.domain.organisations.rules import Power, Role, State
from chalicelib.models.base import Item, together
from chalicelib.models.organisation import HEAD, MEMBER, Invitation, Member, Organisation

Remembering = Callable[[TransactWrite, str, str], None]


class Membership(Struct, frozen=True):
    """What somebody is in one organisation, and how it stands."""

    organisation: str
    name: str
    number: str
    role: Role
    state: State
    since: datetime

    def may(self, power: Power) -> bool:
        return power in rules.POWERS[self.role] & rules.OPEN[self.state]


class Invited(Struct, frozen=True):
    """An invitation as the one who has it sees it."""

    id: str
    organisation: str
    name: str
    number: str
    role: Role
    until: datetime


def acting_for(by: Actor) -> str:
    """In whose name: the organisation's, if they act for one in this browser, else their own."""
    return by.party or by.id


def check(by: Actor, power: Power, organisation: str | None = None) -> str:
    """In whose name somebody acts, after their membership was read: an organisation's, as the
    browser remembers it or as a program names it, or their own, for which nothing has to be asked.

    `Forbidden` if they have not, or not any more, the power; with a code and the organisation's
    state, if it is not confirmed.
    """
    found = party(by, power, organisation)
    return str(found.id) if found else by.id


def party(by: Actor, power: Power, organisation: str | None = None) -> Organisation | None:
    """The same with what is known of the organisation; None in one's own name."""
    named = by.party if organisation is None else organisation
    if not named:
        return None
    head, member = together(*items(named, by.id), consistent=True)
    admit(power, head, member)
    assert isinstance(head, Organisation), "a member is one of an organisation that there is"
    return head


def items(organisation: str, person: str) -> tuple[Item, Item]:
    """What `admit` has to see, for who reads it together with other things."""
    return (Organisation, organisation, HEAD), (Member, organisation, MEMBER + person)


def admit(power: Power, organisation: Organisation | None, member: Member | None) -> None:
    """`Forbidden` unless the member has the power, and it counts."""
    role = Role(member.role) if member else None
    rules.admit(power, role, State(organisation.state) if organisation else State.CLOSED)


def act_for(organisation: str, *, by: Actor, remember: Remembering) -> None:
    """From now on they act for it; it is remembered only while they are a member."""
    head, member = together(*items(organisation, by.id), consistent=True)
    admit(Power.WRITE, head, member)

    def fill(write: TransactWrite) -> None:
        write.condition_check(Member, organisation, member.part, condition=Member.part.exists())
        remember(write, head.id, head.name)

    keep(fill, otherwise="you are not a member of this organisation")


def memberships(person: str) -> list[Membership]:
    """Of which organisations somebody is a member, by their names."""
    found = [each.organisation for each in Member.by_person.query(person)]
    return _memberships(_pairs(_as_member(found, person)))


def belongings(person: str, *, email: str, at: datetime) -> tuple[list[Membership], list[Invited]]:
    """The same, and which organisations wait for an answer of who has this address."""
    own = [each.organisation for each in Member.by_person.query(person)]
    asked = [each.organisation for each in Member.by_person.query(invited(email))]
    pairs = _pairs([*_as_member(own, person), *_as_invited(asked, email)])
    return _memberships(pairs[: len(own)]), _invitations(pairs[len(own) :], at)


def _as_member(organisations: list[str], person: str) -> list[Item]:
    return [item for organisation in organisations for item in items(organisation, person)]


def _as_invited(organisations: list[str], email: str) -> list[Item]:
    part, wanted = invited(email), list[Item]()
    for organisation in organisations:
        wanted += [(Organisation, organisation, HEAD), (Invitation, organisation, part)]
    return wanted


def _pairs(wanted: list[Item]) -> list[tuple[Any, Any]]:
    """Each organisation with what somebody is in it; None where the index was behind."""
    read = together(*wanted, consistent=True) if wanted else []
    return list(zip(read[::2], read[1::2], strict=True))


def _memberships(pairs: list[tuple[Any, Any]]) -> list[Membership]:
    found = [_membership(head, member) for head, member in pairs if head and member]
    return sorted(found, key=lambda each: each.name.casefold())


def _invitations(pairs: list[tuple[Any, Any]], at: datetime) -> list[Invited]:
    return [_invited(head, each) for head, each in pairs if head and each and each.expires_at > at]


def _membership(head: Organisation, member: Member) -> Membership:
    role, state = Role(member.role), State(head.state)
    return Membership(head.id, head.name, head.number, role, state, member.since)


def _invited(head: Organisation, invitation: Invitation) -> Invited:
    role = Role(invitation.role)
    return Invited(invitation.id, head.id, head.name, head.number, role, invitation.expires_at)
