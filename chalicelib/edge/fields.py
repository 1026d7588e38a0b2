"""What was typed into a form of many fields, one by one: texts, choices, numbers, days, moments."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from typing import Any

from chalicelib.catalogue import Text
from chalicelib.edge import boxes
from chalicelib.errors import Invalid
from chalicelib.messages import Message, say


class Typed(dict[str, Any]):
    """By the fields' names; ``wrong`` is what could not be read, to be told all at once."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.wrong: dict[str, Message] = {}


@contextmanager
def reading(values: Mapping[str, Any]) -> Iterator[Typed]:
    """What was typed; at the end `Invalid` names every field that could not be read."""
    typed = Typed(values)
    yield typed
    if typed.wrong:
        raise Invalid(fields=typed.wrong)


def both(typed: Typed, name: str) -> Text:
    return Text(text(typed, f"{name}.ru"), text(typed, f"{name}.en"))


def text(typed: Mapping[str, Any], name: str) -> str:
    return next(iter(texts(typed, name)), "")


def texts(typed: Mapping[str, Any], name: str) -> list[str]:
    given = typed.get(name, "")
    return [text.strip() for text in ([given] if isinstance(given, str) else given) if text.strip()]


def one_of(typed: Typed, name: str, otherwise: str, allowed: tuple[str, ...]) -> str:
    given = text(typed, name)
    return given if given in allowed else otherwise


def number(typed: Typed, name: str, otherwise: int) -> int:
    given = "".join(text(typed, name).split())  # 1 000 000 is one number
    try:
        return int(given) if given else otherwise
    except ValueError:
        typed.wrong[name] = say("enter a number")
        return otherwise


def day(typed: Typed, name: str) -> date | None:
    """None as long as nothing is written."""
    try:
        return boxes.day(partial(text, typed), name)
    except ValueError:
        typed.wrong[name] = boxes.NO_DAY
        return None


def moment(typed: Typed, name: str) -> datetime | None:
    """A day and a time on the clocks of the city; None as long as neither is written."""
    box = partial(text, typed)
    if not _is_hour(box, name):
        typed.wrong[f"{name}-time"] = boxes.NO_TIME
        box = partial(text, {**typed, f"{name}-time": "00:00"})  # whether the day is one as well
    try:
        return boxes.moment(box, name)
    except ValueError:
        typed.wrong[name] = say("this is not a date")
        return None


def _is_hour(box: boxes.Box, name: str) -> bool:
    try:
        boxes.hour(box, name)
    except (ValueError, OverflowError):
        return False
    return True
