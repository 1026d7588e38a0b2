"""Reading one organisation: by its members, by who is invited, and by who writes the letters."""

from datetime import datetime

from msgspec import Struct

from chalicelib.actors import Actor
from chalicelib.domain.organisations import rules
from chalicelib.domain.organisations.keeping import Whole, invited, read, unknown
from chalicelib.domain.organisations.rules import Power
from chalicelib.errors import NotFound
from chalicelib.models.organisation import Invitation


class Addressee(Struct, frozen=True):
    """To where an invitation goes; whether somebody has an account with it, nobody asks."""

    email: str
    language: str


def find(organisation: str, *, by: Actor, power: Power = Power.SEE, history: bool = False) -> Whole:
    """All of it, for its members; `NotFound` for others, `Forbidden` for those without the power.
    With its ``history`` come the latest events, the newest first."""
    whole = read(organisation, history=history)
    role = whole.role(by.id)
    if role is None:
        raise unknown()
    rules.admit(power, role, whole.state)
    return whole


def may(whole: Whole, power: Power, *, by: Actor) -> bool:
    """Whether it is open to them now: to offer it, or not."""
    role = whole.role(by.id)
    return role is not None and power in rules.POWERS[role] & rules.OPEN[whole.state]


def invitation_for(
    organisation: str, invitation: str, *, email: str, at: datetime
) -> tuple[Whole, Invitation]:
    """What somebody with this address is invited to; `NotFound` for all others."""
    whole = read(organisation)
    found = whole.invitation(invitation, at=at)
    if found.invited != invited(email):
        raise unknown()
    return whole, found


def addressee(organisation: str, invitation: str, *, at: datetime) -> Addressee | None:
    """Where the letter goes; None if it was taken back, answered, or another took its place."""
    try:
        found = read(organisation).invitation(invitation, at=at)
    except NotFound:
        return None
    return Addressee(found.email, found.language)
