"""The ideas of a project before who decides on them: what experts say of each, and what is due."""

from datetime import date, datetime
from typing import NamedTuple

from chalicelib import workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import fates, listing
from chalicelib.domain.ideas.listing import Overview
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.scores import LEAST
from chalicelib.models.base import MOST
from chalicelib.models.fate import PANEL, Panel
from chalicelib.models.idea import HEAD, Idea
from chalicelib.models.idea_card import Card

PAGE = (MOST - 3) // 2  # two items of each idea and three of the project are read at once


class Candidate(NamedTuple):
    """Its card may be older than its ``state``. ``asked`` are its experts, as long as it is with
    them; ``opened`` is how many scores are open, and ``mean`` what they give it of 20, for who may
    see them."""

    card: Card
    state: str
    due_on: date | None
    asked: Panel | None
    opened: int | None
    mean: float | None

    @property
    def decidable(self) -> bool:
        return self.opened is not None and self.opened >= LEAST

    def late(self, at: datetime) -> bool:
        return self.due_on is not None and workdays.day_of(at) > self.due_on


class Candidates(NamedTuple):
    project: Overview
    items: list[Candidate]
    last: Key | None = None


def candidates(
    project_id: str, how: str, *, by: Actor, at: datetime, after: Key | None = None
) -> Candidates:
    """The ideas of a project that are so far, the last published first; two round trips."""
    found = listing.of_project(project_id, how=how, limit=PAGE, after=after)
    ideas = [(Idea, card.idea, HEAD) for card in found.items]
    panels = [(Panel, card.idea, PANEL) for card in found.items]
    project, read = listing.overview_with(project_id, *ideas, *panels, by=by)
    shown = by.is_(Role.FACILITATOR, project.plan.agency) or fates.published(project.plan, at)
    three = zip(found.items, read[: len(ideas)], read[len(ideas) :], strict=True)
    items = [_candidate(card, idea, panel, shown) for card, idea, panel in three if idea]
    return Candidates(project, items, found.last)


def _candidate(card: Card, idea: Idea, panel: Panel | None, shown: bool) -> Candidate:
    asked = panel if State(idea.state) is State.EXPERT_REVIEW else None
    if asked is None or not shown:
        return Candidate(card, idea.state, idea.due_on, asked, None, None)
    opened = int(asked.opened)
    mean = round(float(asked.marks) / opened, 1) if opened else None
    return Candidate(card, idea.state, idea.due_on, asked, opened, mean)
