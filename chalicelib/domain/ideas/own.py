"""What one person has contributed, with how far it is: for themselves alone."""

from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.models import Model

from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import amending, invitations, keeping
from chalicelib.domain.ideas.writing import IDEA
from chalicelib.models.base import together
from chalicelib.models.idea import HEAD, Contribution, Idea, own
from chalicelib.models.offer import AMENDMENTS, Amendment
from chalicelib.models.person import HEAD as PERSON
from chalicelib.models.person import Person
from chalicelib.models.statement import HEAD as STATED
from chalicelib.models.statement import Statement

PAGE = 50
STATEMENT = "statement#"
KINDS = (AMENDMENTS, IDEA, STATEMENT)


class Mine(NamedTuple):
    """An idea, a change to somebody's, or a problem that they named; ``share`` says as what an idea
    is theirs."""

    what: str  # idea, amendment, statement
    id: str
    idea: str
    project: str
    title: str
    state: str
    reason: str | None
    share: str | None
    at: datetime


class Invited(NamedTuple):
    """An idea that they are invited to write along, ``until`` when."""

    idea: str
    until: datetime


class Page(NamedTuple):
    items: list[Mine]
    last: Key | None = None
    invited: tuple[Invited, ...] = ()


def contributed(*, by: Actor, at: datetime | None = None, after: Key | None = None) -> Page:
    """The ideas that they wrote, also those that went into others or were written along, the
    changes that they proposed, and the problems that they named; the last begun first. Two round
    trips: all that is theirs is read, for other things of theirs lie between. With ``at`` the first
    page tells as well where they are invited, which takes another: by the address of their account.
    """
    begin = _from(after)
    found = Contribution.query(
        own(by.id),
        Contribution.what.between(AMENDMENTS, f"{STATEMENT}~"),
        consistent_read=True,
    )
    theirs = [one for one in found if one.what.startswith(KINDS)]
    theirs.sort(key=lambda one: one.at, reverse=True)
    shown = theirs[begin : begin + PAGE]
    *things, account = together(*map(_item, shown), (Person, by.id, PERSON), consistent=True)
    ways = invitations.open_to(account, at) if at and not begin else []
    items = [_mine(one, thing) for one, thing in zip(shown, things, strict=True) if thing]
    last = {"from": begin + PAGE} if begin + PAGE < len(theirs) else None
    return Page(items, last, tuple(map(_invited, ways)))


def _item(one: Contribution) -> tuple[type[Model], *tuple[str, ...]]:
    if one.what.startswith(IDEA):
        return Idea, one.what.removeprefix(IDEA), HEAD
    if one.what.startswith(STATEMENT):
        return Statement, one.what.removeprefix(STATEMENT), STATED
    idea, _, amendment = one.what.removeprefix(AMENDMENTS).partition("#")
    return amending.item(idea, amendment)


def _mine(one: Contribution, thing: Any) -> Mine:
    what, idea, title = _named(thing)
    reason = thing.reason
    return Mine(what, thing.id, idea, one.project, title, thing.state, reason, one.share, one.at)


def _invited(way: Contribution) -> Invited:
    assert way.expires_at, "an invitation is not for good"
    return Invited(way.what.removeprefix(invitations.ASKED), way.expires_at)


def _named(thing: Any) -> tuple[str, str, str]:
    """What it is, of which idea, and what it is called."""
    if isinstance(thing, Idea):
        return "idea", thing.id, keeping.words_of(thing).title
    if isinstance(thing, Statement):
        return "statement", "", thing.text
    assert isinstance(thing, Amendment)
    return "amendment", thing.idea, amending.words_of(thing.text).title


def _from(after: Key | None) -> int:
    begin = after.get("from") if after else 0
    if not isinstance(begin, int) or begin < 0:
        raise cursors.unknown()
    return begin
