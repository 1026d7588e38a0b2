"""Flats of the demonstration city with their meters: a register made up, always the same."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from chalicelib import metering, workdays
from chalicelib.actors import Actor
from chalicelib.domain import meters
from chalicelib.domain.meters import Flat, Installed, Said
from city.addresses import Address

MANAGER = "housing"  # the houses are the city's own, and this agency runs them
HOUSES, FLATS = 12, (1, 2, 14)
FIRST = 100_000_000  # payer codes are counted from here
HOME = 14  # the flat in which those live who can be signed in as
KINDS = {  # code: digits, years between verifications
    "cold_water": (5, 6),
    "hot_water": (5, 4),
    "electricity": (6, 16),
    "electricity_night": (6, 16),
}
DAY = timedelta(days=1)
YEAR = 365


class Register(NamedTuple):
    """How many flats were entered, and how many readings given."""

    flats: int
    readings: int


def settle(houses: Sequence[Address], residents: dict[str, Actor], *, at: datetime) -> Register:
    """Enter flats into the register, and let ``residents`` of a house have the meters of theirs,
    with a year of readings. What is there stays as it is."""
    known = _chosen(houses, residents)
    entered = sum(
        meters.put_in_place(flat, list(installed), at=at - YEAR * 2 * DAY)
        for flat, installed in _flats(known, at)
    )
    given = sum(
        _read(flat, installed, residents[house.id], at=at)
        for house, flat, installed in _homes(known, residents, at)
    )
    return Register(entered, given)


def payer(number: int) -> str:
    """The payer code with a number, its check digit behind it."""
    digits = str(FIRST + number)
    return digits + meters.check_digit(digits)


def _chosen(houses: Sequence[Address], residents: dict[str, Actor]) -> list[Address]:
    """Those in which somebody can be signed in as, before some others."""
    homes = sorted((house for house in houses if house.id in residents), key=lambda h: h.id)
    others = [house for house in houses if house.id not in residents]
    return [*homes, *others[: HOUSES - len(homes)]]


def _flats(houses: Sequence[Address], at: datetime) -> Iterator[tuple[Flat, list[Installed]]]:
    for place, house in enumerate(houses):
        for number in FLATS:
            code = payer(place * 1000 + number)
            lot = Random(code)
            address = f"{house.street_fi} {house.house}"
            flat = Flat(code, str(number), address, lot.randint(1, 4), MANAGER)
            yield flat, list(_installed(lot, at))


def _installed(lot: Random, at: datetime) -> Iterator[Installed]:
    """One of each kind, some of them near the end of their verification."""
    today = workdays.day_of(at)
    for number, (kind, (digits, years)) in enumerate(KINDS.items()):
        if kind == "electricity_night" and lot.random() < 0.5:
            continue
        until = today + timedelta(days=lot.choice((20, 200, 500, 900)))
        on = min(until - timedelta(days=YEAR * years), today - timedelta(days=YEAR * 2))
        showed = lot.randrange(10, 400) * metering.MILLI
        name = f"{lot.randrange(10, 99)}-{lot.randrange(100_000, 999_999)}{number}"
        yield Installed(kind, name, digits, on, showed, until)


def _homes(
    houses: Sequence[Address], residents: dict[str, Actor], at: datetime
) -> Iterator[tuple[Address, Flat, list[Installed]]]:
    by_address = {f"{house.street_fi} {house.house}": house for house in houses}
    for flat, installed in _flats(houses, at):
        house = by_address[flat.address]
        if flat.number == str(HOME) and house.id in residents:
            yield house, flat, installed


def _read(flat: Flat, installed: Sequence[Installed], by: Actor, *, at: datetime) -> int:
    """A year of readings of a flat, but for the month that is being read; how many are new."""
    given = 0
    for device in installed:
        meter = meters.take(flat.payer, flat.number, device.number, by=by, at=at).id
        _, found = meters.history(meter, by=by, at=at)
        known = meters.counting(found)
        for moment, value in _year(flat, device, at):
            if f"{moment:%Y-%m}" not in known:
                said = Said(value, moment.date(), confirmed=True)
                meters.give(meter, said, by=by, source="web", at=moment)
                given += 1
    return given


def _year(flat: Flat, device: Installed, at: datetime) -> Iterator[tuple[datetime, int]]:
    """When a meter was read in the last twelve months, and what it showed."""
    lot = Random(device.number)
    usual = round(metering.kind(device.kind).norm * metering.MILLI * flat.residents * 0.7)
    value = device.showed + 12 * usual
    for back in range(12, 0, -1):
        years, month = divmod(at.year * 12 + at.month - 1 - back, 12)
        value += round(usual * lot.uniform(0.6, 1.3))
        yield datetime(years, month + 1, lot.randint(16, 26), 9, tzinfo=UTC), value
