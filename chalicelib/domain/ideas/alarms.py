"""What the clock finds: projects and ideas that have to be looked at on a day, one by one."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import msgspec

from chalicelib import workdays
from chalicelib.actors import SYSTEM, Role
from chalicelib.domain.ideas import deciding, keeping, merging, projects, rules, steps, usecases
from chalicelib.domain.ideas.rules import Act, State
from chalicelib.domain.ideas.steps import Why
from chalicelib.models.base import together
from chalicelib.models.idea import Idea
from chalicelib.models.project import FATES, FUNNEL, Fates, Funnel, Project
from chalicelib.outbound import queues

MISSED = 14  # days that an alarm is still found after nobody rang it
QUEUE = "ideas"
DUE = "alarm"
AGAIN = timedelta(days=7)
OWED = rules.AT_WORK | {State.SELECTED, State.VOTING}


class Alarm(msgspec.Struct, frozen=True):
    """This project, or idea, has to be looked at."""

    entity: str
    kind: str = DUE


def ring(*, at: datetime) -> int:
    """Enqueue what has to be looked at by today; how many they are.

    What was looked at has its next alarm on a later day, so ringing often rings nothing twice.
    """
    return queues.send(QUEUE, map(Alarm, _rung(at)))


def meet(entity: str, *, at: datetime) -> None:
    """Do what is due with it by today, if anything is."""
    if entity.startswith("P-"):
        _meet_project(entity, at=at)
    elif entity.startswith("I-"):
        _meet_idea(entity, at=at)


def _meet_project(project_id: str, *, at: datetime) -> None:
    """Tell the agency and the city that the day has passed by which every idea was to be answered;
    every week anew, as long as one is not."""
    project = projects.find(project_id)
    if project.next_alarm_on is None or project.next_alarm_on > workdays.day_of(at):
        return
    fates, funnel = together(
        (Fates, project_id, FATES), (Funnel, project_id, FUNNEL), consistent=True
    )
    without = int(fates.without)
    if not without:
        project.update([Project.next_alarm_on.remove()])
        return
    next_on = workdays.day_of(at) + AGAIN
    unanswered = without - _at_work(funnel)
    if unanswered <= 0:
        project.update([Project.next_alarm_on.set(next_on)])
        return
    plan = keeping.plan_of(project)
    facts = {
        "without": str(unanswered),
        "due_on": workdays.day_of(projects.respond_by(plan)).isoformat(),
        "to": "city",
    }
    keeping.changed(project, "overdue", {"next_alarm_on": next_on}, by=SYSTEM, at=at, facts=facts)


def _at_work(funnel: Funnel) -> int:
    """How many ideas were answered and are being carried out: they have no fate, and no agency is
    late with them."""
    return int(funnel.accepted) - int(funnel.implemented) - int(funnel.dropped)


def _meet_idea(idea_id: str, *, at: datetime) -> None:
    """Refuse what was not reworked in time; say what an agency is late with; let an idea go into
    another one when its authors had their time to object."""
    idea = usecases.find(idea_id)
    if idea.next_alarm_on is None or idea.next_alarm_on > workdays.day_of(at):
        return
    if idea.waits:  # for a moderator; then it is looked at again
        idea.update([Idea.next_alarm_on.set(workdays.day_of(at) + timedelta(days=1))])
    elif State(idea.state) is State.NEEDS_REWORK:
        _lapse(idea, at=at)
    elif idea.due_on and State(idea.state) in OWED:
        _late(idea, idea.due_on, at=at)
    else:
        merging.meet(idea, at=at)


def _late(idea: Idea, due_on: date, *, at: datetime) -> None:
    """Tell the agency and the city, every week anew as long as it is late."""
    facts = {"agency": str(idea.agency), "due_on": due_on.isoformat(), "to": "city"}
    next_on = {"next_alarm_on": workdays.day_of(at) + AGAIN}
    keeping.noted(
        idea, "overdue", next_on, by=SYSTEM, role=Role.SYSTEM, at=at, facts=facts, told=False
    )


def _lapse(idea: Idea, *, at: datetime) -> None:
    keeping.moved(
        idea,
        Act.NOT_SELECT,
        by=SYSTEM,
        role=Role.SYSTEM,
        at=at,
        reason=steps.NOT_REWORKED.singular,
        changes={**deciding.NOTHING_DUE, "why": str(Why.NOT_REWORKED)},
        facts={
            **keeping.titled(idea),
            "agency": str(idea.agency),
            "code": str(Why.NOT_REWORKED),
        },
    )


def _rung(at: datetime) -> Iterator[str]:
    today = workdays.day_of(at)
    for days in range(MISSED, -1, -1):
        found = Project.by_alarm.query(today - timedelta(days=days))
        yield from (str(one.id) for one in found)
