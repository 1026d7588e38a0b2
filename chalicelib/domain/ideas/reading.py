"""One idea before whoever opens its page, with what they need to know of it."""

from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.ideas import coauthors, editing, keeping, kin, merging, projects, similar
from chalicelib.domain.ideas.kin import Kin
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import RATEABLE, Relation, State
from chalicelib.domain.ideas.similar import Similar
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import relations, shown
from chalicelib.models.base import Item, together
from chalicelib.models.event import ASIDE, PREFIX
from chalicelib.models.idea import Idea, IdeaEvent
from chalicelib.models.offer import Merge
from chalicelib.models.project import HEAD, Participant, Project, place_of

MOST_EVENTS = 50


class Reading(NamedTuple):
    """``alike`` are ideas that say the same, for who still writes; ``history`` is what happened
    to what everybody sees, the oldest first; ``kin`` which other ideas it became one with."""

    idea: Idea
    words: Words
    project: Project
    plan: Plan
    mine: Participant | None
    are: frozenset[Relation]
    merge: Merge | None
    alike: list[Similar]
    history: list[IdeaEvent]
    kin: Kin

    @property
    def is_author(self) -> bool:
        return Relation.AUTHOR in self.are

    def editable(self, at: datetime) -> bool:
        return self.is_author and editing.writable(self.idea, self.plan, at)

    def amendable(self, at: datetime) -> bool:
        """Whether somebody who takes part may propose other words now."""
        return not self.is_author and editing.takes_changes(self.idea, self.plan, at)

    def rateable(self, at: datetime) -> bool:
        rated = State(self.idea.state) in RATEABLE
        return rated and any(one.rating and one.runs(at) for one in self.plan.phases)

    def joinable(self, at: datetime) -> bool:
        """Whether somebody may ask to write it along."""
        return not self.is_author and coauthors.joinable(self.idea, self.plan, at)

    def left(self) -> int:
        """How many ideas this person may still give."""
        return max(0, self.plan.ideas_each - int(self.mine.ideas)) if self.mine else 0


def read(about: str | Idea, *, by: Actor) -> Reading:
    """In two round trips, when the idea itself has been read; `NotFound` for who may not see it."""
    idea = shown(about, by=by)
    are = relations(idea, by)
    writing = idea.state == State.DRAFT
    fixed: list[Item] = [(Project, idea.project, HEAD), merging.item(idea.id)]
    theirs: list[Item] = [(Participant, *place_of(by.id, idea.project))] if by.signed_in else []
    shards = similar.items(idea.project) if writing else kin.items(idea)
    project, merge, *more = together(*fixed, *theirs, *shards)
    words = keeping.words_of(idea)
    plan = keeping.plan_of(projects.visible(project, idea.project, by))
    mine, kept = (more[0] if theirs else None), more[len(theirs) :]
    alike = similar.like(words, kept, without=idea.id) if writing else []
    history: list[Any] = [] if writing else happened(idea)
    became = kin.of(idea, [] if writing else kept)
    return Reading(idea, words, project, plan, mine, are, merge, alike, history, became)


def happened(idea: Idea) -> list[IdeaEvent]:
    """What happened to an idea but that it is talked about, the last fifty things of it."""
    found = IdeaEvent.query(
        idea.id,
        IdeaEvent.part.between(PREFIX, ASIDE),
        scan_index_forward=False,
        limit=MOST_EVENTS,
        page_size=MOST_EVENTS,
    )
    return list(islice(found, MOST_EVENTS))[::-1]
