"""Ideas on their way to a fate: with the experts, scored, selected, accepted, planned.

Of a project that was opened ``since``: ideas from the second day on, experts from the ninth, scores
are opened on the thirteenth, residents rate until the twenty-second, and then the agency answers.
"""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Project, Said, Score, Step, scores, sealing
from tests.factories import MONDAY, an_officer
from tests.ideas import AGENCY, AGENT, DAY, LEADER, WHY, published

VERA, GLEB, DINA = (an_officer(f"expert.{AGENCY}", name) for name in ("vera", "gleb", "dina"))
EXPERTS = (VERA, GLEB, DINA)
SCORE, SALT = Score(4, 3, 5, 2), "s" * 32
SEALED = scores.commitment(SCORE, SALT)
CHOSEN = Said("All three experts say that it does much good for little.")
TEXT = "The foundations are laid, and the wood has come."
SEALING, OPENING, ANSWERING = 9 * DAY, 13 * DAY, 23 * DAY
OPEN_TIME, ANSWER_TIME = MONDAY + OPENING, MONDAY + ANSWERING


def known(idea: Idea, by: Actor) -> sealing.Known:
    return sealing.read(ideas.find(idea.id), idea.id, by=by)


def in_review(project: Project, *, since: datetime = MONDAY, **given: Any) -> Idea:
    """With the experts, who seal until the twelfth day."""
    return sent_to_experts(published(project, at=since + 2 * DAY, **given), since=since)


def sent_to_experts(idea: Idea, *, since: datetime = MONDAY) -> Idea:
    return ideas.take(idea.id, Step.REVIEW, Said(), by=LEADER, at=since + SEALING)


def sealed(idea: Idea, *, since: datetime = MONDAY, by: tuple[Actor, ...] = EXPERTS) -> Idea:
    for expert in by:
        sealing.seal(known(idea, expert), SEALED, by=expert, at=since + SEALING)
    return ideas.find(idea.id)


def scored(project: Project, *, since: datetime = MONDAY, **given: Any) -> Idea:
    """Three experts have opened the same score."""
    return reviewed(in_review(project, since=since, **given), since=since)


def reviewed(idea: Idea, *, since: datetime = MONDAY) -> Idea:
    """The same of an idea that is with them."""
    idea = sealed(idea, since=since)
    for expert in EXPERTS:
        sealing.open(known(idea, expert), SCORE, SALT, by=expert, at=since + OPENING)
    return idea


def selected(project: Project, *, since: datetime = MONDAY, **given: Any) -> Idea:
    idea = scored(project, since=since, **given)
    return ideas.take(idea.id, Step.SELECT, CHOSEN, by=LEADER, at=since + OPENING)


def accepted(project: Project, *, since: datetime = MONDAY, **given: Any) -> Idea:
    idea = selected(project, since=since, **given)
    return says(idea, Step.ACCEPT, at=since + ANSWERING, text=TEXT)


def planned(project: Project, *, since: datetime = MONDAY, **given: Any) -> Idea:
    idea, at = accepted(project, since=since, **given), since + ANSWERING
    return says(idea, Step.PLAN, at=at, text=TEXT, until=(at + timedelta(days=90)).date())


def says(
    idea: Idea, step: Step, *, by: Actor = AGENT, at: datetime = ANSWER_TIME, **said: Any
) -> Idea:
    """The agency takes a step, with what it says."""
    return ideas.take(idea.id, step, Said(**said), by=by, at=at)


def dropped(idea: Idea, at: datetime = ANSWER_TIME) -> Idea:
    return says(idea, Step.DROP, at=at, text=WHY, why="money")
