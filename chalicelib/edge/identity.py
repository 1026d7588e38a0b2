"""Who is at the door, and whether this door is for them."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalice.app import Request

from chalicelib.actors import ANONYMOUS, STAFF, Actor, Grant, Role, grants
from chalicelib.domain import sessions
from chalicelib.edge import cookies
from chalicelib.errors import Forbidden, LevelNeeded, SignInNeeded


@dataclass(frozen=True)
class Who:
    """For whom a door is. Every door says it; the use case behind decides what exactly they may."""

    signed_in: bool = False
    level: int = 0
    roles: frozenset[Role] = frozenset()
    guests: bool = False  # also for who has begun something in this browser without an account

    def admit(self, actor: Actor, *, guest: bool = False) -> None:
        """`SignInNeeded` or `Forbidden` if the door is not for this person."""
        if self.guests and guest:
            return
        if self.signed_in and not actor.signed_in:
            raise SignInNeeded("sign in to do this")
        if self.roles and not any(actor.is_(role) for role in self.roles):
            raise Forbidden("your role does not include this")
        if actor.level < self.level:
            raise LevelNeeded("this needs an account of level L%(level)s", level=self.level)


PROVED = 1  # the highest level that a token can prove
ANYONE = Who()
SIGNED_IN = Who(signed_in=True)


def level(at_least: int, *, guests: bool = False) -> Who:
    """For people whose assurance level is at least this (L0 to L3); with ``guests``, for who has
    begun something without an account as well."""
    return Who(signed_in=True, level=at_least, guests=guests)


def staff(*roles: Role) -> Who:
    return Who(signed_in=True, roles=frozenset(roles))


def by_token(request: Request, *, needed: int = 0) -> Actor:
    """The person whose ID token API Gateway has verified; nobody, where it did not ask for one.

    A token proves that the e-mail address is confirmed, and no more (L1). If the door needs a
    higher level, the level is what the account says now (docs/adr/0011); and roles of the staff
    are asked after (docs/adr/0026).
    """
    claims: dict[str, Any] | None = (request.context.get("authorizer") or {}).get("claims")
    if not claims:
        return ANONYMOUS
    person, confirmed = claims["sub"], str(claims.get("email_verified")).lower() == "true"
    level = int(confirmed) if needed <= PROVED else _known(person)
    return Actor(person, level, _held(claims))


def by_session(request: Request, *, at: datetime) -> Actor:
    """The person who signed in with this browser, or nobody."""
    token = cookies.read(request).get(cookies.SESSION)
    return (token and sessions.find(token, at=at)) or ANONYMOUS


def by_session_along(request: Request, named: Any, *, at: datetime) -> tuple[Actor, Any]:
    """The same, and an item, or a list of them, read in the same round trip; None of an item that
    is not there, and of all of it where nobody has signed in."""
    token = cookies.read(request).get(cookies.SESSION)
    items = named if isinstance(named, list) else [named]
    actor, found = sessions.find_along(token, *items, at=at) if token else (None, [])
    if actor is None:
        return ANONYMOUS, None
    return actor, found if isinstance(named, list) else found[0]


def _known(person: str) -> int:
    """Imported late: few doors ask, and every request would start slower for them."""
    from chalicelib.domain import accounts

    return accounts.level_of(person)


def _held(claims: dict[str, Any]) -> frozenset[Grant]:
    """The roles that the token names; those of the staff, unless all sign-ins have ended since the
    one it is of, as they do when a role is given or taken."""
    named = grants(_groups(claims))
    theirs = {each for each in named if each.role in STAFF}
    ended = sessions.ended_at(claims["sub"]) if theirs else None
    if ended and int(claims.get("auth_time") or 0) <= int(ended.timestamp()):
        return named - theirs
    return named


def _groups(claims: dict[str, Any]) -> list[str]:
    """API Gateway makes a text of the list: ``agency.lighting,moderator``."""
    given = claims.get("cognito:groups") or []
    return re.findall(r"[^\s,\[\]]+", given) if isinstance(given, str) else list(given)
