"""What one person has contributed, with how far it is: for themselves alone."""

from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.models import Model

from chalicelib.actors import Actor
from chalicelib.domain.ideas import amending, keeping
from chalicelib.domain.ideas.listing import Key
from chalicelib.domain.ideas.writing import IDEA
from chalicelib.errors import Invalid
from chalicelib.models.base import together
from chalicelib.models.idea import HEAD, Contribution, Idea, own
from chalicelib.models.offer import AMENDMENTS, Amendment

PAGE = 50


class Mine(NamedTuple):
    """An idea, or a change to somebody's; ``share`` says as what it is theirs."""

    what: str  # idea, amendment
    id: str
    idea: str
    project: str
    title: str
    state: str
    reason: str | None
    share: str | None
    at: datetime


class Page(NamedTuple):
    items: list[Mine]
    last: Key | None = None


def contributed(*, by: Actor, after: Key | None = None) -> Page:
    """The ideas that they wrote, also those that went into others or were written along, and the
    changes that they proposed; the last begun first on each page. Two round trips."""
    found = Contribution.query(
        own(by.id),
        Contribution.what.between(AMENDMENTS, f"{IDEA}~"),
        limit=PAGE,
        page_size=PAGE,
        last_evaluated_key=_key(by, after),
        consistent_read=True,
    )
    theirs = [one for one in found if one.what.startswith((AMENDMENTS, IDEA))]
    key = found.last_evaluated_key
    things = together(*(_item(one) for one in theirs), consistent=True)
    items = [_mine(one, thing) for one, thing in zip(theirs, things, strict=True) if thing]
    items.sort(key=lambda mine: mine.at, reverse=True)
    return Page(items, {"what": key["part"]["S"]} if key else None)


def _item(one: Contribution) -> tuple[type[Model], *tuple[str, ...]]:
    if one.what.startswith(IDEA):
        return Idea, one.what.removeprefix(IDEA), HEAD
    idea, _, amendment = one.what.removeprefix(AMENDMENTS).partition("#")
    return amending.item(idea, amendment)


def _mine(one: Contribution, thing: Any) -> Mine:
    if isinstance(thing, Idea):
        title, what, idea = keeping.words_of(thing).title, "idea", thing.id
    else:
        assert isinstance(thing, Amendment)
        title, what, idea = amending.words_of(thing.text).title, "amendment", thing.idea
    return Mine(
        what,
        thing.id,
        idea,
        one.project,
        title,
        thing.state,
        thing.reason,
        one.share,
        one.at,
    )


def _key(by: Actor, after: Key | None) -> dict[str, dict[str, str]] | None:
    if after is None:
        return None
    if not isinstance(what := after.get("what"), str):
        raise Invalid("this page cannot be found")
    return {"entity": {"S": own(by.id)}, "part": {"S": what}}
