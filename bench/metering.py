"""What it costs to take a reading of a meter."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from bench import city
from bench.asking import Operation
from chalicelib.domain import meters
from chalicelib.domain.meters import Flat, Installed, Said, check_digit
from chalicelib.domain.meters.register import id_of

IN_TIME = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)  # readings are taken on some days alone
MOVED_IN = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
NUMBER = "B-1"
SHOWED, SHOWS = 100_000, 104_000  # thousandths


def operations() -> list[Operation]:
    return [Operation("meters.read", reading, 2, 25)]


def reading() -> Callable[[], Any]:
    """A flat that nobody has read yet; the meter is in somebody's account."""
    person, payer = city.somebody(), a_payer()
    installed = Installed("cold_water", NUMBER, 5, date(2026, 2, 1), SHOWED, date(2030, 2, 1))
    flat = Flat(payer, "1", "Annankatu 25", residents=2, manager="housing")
    meters.put_in_place(flat, [installed], at=MOVED_IN)
    meters.take(payer, "1", NUMBER, by=person, at=IN_TIME)
    meter, said = id_of(payer, NUMBER), Said(SHOWS, IN_TIME.date())
    key = uuid4().hex
    return lambda: meters.give(meter, said, by=person, source="api", at=IN_TIME, key=key)


def a_payer() -> str:
    digits = f"{uuid4().int % 10**9:09}"
    return digits + str(check_digit(digits))
