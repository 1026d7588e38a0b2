"""Until when a complaint has to be answered, in working days of the country the city lies in."""

import functools
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from chalicelib import catalogue
from chalicelib.domain.complaints.rules import STEPS

if TYPE_CHECKING:
    from holidays import HolidayBase


def day_of(at: datetime) -> date:
    """The day it is in the city at that moment."""
    return catalogue.in_city(at).date()


def due_on(topic: str, since: date) -> date:
    """The last day for an answer. The day it begins does not count (Regulation 1182/71, Art. 3)."""
    return working_day(since, after=catalogue.topic(topic).sla_working_days)


def working_day(day: date, *, after: int) -> date:
    """So many working days later; earlier, if it is a negative number."""
    return _calendar().get_nth_working_day(day, after)


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def alarms(due: date) -> tuple[date, ...]:
    """The day of each step of `STEPS`. On the due day itself there is still time to answer."""
    return tuple(
        working_day(due, after=step.days) if step.days else day_after(due) for step in STEPS
    )


def next_alarm(due: date, today: date) -> date | None:
    """When to look again; None if all alarms were given."""
    return next((day for day in alarms(due) if day > today), None)


def reached(due: date, today: date) -> int:
    """How many of the steps their days have come."""
    return sum(day <= today for day in alarms(due))


@functools.cache
def _calendar() -> "HolidayBase":
    """Imported late: it takes a quarter of a second, and few requests need it."""
    from holidays import country_holidays

    return country_holidays(catalogue.city().country)
