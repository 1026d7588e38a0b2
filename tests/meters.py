"""Flats with meters, and people who read them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib import identifiers
from chalicelib.domain import meters
from chalicelib.domain.meters import Flat, Installed, Said
from chalicelib.domain.meters.register import id_of
from chalicelib.models.meter import Holding, Meter, MeterEvent
from chalicelib.models.photo import IN_DRAFT, Photo, PhotoState
from tests.factories import a_resident, an_officer

PAYER, OTHER = "1000000013", "1000000021"
COLD, HOT, LIGHT = "12-345678", "12-345679", "E-100"
AT = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)  # in the window of March
SHOWED = 100_000  # thousandths, when it was verified in February
MANAGER = an_officer("agency.housing", "olga")


def a_flat(payer: str = PAYER, number: str = "14", *, residents: int = 2, manager: str = "housing"):
    """A flat with a meter of each kind, verified in February at 100; their ids by number."""
    verified, until = date(2026, 2, 1), date(2030, 2, 1)
    kinds = {COLD: ("cold_water", 5), HOT: ("hot_water", 5), LIGHT: ("electricity", 6)}
    meters.put_in_place(
        Flat(payer, number, "Annankatu 25", residents, manager),
        [Installed(k, n, d, verified, SHOWED, until) for n, (k, d) in kinds.items()],
        at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    return {number: id_of(payer, number) for number in kinds}


def a_meter(person: str = "anna", number: str = COLD, **changed: object) -> str:
    """A meter of somebody's, changed if need be; its id."""
    ids = a_flat()
    meters.take(PAYER, "14", number, by=a_resident(person), at=AT - timedelta(hours=1))
    if changed:
        known = Meter.get(ids[number], "meter")
        known.update(actions=[getattr(Meter, name).set(value) for name, value in changed.items()])
    return ids[number]


def a_photo(**made: Any) -> str:
    """A photo of Anna's, looked at, that belongs to nothing yet; its id."""
    kind = {"owner": "anna", "state": PhotoState.READY, "private": True, "kind": "image/jpeg"}
    photo = Photo(identifiers.number(), uploaded_at=AT, loose=IN_DRAFT, **kind | made)
    photo.save()
    return str(photo.id)


TODAY = AT.date()


def said(value: float, *, on: date = TODAY, **more: Any) -> Said:
    return Said(round(value * 1000), on, **more)


def give(meter: str, value: float, *, at: datetime = AT, person: str = "anna", key=None, **more):
    wanted = said(value, on=at.date(), **more)
    return meters.give(meter, wanted, by=a_resident(person), source="api", at=at, key=key)


def months(first: int, many: int) -> Iterator[datetime]:
    """The 16th of so many months of 2026."""
    for month in range(first, first + many):
        yield AT.replace(month=month)


def kept(meter: str) -> list[list[object]]:
    return list(Meter.get(meter, "meter", consistent_read=True).past)


def values(meter: str) -> list[float]:
    return [each[1] / 1000 for each in kept(meter)]


def events(meter: str) -> list[MeterEvent]:
    return list(MeterEvent.query(meter, MeterEvent.part.startswith("event#")))


def holdings(person: str = "anna") -> list[Holding]:
    return list(Holding.query(f"of#{person}"))


def a_file(*rows: str, heads: str = "payer_code;flat;meter;value") -> str:
    return "\n".join([heads, *rows])
