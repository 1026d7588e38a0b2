"""What is metered in the city's flats, how much of it is usual, and when readings are taken."""

import functools
from collections.abc import Mapping

import msgspec

from chalicelib import catalogue
from chalicelib.catalogue import Text

MILLI = 1000  # a meter shows thousandths at most; all is reckoned in them


class Kind(msgspec.Struct, frozen=True):
    """What a meter measures: a person uses ``norm`` in a month, and no flat more than ``cap``."""

    code: str
    title: Text
    unit: Text
    norm: float
    cap: float


class Window(msgspec.Struct, frozen=True):
    """Readings of a month are taken from one day of it to the end of another of the next."""

    open_day: int
    close_day: int


class Metering(msgspec.Struct, frozen=True):
    window: Window
    warn: tuple[int, ...]  # days before a verification runs out
    kinds: tuple[Kind, ...]


def window() -> Window:
    return _metering().window


def warnings() -> tuple[int, ...]:
    return _metering().warn


def kind(code: str) -> Kind:
    """`NotFound` if nothing of that name is metered."""
    return catalogue.of(_kinds(), code, "there is no kind of meter %(code)s")


@functools.cache
def _metering() -> Metering:
    return catalogue.read("meters", Metering)


@functools.cache
def _kinds() -> Mapping[str, Kind]:
    return {kind.code: kind for kind in _metering().kinds}
