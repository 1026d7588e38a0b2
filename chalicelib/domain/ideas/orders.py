"""The ideas of a project in an order: by when they were published, at random, or as ranked."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import cards, exposure, keeping, listing
from chalicelib.domain.ideas.listing import MOST, PAGE
from chalicelib.domain.ideas.phases import Phase
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import HIDDEN, State
from chalicelib.models.base import together
from chalicelib.models.exposure import DECKS
from chalicelib.models.idea import HEAD, Idea
from chalicelib.models.idea_card import Card, Ranking, upto


class Order(StrEnum):
    RANDOM = "random"
    NEWEST = "newest"
    DISCUSSED = "discussed"
    SUPPORTED = "supported"
    BRIDGE = "bridge"  # by support across groups of opinion


class Entry(NamedTuple):
    """What a list says of an idea; in random order nothing that would favour one."""

    id: str
    title: str
    state: str
    tags: tuple[str, ...]
    published_at: datetime
    photo: str | None
    comments: int | None = None


class Found(NamedTuple):
    """``shown`` is how often each idea of the project had been shown at least, in random order;
    ``ranked_at`` when they were ranked, if they are."""

    order: Order
    items: list[Entry]
    last: Key | None = None
    shown: int | None = None
    ranked_at: datetime | None = None


def ordered(
    project: str,
    order: Order,
    *,
    tag: str = cards.ANY,
    how: str = cards.ANY,
    limit: int = PAGE,
    after: Key | None = None,
) -> Found:
    """A page of the list, in two round trips at most. A tag, or how far ideas are, narrows the
    newest ones; all others are of the whole project."""
    if order is Order.NEWEST or (tag, how) != (cards.ANY, cards.ANY):
        return _newest(project, tag, how, limit, after)
    if order is Order.RANDOM:
        return _random(project, limit, after)
    return _ranked(project, order, min(limit, MOST), after)


def usual(plan: Plan, at: datetime) -> Order:
    """In which order ideas are shown to who asks for none: at random, until residents have rated
    them; what nobody rates, the newest first."""
    rated = [phase for phase in plan.phases if phase.rating]
    if not rated:
        return Order.NEWEST
    return Order.SUPPORTED if all(phase.over(at) for phase in rated) else Order.RANDOM


def floor(phases: Iterable[Phase]) -> int:
    """How often each idea is shown before any is ranked."""
    return max((phase.rating.floor for phase in phases if phase.rating), default=0)


def ranking_of(project: str, order: Order) -> str:
    """The shelf on which a ranking lies."""
    return f"rank#{project}#{order}"


def _newest(project: str, tag: str, how: str, limit: int, after: Key | None) -> Found:
    found = listing.of_project(project, tag=tag, how=how, limit=limit, after=after)
    return Found(Order.NEWEST, [_of_card(card) for card in found.items], found.last)


def _random(project: str, limit: int, after: Key | None) -> Found:
    """The page of a deck; before anything was dealt, the newest ones."""
    if after is None:
        page = exposure.look(project)
    else:
        deck, number = _number(after, "deck", DECKS), _number(after, "page", MOST * MOST)
        page = exposure.look(project, deck=deck, page=number)
    if page is None:
        return _newest(project, cards.ANY, cards.ANY, limit, None)
    last = {"deck": page.deck, "page": page.following} if page.following else None
    return Found(Order.RANDOM, _entries(page.ideas), last, page.least)


def _ranked(project: str, order: Order, limit: int, after: Key | None) -> Found:
    begin = 0 if after is None else _number(after, "from", MOST * MOST)
    (ranking,) = together((Ranking, ranking_of(project, order), upto(begin + limit)))
    if ranking is None:
        return Found(order, [])
    ids = ranking.ideas[begin : begin + limit]
    more = begin + limit < ranking.total
    last = {"from": begin + limit} if more else None
    return Found(order, _entries(ids), last, ranked_at=ranking.ranked_at)


def _entries(ids: Iterable[str]) -> list[Entry]:
    """As they are now; who went into another idea, or is not there any more, is left out."""
    found = together(*((Idea, one, HEAD) for one in ids))
    return [_of_idea(idea) for idea in found if idea and State(idea.state) not in HIDDEN]


def _of_idea(idea: Idea) -> Entry:
    words = keeping.words_of(idea)
    assert idea.published_at, "what is listed is published"
    photo = next(iter(idea.pictures), None)
    return Entry(idea.id, words.title, idea.state, words.tags, idea.published_at, photo)


def _of_card(card: Card) -> Entry:
    tags = tuple(sorted(card.tags or ()))
    comments = int(card.comments)
    photo = card.photo
    return Entry(card.idea, card.title, card.state, tags, card.published_at, photo, comments)


def _number(after: Key, name: str, below: int) -> int:
    """What a cursor says; `Invalid` if it is of another list."""
    value = after.get(name)
    if not isinstance(value, int) or not 0 <= value < below:
        raise cursors.unknown()
    return value
