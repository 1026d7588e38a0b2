"""The legal clock of an application: it runs in working days from the day of registration, and
stands still while an answer is waited for."""

from datetime import date, datetime
from typing import Any

from chalicelib import workdays
from chalicelib.domain.applications import rules
from chalicelib.domain.applications.rules import DAYS, RUNNING, State
from chalicelib.models.application import Application


def begins(application: Application, today: date) -> dict[str, Any]:
    """What it takes to let the clock run from today on."""
    due = rules.due(today, int(application.term))
    return {"registered_on": today, "paused_on": None, "escalated": 0, **_runs(due, today)}


def goes_on(application: Application, today: date) -> dict[str, Any]:
    """What it takes to let it go on: as many working days later as it stood still. What had to be
    told of before, and was not, is told at once."""
    due = workdays.resumed(application.due_on, application.paused_on, today)
    alarm = workdays.next_untold(due, today, DAYS, told=int(application.escalated))
    return {"paused_on": None, **_runs(due, today), "next_alarm_on": alarm}


def is_overdue(application: Application, *, at: datetime) -> bool:
    """Whether it should have been decided by now."""
    return State(application.state) in RUNNING and workdays.day_of(at) > application.due_on


def days_taken(application: Application, today: date) -> int:
    """Working days since it was registered, without those for which the clock stood still."""
    since = application.registered_on
    first_due = rules.due(since, int(application.term))
    stood_still = workdays.working_days(first_due, application.due_on)
    return max(0, workdays.working_days(since, today) - stood_still)


def _runs(due: date, today: date) -> dict[str, Any]:
    alarm = workdays.next_alarm(due, today, DAYS)
    return {"due_on": due, "overdue": today > due, "next_alarm_on": alarm}
