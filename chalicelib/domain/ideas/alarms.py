"""What the clock finds: projects and ideas that have to be looked at on a day, one by one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from chalicelib import workdays
from chalicelib.actors import SYSTEM
from chalicelib.domain.ideas import keeping, merging, projects
from chalicelib.domain.ideas.usecases import find
from chalicelib.models.project import FATES, Fates, Project
from chalicelib.outbound import queues

MISSED = 14  # days that an alarm is still found after nobody rang it
QUEUE = "ideas"
DUE = "alarm"
AGAIN = timedelta(days=7)


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


def _meet_idea(idea_id: str, *, at: datetime) -> None:
    """Let an idea go into another one when its authors had their time to object."""
    idea = find(idea_id)
    if idea.next_alarm_on and idea.next_alarm_on <= workdays.day_of(at):
        merging.meet(idea, at=at)


def _meet_project(project_id: str, *, at: datetime) -> None:
    """Tell the agency and the city that the day has passed by which every idea was to be answered;
    every week anew, as long as one is not."""
    project = projects.find(project_id)
    if project.next_alarm_on is None or project.next_alarm_on > workdays.day_of(at):
        return
    without = int(Fates.get(project_id, FATES, consistent_read=True).without)
    if not without:
        project.update([Project.next_alarm_on.remove()])
        return
    next_on = workdays.day_of(at) + AGAIN
    plan = keeping.plan_of(project)
    facts = {
        "without": str(without),
        "due_on": workdays.day_of(projects.respond_by(plan)).isoformat(),
        "to": "city",
    }
    keeping.changed(project, "overdue", {"next_alarm_on": next_on}, by=SYSTEM, at=at, facts=facts)


def _rung(at: datetime) -> Iterator[str]:
    today = workdays.day_of(at)
    for days in range(MISSED, -1, -1):
        found = Project.by_alarm.query(today - timedelta(days=days))
        yield from (str(one.id) for one in found)
