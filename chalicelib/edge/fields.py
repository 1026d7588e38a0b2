"""What was typed into a form of many fields, one by one: texts, choices, numbers, moments."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.errors import Invalid
from chalicelib.messages import say

Typed = Mapping[str, Any]
NO_DATE = say("this is not a date")
NO_TIME = say("this is not a time of the day: write it like 09:30")


def both(typed: Typed, name: str) -> Text:
    return Text(text(typed, f"{name}.ru"), text(typed, f"{name}.en"))


def text(typed: Typed, name: str) -> str:
    return next(iter(texts(typed, name)), "")


def texts(typed: Typed, name: str) -> list[str]:
    given = typed.get(name, "")
    return [text.strip() for text in ([given] if isinstance(given, str) else given) if text.strip()]


def one_of(typed: Typed, name: str, otherwise: str, allowed: tuple[str, ...]) -> str:
    given = text(typed, name)
    return given if given in allowed else otherwise


def number(typed: Typed, name: str, otherwise: int) -> int:
    given = text(typed, name)
    if not given:
        return otherwise
    try:
        return int(given.replace(" ", ""))
    except ValueError as error:
        raise Invalid(fields={name: say("enter a number")}) from error


def moment(typed: Typed, name: str) -> datetime | None:
    """A day and a time on the clocks of the city; None as long as neither is written."""
    parts = [text(typed, f"{name}-{part}") for part in ("year", "month", "day")]
    clock = text(typed, f"{name}-time")
    if not any((*parts, clock)):
        return None
    day, hour = _day(parts), _hour(clock or "00:00")
    if day is None or hour is None:
        wrong = {name: NO_DATE} if day is None else {}
        raise Invalid(fields=wrong if hour else {**wrong, f"{name}-time": NO_TIME})
    return datetime.combine(day, hour, catalogue.zone())


def _day(parts: list[str]) -> date | None:
    try:
        return date(*map(int, parts))
    except (ValueError, OverflowError):
        return None


def _hour(clock: str) -> time | None:
    """As clocks show it: ``9:05`` or ``09:05``."""
    try:
        return datetime.strptime(clock, "%H:%M").time()  # noqa: DTZ007 (a time without a day)
    except ValueError:
        return None
