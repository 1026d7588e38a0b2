"""Discussions, ratings and problems that exist before a test begins."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Mode, Phase, Project, Rating, Type, problems, rating, talk
from chalicelib.domain.ideas.problems import Statement
from chalicelib.domain.ideas.talk import Comment, Said
from tests.factories import MONDAY, a_resident
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    IDEAS_TIME,
    MODERATOR,
    RATING_TIME,
    opened,
    published,
)

CLARA, DORA = a_resident("clara"), a_resident("dora")
MINUTE = timedelta(minutes=1)
STATING_TIME = MONDAY + 2 * DAY
LAMPS = "There is no light on the way from the tram to the school."


def said(
    idea: Idea,
    text: str = "Who sweeps it in autumn?",
    *,
    to: str = "",
    by: Actor = BORIS,
    at: datetime = IDEAS_TIME,
    **given: Any,
) -> Comment:
    """A comment of somebody who has joined."""
    ideas.join(idea.project, by=by, at=at)
    return talk.comment(idea.id, Said(text, **given), to=to, by=by, at=at)


def joining(idea: Idea, person: Actor = CLARA) -> Actor:
    """Somebody who takes part in the project of an idea."""
    ideas.join(idea.project, by=person, at=IDEAS_TIME)
    return person


def rated_project(mode: Mode = Mode.SUPPORT, since: datetime = MONDAY, **given: Any) -> Project:
    """Ideas for a week from the next day on, experts for another, then rating in this mode."""
    usual: dict[str, Any] = {"limit": 3} if mode in (Mode.SUPPORT, Mode.BUDGET) else {}
    rating = Rating(mode, **usual | given)
    begin = since + DAY
    kinds = ((Type.IDEAS, 0, None), (Type.EXPERT_REVIEW, 7, None), (Type.VOTING, 14, rating))
    phases = tuple(
        Phase(f"p{day}", kind, begin + day * DAY, begin + (day + 7) * DAY, rating=how)
        for kind, day, how in kinds
    )
    return opened(since, phases=phases, ideas_each=20)


PHASE = "p14"


def to_rate(
    project: Project,
    many: int = 1,
    *,
    since: datetime = MONDAY,
    by: Actor = ANNA,
    title: str = "Idea number",
) -> list[Idea]:
    """Published ideas, each on its card."""
    found = [
        published(project, by=by, at=since + 2 * DAY + n * MINUTE, title=f"{title} {n + 1}")
        for n in range(many)
    ]
    for idea in found:
        ideas.index(idea.id)
    return found


def joined(project: Project, name: str = "boris", *, at: datetime = RATING_TIME) -> Actor:
    person = a_resident(name)
    ideas.join(project.id, by=person, at=at)
    return person


def asking(since: datetime = MONDAY) -> Project:
    """A project that asks for problems, for a week from the next day on."""
    week = Phase("p1", Type.PROBLEMS, since + DAY, since + 8 * DAY)
    return opened(since, phases=(week,))


def framed_project(since: datetime = MONDAY) -> Project:
    """It asks for problems for a week from the next day on, then for ideas, then experts."""
    kinds = (Type.PROBLEMS, Type.IDEAS, Type.EXPERT_REVIEW)
    phases = tuple(
        Phase(f"p{n}", kind, since + (1 + 7 * n) * DAY, since + (8 + 7 * n) * DAY)
        for n, kind in enumerate(kinds)
    )
    return opened(since, phases=phases)


def agreed(project: Project, *, times: int, text: str = LAMPS, at: datetime = STATING_TIME) -> None:
    """A problem that so many agree with, as the worker has counted and ranked it."""
    statement = asked(project, text, at=at)
    for n in range(times):
        person = joined(project, f"agrees-{n}", at=at)
        problems.vote(statement.id, problems.AGREE, by=person, at=at)
    rating.of_statement(statement.id)
    problems.rank(project.id, at=at)


def stated(
    project: Project, text: str = LAMPS, *, by: str = "anna", at: datetime = STATING_TIME
) -> Statement:
    person = joined(project, by, at=at)
    return problems.state(project.id, text, by=person, at=at)


def asked(project: Project, text: str = LAMPS, *, at: datetime = STATING_TIME) -> Statement:
    """A statement of Anna's that everybody is asked about."""
    return problems.publish(stated(project, text, at=at).id, by=MODERATOR, at=at)


def rated_at_once(
    mode: Mode = Mode.SUPPORT, *, more: tuple[Phase, ...] = (), **given: Any
) -> Project:
    """A project in which ideas are rated while they are proposed, and with the experts; with
    whatever else."""
    usual: dict[str, Any] = {"limit": 1} if mode in (Mode.SUPPORT, Mode.BUDGET) else {}
    begin, end = MONDAY + DAY, MONDAY + 15 * DAY
    kinds = ((Type.IDEAS, None), (Type.VOTING, Rating(mode, **usual | given)))
    asked = [
        Phase(f"p{n}", kind, begin, end, rating=how, beside=True)
        for n, (kind, how) in enumerate(kinds, 1)
    ]
    scored = Phase("p3", Type.EXPERT_REVIEW, begin, end, beside=True)
    return opened(phases=(*asked, scored, *more), ideas_each=20)


AT_ONCE = "p2"  # the phase of such a project in which its ideas are rated
