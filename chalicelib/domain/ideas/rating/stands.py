"""Where somebody stands who is about to rate: the phase, the idea, what they gave before, and what
they have left."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, phases, projects, usecases
from chalicelib.domain.ideas import rules as ideas
from chalicelib.domain.ideas.phases import Doing, Phase
from chalicelib.errors import Conflict, Forbidden
from chalicelib.messages import Money
from chalicelib.models.base import Item, together
from chalicelib.models.idea import HEAD, Idea
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of
from chalicelib.models.rating import Rating, Used, used_by
from chalicelib.models.rating import place_of as rating_place

OWN = "you cannot do this with an idea of your own"


class UsedUp(Conflict):
    """Carries what the phase allows one person, and what they have used of it (RFC 9457
    extensions)."""

    code = "limit_reached"

    def __init__(self, mine: "Mine") -> None:
        sentence = "this phase allows %(limit)s, you have used %(used)s: take something back first"
        super().__init__(sentence, **mine.used_of)
        self.used, self.limit = mine.used, mine.rated.limit

    @property
    def more(self) -> Mapping[str, object]:
        return {"used": self.used, "limit": self.limit}


class Mine(NamedTuple):
    """What one person has given in a phase. ``missing`` is how many more they have to give before
    anything of it counts."""

    phase: Phase
    used: int = 0
    given: int = 0

    @property
    def rated(self) -> phases.Rating:
        assert self.phase.rating, "a phase that allows rating says how"
        return self.phase.rating

    @property
    def used_of(self) -> dict[str, int | Money]:
        """What is used, and of how much, in a sentence."""
        shown = Money if self.rated.mode is phases.Mode.BUDGET else int
        return {"used": shown(self.used), "limit": shown(self.rated.limit)}

    @property
    def missing(self) -> int:
        return max(0, self.rated.least - self.given)


class Stand(NamedTuple):
    """What is to be known before an idea is rated."""

    idea: Idea
    phase: Phase
    before: Rating | None
    used: Used | None

    @property
    def mine(self) -> Mine:
        return mine_of(self.phase, self.used)


def stand_of(idea_id: str, *, by: Actor, at: datetime, project: Project | None = None) -> Stand:
    """Refused if the phase or the person does not allow it. One round trip where the project was
    read before, two where only the idea is known."""
    if project is None:
        return _by_idea(usecases.find(idea_id), by=by, at=at)
    phase = phase_of(project, by=by, at=at)
    idea, mine, before, used = together(
        (Idea, idea_id, HEAD),
        (Participant, *place_of(by.id, project.id)),
        (Rating, idea_id, rating_place(phase.id, by.id)),
        used_item(project.id, phase, by),
        consistent=True,
    )
    if idea is None or idea.project != project.id:
        raise usecases.unknown(idea_id)
    return _admitted(Stand(idea, phase, before, used), mine)


def _by_idea(idea: Idea, *, by: Actor, at: datetime) -> Stand:
    """In which phase the project is comes with what was given in each in which it may be."""
    rated = sorted(idea.rated_in or ())
    project, mine, *given = together(
        (Project, idea.project, PROJECT),
        (Participant, *place_of(by.id, idea.project)),
        *((Rating, idea.id, rating_place(phase, by.id)) for phase in rated),
        *((Used, used_by(by.id, idea.project), phase) for phase in rated),
        consistent=True,
    )
    phase = phase_of(projects.visible(project, idea.project, by), by=by, at=at)
    place = rated.index(phase.id)
    before, used = given[place], given[len(rated) + place]
    return _admitted(Stand(idea, phase, before, used), mine)


def _admitted(stand: Stand, mine: Participant | None) -> Stand:
    if ideas.State(stand.idea.state) in ideas.PRIVATE:
        raise usecases.unknown(stand.idea.id)
    check_joined(mine)
    return stand


def phase_of(project: Project, *, by: Actor, at: datetime) -> Phase:
    """The phase in which ideas of the project are rated now."""
    plan = keeping.plan_of(projects.visible(project, project.id, by))
    return phases.allowing(plan.phases, Doing.RATE, at)


def check_idea(idea: Idea, by: Actor) -> None:
    """Refused unless others may rate it, and this person may."""
    state = ideas.State(idea.state)
    if state in ideas.PRIVATE:
        raise usecases.unknown(idea.id)
    if state not in ideas.RATEABLE:
        raise Conflict(ideas.REASONS[state])
    if by.id in (idea.authors or ()):
        raise Forbidden(OWN)


def check_joined(mine: Participant | None) -> None:
    if mine is None:
        raise Conflict("join the project first")


def used_item(project_id: str, phase: Phase, by: Actor) -> Item:
    return (Used, used_by(by.id, project_id), phase.id)


def mine_of(phase: Phase, used: Used | None) -> Mine:
    return Mine(phase, int(used.used), int(used.given)) if used else Mine(phase)
