"""What became of an idea, for everybody: scores, the response, the works; and the lists of what
waits, what is late and what was refused, by its reason."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import (
    cards,
    deciding,
    keeping,
    kin,
    listing,
    projects,
    rules,
    sealing,
)
from chalicelib.domain.ideas import usecases as finding
from chalicelib.domain.ideas.carrying import result_of
from chalicelib.domain.ideas.kin import Kin
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import Relation
from chalicelib.domain.ideas.scores import LEAST, Mean, Score, mean
from chalicelib.domain.ideas.steps import Result, Step, Why, possible
from chalicelib.errors import Forbidden
from chalicelib.models.base import together
from chalicelib.models.event import ASIDE
from chalicelib.models.fate import ANSWER, Answer, Milestone, Panel, Review
from chalicelib.models.idea import HEAD as IDEA
from chalicelib.models.idea import Idea, IdeaEvent, IdeaItem
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import ByQueue, Project

PAGE = 50
PLACE = {name: name for name in ("queued_at", "entity", "part")}  # what a cursor tells


class Opened(NamedTuple):
    """What one expert scored, with what proves that they had sealed it; until it is open, that they
    have sealed something."""

    commitment: str
    score: Score | None
    salt: str | None


class Scores(NamedTuple):
    """The scores of an idea: how many experts sealed one, had an interest, and opened theirs."""

    sealed: int
    declined: int
    given: list[Opened]
    mean: Mean | None
    panel: Panel


class Fate(NamedTuple):
    """An idea with all that was said of it on its way; ``scores`` as far as this person may see
    them, ``can`` is what they can do now."""

    idea: Idea
    plan: Plan
    scores: Scores | None
    answer: Answer | None
    result: Result
    milestones: list[Milestone]
    history: list[IdeaEvent]
    are: frozenset[Relation]
    can: list[Step]
    kin: Kin

    def late(self, at: datetime) -> bool:
        return self.idea.due_on is not None and workdays.day_of(at) > self.idea.due_on


class Waiting(NamedTuple):
    """What waits at a desk, what is due first coming first."""

    items: list[Idea]
    last: Key | None = None


class Owed(NamedTuple):
    """An idea to which an agency owes a response."""

    idea: Idea
    answer: Answer


class AllOwed(NamedTuple):
    items: list[Owed]
    last: Key | None = None


def fate_of(about: str | Idea, *, by: Actor, at: datetime) -> Fate:
    """All of it, in two round trips beside the idea; `NotFound` if this person does not see it.
    What is said of it in its discussion is not read, however much it is."""
    seen = finding.shown(about, by=by)
    within = IdeaItem.part.between(ANSWER, ASIDE)
    found: list[Any] = list(IdeaItem.query(seen.id, within, consistent_read=True))
    project, *others = together((Project, seen.project, PROJECT), *kin.items(seen), consistent=True)
    plan = keeping.plan_of(projects.visible(project, seen.project, by))
    are = finding.relations(seen, by)
    scores = _scores(found, early=Relation.FACILITATOR in are, plan=plan, at=at)
    return Fate(
        seen,
        plan,
        scores,
        next((one for one in found if isinstance(one, Answer)), None),
        result_of(seen),
        [one for one in found if isinstance(one, Milestone)],
        [one for one in found if isinstance(one, IdeaEvent)],
        are,
        _can(seen, are, scores),
        kin.of(seen, others),
    )


def _can(idea: Idea, are: frozenset[Relation], scores: Scores | None) -> list[Step]:
    """What is with the experts is decided once three have opened their scores, and until then they
    may be given more time."""
    steps, state = possible(rules.State(idea.state), are), rules.State(idea.state)
    if state is not rules.State.EXPERT_REVIEW:
        return steps
    waits = scores is None or scores.panel.opened < LEAST
    return [step for step in steps if (step is Step.PROLONG) is waits]


def published(plan: Plan, at: datetime) -> bool:
    """Whether everybody sees scores: once the time of the experts is over."""
    return all(p.over(at) for p in plan.phases if Doing.REVIEW in p.allowed)


def to_answer(agency: str, *, by: Actor, after: Key | None = None) -> Waiting:
    """The ideas to which an agency owes a response."""
    return _at_desk(f"{deciding.RESPONSE}#{agency}", agency, by, after)


def at_work(agency: str, *, by: Actor, after: Key | None = None) -> Waiting:
    """The ideas that an agency has accepted and not carried out yet."""
    return _at_desk(f"{deciding.WORK}{agency}", agency, by, after)


def owed(*, until: datetime | None = None, after: Key | None = None) -> AllOwed:
    """To which ideas a response is owed, in the whole city; those only that were due before a
    moment, if it is named. Two round trips."""
    ids, last = queued(deciding.RESPONSE, after, until=until)
    places = [(model, one, part) for one in ids for model, part in ((Idea, IDEA), (Answer, ANSWER))]
    read = together(*places, consistent=True)
    pairs = zip(read[::2], read[1::2], strict=True)
    return AllOwed([Owed(*pair) for pair in pairs if all(pair) and pair[1].queue], last)


def refused(why: Why | None = None, *, after: Key | None = None) -> listing.Ideas:
    """What was refused or given up in all projects, for one reason or for any; one round trip."""
    return listing.on_shelf(cards.why_shelf(why or cards.ANY), after=after)


def _scores(found: list[Any], *, early: bool, plan: Plan, at: datetime) -> Scores | None:
    """None without experts. Who leads the project sees a score once it is open, everybody when the
    experts' time is over; the commitments lie open from when nobody can seal any more."""
    panel = next((one for one in found if isinstance(one, Panel)), None)
    if panel is None:
        return None
    said = [one for one in found if isinstance(one, Review) and sealing.counts_in(one, panel)]
    sealed = [one for one in said if one.commitment]
    shown = published(plan, at) or early
    given = [_opened(one, shown) for one in sealed] if at >= panel.seal_until else []
    marks = [one.score for one in given if one.score]
    return Scores(len(sealed), len(said) - len(sealed), given, mean(marks), panel)


def _opened(said: Review, shown: bool) -> Opened:
    if not (shown and said.opened_at):
        return Opened(str(said.commitment), None, None)
    return Opened(str(said.commitment), msgspec.convert(said.score, Score), said.salt)


def _at_desk(queue: str, agency: str, by: Actor, after: Key | None) -> Waiting:
    if Relation.AGENCY not in rules.relations(by, authors=(), agency=agency, area=""):
        raise Forbidden(rules.REFUSED[Relation.AGENCY].singular)
    return _waiting(queue, after)


def _waiting(queue: str, after: Key | None) -> Waiting:
    """An index may be behind: what lies elsewhere by now is left out. Two round trips."""
    ids, last = queued(queue, after)
    read = together(*((Idea, one, IDEA) for one in ids), consistent=True)
    return Waiting([idea for idea in read if idea and idea.queue == queue], last)


def queued(
    queue: str, after: Key | None, *, until: datetime | None = None, limit: int = PAGE
) -> tuple[list[str], Key | None]:
    """What lies at a desk, what is due first coming first."""
    found = Project.by_queue.query(
        queue,
        ByQueue.queued_at <= until if until else None,
        limit=limit,
        page_size=limit,
        last_evaluated_key=cursors.key_of(after, PLACE, queue=queue),
    )
    ids = [str(one.id) for one in found]
    return ids, cursors.place_of(found.last_evaluated_key, PLACE)
