"""Days and moments as the boxes of a form hold them: NAME-day, NAME-month, NAME-year, NAME-time."""

from collections.abc import Callable
from datetime import date, datetime, time

from chalicelib import catalogue
from chalicelib.messages import say

Box = Callable[[str], str]  # what stands in a box, by its name
PARTS = ("year", "month", "day")
NO_DAY = say("this is not a date: write day, month and year in numbers")
NO_TIME = say("this is not a time of the day: write it like 09:30")


def day(box: Box, name: str) -> date | None:
    """None as long as nothing is written; `ValueError` if what is written makes no day."""
    parts = [box(f"{name}-{part}") for part in PARTS]
    return _day(parts) if any(parts) else None


def moment(box: Box, name: str) -> datetime | None:
    """The same of a day and a time on the clocks of the city; without one, it begins."""
    parts, clock = [box(f"{name}-{part}") for part in PARTS], box(f"{name}-time")
    if not any((*parts, clock)):
        return None
    return datetime.combine(_day(parts), hour(box, name), catalogue.zone())


def hour(box: Box, name: str) -> time:
    """As clocks show it, such as 09:30; `ValueError` if it is none. A day without one begins."""
    hour, minute = map(int, (box(f"{name}-time") or "00:00").split(":"))
    return time(hour, minute)


def _day(parts: list[str]) -> date:
    year, month, day = map(int, parts)
    try:
        return date(year, month, day)
    except OverflowError as error:
        raise ValueError("no year has so many digits") from error
