"""Projects that exist before a test begins, with people who lead them and take part."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    Idea,
    Mode,
    Phase,
    Plan,
    Project,
    Promise,
    Rating,
    Said,
    Step,
    Type,
    Words,
    amending,
    pending,
)
from chalicelib.models.idea import IdeaEvent
from chalicelib.models.offer import Amendment
from tests.ballots import text
from tests.factories import MONDAY, a_resident, an_officer

AGENCY, AREA = "parks", "kluuvi"
LEADER = an_officer(f"facilitator.{AGENCY}", "leader")
MODERATOR = an_officer(f"moderator.{AREA}", "moderator")
AGENT = an_officer(f"agency.{AGENCY}", "agent")
ANNA, BORIS = a_resident("anna"), a_resident("boris")
DAY = timedelta(days=1)
REASON = "More people want to take part than we thought."
WHY = (
    "It was looked at from every side: the ground by the pond does not carry a pavilion of"
    " that size, and to make it firm costs more than the whole park has."
)


def phases(since: datetime = MONDAY) -> tuple[Phase, ...]:
    """Ideas for a week from tomorrow on, experts for another, then rating, then the results."""
    kinds = (Type.IDEAS, Type.EXPERT_REVIEW, Type.VOTING, Type.RESULTS)
    begin = since + DAY
    return tuple(
        Phase(
            f"p{n + 1}",
            kind,
            begin + 7 * n * DAY,
            begin + 7 * (n + 1) * DAY,
            rating=Rating(Mode.SUPPORT, 3) if kind is Type.VOTING else None,
        )
        for n, kind in enumerate(kinds)
    )


IDEAS_TIME = MONDAY + 2 * DAY
EXPERTS_TIME = MONDAY + 9 * DAY
RATING_TIME = MONDAY + 16 * DAY
AFTER = MONDAY + 23 * DAY


def a_plan(at: datetime = MONDAY, **given: Any) -> Plan:
    usual: dict[str, Any] = {
        "title": text("A park for everybody"),
        "goal": text("What should there be in the new park?"),
        "agency": AGENCY,
        "area": AREA,
        "promise": Promise(text("What is accepted is built next year"), 60, 100_000),
        "phases": phases(at),
        "ideas_each": 2,
    }
    return Plan(**usual | given)


def composed(at: datetime = MONDAY, **given: Any) -> Project:
    return ideas.compose(a_plan(at, **given), by=LEADER, at=at)


def opened(at: datetime = MONDAY, **given: Any) -> Project:
    """Open to everybody; its first phase, for ideas, begins a day later."""
    return ideas.open(composed(at, **given).id, by=LEADER, at=at)


def some_words(**given: Any) -> Words:
    usual: dict[str, Any] = {
        "title": "A pavilion for rain",
        "problem": "When it rains there is nowhere to stand in the park.",
        "solution": "A pavilion of wood by the pond, open on two sides.",
        "tags": ("shelter",),
    }
    return Words(**usual | given)


def join(project: str, *, by: Actor = ANNA, at: datetime = IDEAS_TIME) -> None:
    ideas.join(project, by=by, at=at)


def begun(project: Project, *, by: Actor = ANNA, at: datetime = IDEAS_TIME, **given: Any) -> Idea:
    """A draft of somebody who has joined."""
    ideas.join(project.id, by=by, at=at)
    return ideas.begin(project.id, some_words(**given), by=by, at=at)


def sent(project: Project, *, by: Actor = ANNA, at: datetime = IDEAS_TIME, **given: Any) -> Idea:
    return ideas.submit(begun(project, by=by, at=at, **given).id, by=by, at=at)


def published(
    project: Project, *, by: Actor = ANNA, at: datetime = IDEAS_TIME, **given: Any
) -> Idea:
    return ideas.publish(sent(project, by=by, at=at, **given).id, by=MODERATOR, at=at)


def refused(idea: Idea, *, at: datetime = EXPERTS_TIME) -> Idea:
    said = Said(WHY, why="technical")
    return ideas.take(idea.id, Step.NOT_SELECT, said, by=LEADER, at=at)


def changed(idea: Idea, *, by: Actor = ANNA, at: datetime = IDEAS_TIME, **given: Any) -> Idea:
    """A published idea that says something else, for a moderator has read it."""
    ideas.edit(idea.id, some_words(**given), by=by, at=at)
    return pending.publish(idea.id, by=MODERATOR, at=at)


def proposed(
    idea: Idea, *, by: Actor = BORIS, at: datetime = IDEAS_TIME, **given: Any
) -> Amendment:
    """Other words for a published idea, by somebody who has joined."""
    ideas.join(idea.project, by=by, at=at)
    usual = {"solution": "A pavilion of wood by the pond, closed to the north."}
    mark = str(ideas.find(idea.id).fingerprint)
    words = some_words(**usual | given)
    return amending.propose(idea.id, words, why=REASON, fingerprint=mark, by=by, at=at)


def happened(idea: Idea) -> list[str]:
    """The kinds of all that has happened to an idea, in order."""
    return [one.kind for one in events(idea)]


def events(idea: Idea, kind: str = "") -> list[IdeaEvent]:
    """All that has happened to an idea, in order; or what was of a kind."""
    found = IdeaEvent.query(idea.id, IdeaEvent.part.startswith("event#"))
    return [event for event in found if kind in ("", event.kind)]
