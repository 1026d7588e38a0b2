"""What was typed into a form of many fields, one by one: texts, choices, numbers, moments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.errors import Invalid
from chalicelib.messages import say

Typed = Mapping[str, Any]


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
    try:
        year, month, day = map(int, parts)
        hour, minute = map(int, (clock or "00:00").split(":"))
        zone = catalogue.zone()
        return datetime(year, month, day, hour, minute, tzinfo=zone)
    except ValueError as error:
        raise Invalid(fields={name: say("this is not a date")}) from error
