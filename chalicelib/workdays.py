"""Working days of the country the city lies in, and when somebody has to look at a deadline."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import count, islice
from typing import Any

import msgspec

from chalicelib import catalogue


class Year(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which days of a year are free in the country."""

    year: int
    weekend: tuple[int, ...]  # days of the week; Monday is 0
    holidays: tuple[date, ...]
    worked: tuple[date, ...] = ()  # days of weekends on which work is made up for

    def is_working(self, day: date) -> bool:
        if day.weekday() in self.weekend:
            return day in self.worked
        return day not in self.holidays


def day_of(at: datetime) -> date:
    """The day it is in the city at that moment."""
    return catalogue.in_city(at).date()


def working_day(day: date, *, after: int) -> date:
    """So many working days later; earlier, if it is a negative number. The day it begins does not
    count (Regulation 1182/71, Art. 3). None later is that day, or the first to be worked."""
    step = timedelta(days=-1 if after < 0 else 1)
    days = (day + n * step for n in count(1 if after else 0))
    return next(islice(filter(_is_working, days), max(abs(after) - 1, 0), None))


def working_days(since: date, until: date) -> int:
    """How many working days there are after the one day, up to the other."""
    if until <= since:
        return 0
    days = (until - since).days
    return sum(_is_working(since + timedelta(n + 1)) for n in range(days))


def is_holiday(day: date) -> bool:
    """Whether it is a public holiday; an ordinary Sunday is none."""
    return day in _year(day).holidays


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


def _is_working(day: date) -> bool:
    return _year(day).is_working(day)


def _year(day: date) -> Year:
    """`LookupError` if its holidays are not known: without them a wrong day would be promised."""
    known = _years()
    if day.year not in known:
        raise LookupError(f"the holidays of {day.year} are not in holidays.json")
    return known[day.year]


@functools.cache
def _years() -> Mapping[int, Year]:
    return {each.year: each for each in catalogue.read("holidays", tuple[Year, ...])}
