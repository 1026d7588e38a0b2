"""Until when a complaint has to be answered, and when somebody higher up hears of it."""

from datetime import date

from chalicelib import catalogue, workdays
from chalicelib.domain.complaints.rules import STEPS
from chalicelib.workdays import day_after, day_of, working_day

__all__ = ["alarms", "day_after", "day_of", "due_on", "next_alarm", "reached", "working_day"]

DAYS = [step.days for step in STEPS]


def due_on(topic: str, since: date) -> date:
    """The last day for an answer."""
    return working_day(since, after=catalogue.topic(topic).sla_working_days)


def alarms(due: date) -> tuple[date, ...]:
    """The day of each step of `STEPS`."""
    return workdays.alarms(due, DAYS)


def next_alarm(due: date, today: date) -> date | None:
    """When to look again; None if all alarms were given."""
    return workdays.next_alarm(due, today, DAYS)


def reached(due: date, today: date) -> int:
    """How many of the steps their days have come."""
    return workdays.reached(due, today, DAYS)
