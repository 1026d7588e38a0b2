"""Laying out the cards of an idea, and moving them when it moves on.

A card lies on a shelf for each combination of its tags (any, and each of five at most) and how far
it is (anything, its class), and what was refused on two for its reason: 6 × 2 + 2 = 14 small items
at most, by when it was published. So every filter of a project's list is one query that reads
nothing it does not show. Orders that a worker ranks are lists of ids (`Ranking`): a card's place
never changes.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import NamedTuple

from chalicelib.domain import shelving
from chalicelib.domain.ideas.keeping import words_of
from chalicelib.domain.ideas.rules import PRIVATE, State
from chalicelib.domain.ideas.usecases import unknown
from chalicelib.models.base import together
from chalicelib.models.idea import HEAD, SUMS, Idea, Sums
from chalicelib.models.idea_card import Card, Shelved

ANY = "any"
CLASSES: dict[State, str] = {
    State.PUBLISHED: "open",
    State.EXPERT_REVIEW: "open",
    State.NEEDS_REWORK: "open",
    State.SELECTED: "selected",
    State.VOTING: "selected",
    State.ACCEPTED: "accepted",
    State.PLANNED: "accepted",
    State.IMPLEMENTING: "accepted",
    State.IMPLEMENTED: "done",
    State.NOT_SELECTED: "not_done",
    State.NOT_ACCEPTED: "not_done",
    State.DROPPED: "not_done",
    State.MERGED_INTO: "merged",
}


class Known(NamedTuple):
    """An idea with what was added up of it."""

    idea: Idea
    sums: Sums | None


def index(idea_id: str) -> Idea | None:
    """Bring the cards of an idea up to date; the idea, or None if it never was published."""
    known = shelving.keep_up(idea_id, _known, _layout, of=Shelved)
    return known and known.idea


def shelf_of(project: str, tag: str = ANY, how: str = ANY) -> str:
    return f"{project}#{tag}#{how}"


def why_shelf(why: str = ANY) -> str:
    """What was refused for a reason, in all projects: whoever knows that the reason has lapsed
    finds here what can be proposed anew."""
    return f"why#{why}"


def place_of(moment: datetime, idea_id: str = "") -> str:
    """Where on its shelves a card lies: by when the idea was published, then by its number."""
    return f"{moment:%Y%m%dT%H%M%S%f}#{idea_id}"


def _known(idea_id: str) -> Known:
    idea, sums = together((Idea, idea_id, HEAD), (Sums, idea_id, SUMS), consistent=True)
    if idea is None:
        raise unknown(idea_id)
    return Known(idea, sums)


def _layout(known: Known) -> dict[str, Card]:
    """The cards by shelf; none unless the idea is published."""
    idea = known.idea
    if State(idea.state) in PRIVATE or idea.published_at is None:
        return {}
    since = idea.shelved_at or idea.published_at
    return {shelf: _card(known, shelf, since, idea.published_at) for shelf in _shelves(idea)}


def _shelves(idea: Idea) -> Iterator[str]:
    tags = (ANY, *words_of(idea).tags)
    for tag, how in product(tags, (ANY, CLASSES[State(idea.state)])):
        yield shelf_of(idea.project, tag, how)
    if idea.why:
        yield from (why_shelf(), why_shelf(idea.why))


def _card(known: Known, shelf: str, since: datetime, published_at: datetime) -> Card:
    idea, sums = known
    words = words_of(idea)
    return Card(
        shelf,
        place_of(since, idea.id),
        idea=idea.id,
        project=idea.project,
        title=words.title,
        state=idea.state,
        why=idea.why,
        reason=idea.reason if idea.why else None,
        percent=(idea.result or {}).get("percent"),
        tags=set(words.tags) or None,
        published_at=published_at,
        photo=next(iter(idea.photos or ()), None),
        comments=int(sums.comments) if sums else 0,
        sums=sums.given if sums else None,
    )
