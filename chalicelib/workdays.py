"""Working days of the country the city lies in, and when somebody has to look at a deadline."""

import functools
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from chalicelib import catalogue

if TYPE_CHECKING:
    from holidays import HolidayBase


def day_of(at: datetime) -> date:
    """The day it is in the city at that moment."""
    return catalogue.in_city(at).date()


def working_day(day: date, *, after: int) -> date:
    """So many working days later; earlier, if it is a negative number. The day it begins does not
    count (Regulation 1182/71, Art. 3)."""
    return _calendar().get_nth_working_day(day, after)


def working_days(since: date, until: date) -> int:
    """How many working days there are after the one day, up to the other."""
    if until <= since:
        return 0
    days = (until - since).days
    return sum(_calendar().is_working_day(since + timedelta(n + 1)) for n in range(days))


def is_holiday(day: date) -> bool:
    """Whether it is a public holiday; an ordinary Sunday is none."""
    return day in _calendar()


def day_after(day: date) -> date:
    return day + timedelta(days=1)


def alarms(due: date, steps: Sequence[int]) -> tuple[date, ...]:
    """The day of each step, in working days from the due day; on that day itself there is still
    time, so its own step comes on the next."""
    return tuple(working_day(due, after=days) if days else day_after(due) for days in steps)


def next_alarm(due: date, today: date, steps: Sequence[int]) -> date | None:
    """When to look again; None if all alarms were given."""
    return next((day for day in alarms(due, steps) if day > today), None)


def reached(due: date, today: date, steps: Sequence[int]) -> int:
    """How many of the steps their days have come."""
    return sum(day <= today for day in alarms(due, steps))


def escalated(due: date, today: date, steps: Sequence[int], *, told: int) -> dict[str, Any]:
    """What changes once a step has come that nobody was told of; nothing, if none has. Coming late,
    twice or out of order changes nothing that is not so: what counts is the day."""
    come = reached(due, today, steps)
    if come <= told:
        return {}
    alarm = next_alarm(due, today, steps)
    return {"escalated": come, "overdue": today > due, "next_alarm_on": alarm}


def resumed(due: date, stopped: date, today: date) -> date:
    """The due day once a clock goes on that stood still: as many working days later."""
    lost = working_days(stopped, today)
    return working_day(due, after=lost) if lost else due


def next_untold(due: date, today: date, steps: Sequence[int], *, told: int) -> date | None:
    """When the first step has to be told of that was not: today, if its day came while nobody
    looked; None if all of them were."""
    untold = alarms(due, steps)[told:]
    return max(untold[0], today) if untold else None


@functools.cache
def _calendar() -> "HolidayBase":
    """Imported late: it takes a quarter of a second, and few requests need it."""
    from holidays import country_holidays

    return country_holidays(catalogue.city().country)
