"""Until when what has to be done, and when somebody higher up hears of it. No I/O, no clock."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from chalicelib import catalogue, workdays
from chalicelib.errors import Conflict
from chalicelib.workdays import day_after, day_of, working_day

__all__ = [
    "STEPS",
    "VERDICT_DAYS",
    "alarms",
    "check_lapses_on",
    "check_until",
    "check_verdict_day",
    "day_after",
    "day_of",
    "due_on",
    "escalated",
    "next_alarm",
    "next_untold",
    "question_until",
    "verdict_until",
    "working_day",
]

QUESTION_DAYS = 5  # working days; spec S3 §1: the clock pauses once, and no longer than that
VERDICT_DAYS = 15
CHECK_DAYS = 10  # three to be taken on, seven to be done: spec S3 §3
CHECK_LAPSES = 20  # days after which nobody waits for it any longer: docs/adr/0009


class Step(NamedTuple):
    """How far from the due day, in working days, somebody higher up hears of it."""

    name: str
    days: int
    to: str


# Spec S3 §1, SLA. What is due on a day can still be answered that day, so «due» is heard the next.
STEPS: tuple[Step, ...] = (
    Step("soon", -2, "contractor"),
    Step("due", 0, "head"),
    Step("late", 3, "district"),
    Step("very_late", 8, "city"),
)
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


def next_untold(due: date, today: date, *, told: int) -> date | None:
    """When to look again if so many steps were told of."""
    return workdays.next_untold(due, today, DAYS, told=told)


def escalated(due: date, today: date, *, told: int) -> dict[str, Any]:
    """What changes once a step has come that nobody was told of; nothing, if none has."""
    return workdays.escalated(due, today, DAYS, told=told)


def question_until(asked: date) -> date:
    """The last day on which the author's answer is waited for."""
    return working_day(asked, after=QUESTION_DAYS)


def verdict_until(answered: date) -> date:
    return answered + timedelta(days=VERDICT_DAYS)


def check_verdict_day(today: date, until: date) -> None:
    """`Conflict` once the 15 days are over."""
    if today > until:
        raise Conflict(
            "the %(days)s days for a verdict ended on %(until)s",
            days=VERDICT_DAYS,
            until=until,
        )


def check_until(ordered: date) -> date:
    return ordered + timedelta(days=CHECK_DAYS)


def check_lapses_on(until: date) -> date:
    """The last day of a check that was to be done by then."""
    return until + timedelta(days=CHECK_LAPSES - CHECK_DAYS)
