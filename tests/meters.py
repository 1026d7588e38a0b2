"""Flats with meters, and people who read them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib import identifiers
from chalicelib.domain import meters
from chalicelib.domain.meters import Flat, Installed, Said
from chalicelib.domain.meters.register import id_of
from chalicelib.models.bulk import Bulk
from chalicelib.models.meter import Holding, Meter, MeterEvent
from chalicelib.models.photo import IN_DRAFT, Photo, PhotoState
from tests.factories import a_resident, an_officer

PAYER, OTHER = "1000000013", "1000000021"
COLD, HOT, LIGHT = "12-345678", "12-345679", "E-100"
AT = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)  # in the window of March
CLOSED = datetime(2026, 3, 10, 9, tzinfo=UTC)  # before it
HOUR = timedelta(hours=1)
SHOWED = 100_000  # thousandths, when it was verified in February
ANNA = a_resident("anna")
MANAGER = an_officer("agency.housing", "olga")
NEW = {"payer_code": PAYER, "flat": "14", "number": COLD}  # as a resident names one
GOOD = (f"{PAYER};14;{COLD};105,5", f"{PAYER};14;{HOT};103.2", f"{PAYER};14;{LIGHT};180")


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


@pytest.fixture
def in_the_window(now):
    """It is a day on which readings are taken."""
    now(AT)


def refused(code: str, wanted, *given, **more):
    with pytest.raises(meters.Refused) as error:
        wanted(*given, **more)
    assert error.value.code == code


def take(payer=PAYER, flat="14", number=COLD, *, by=ANNA, at=AT):
    return meters.take(payer, flat, number, by=by, at=at)


def send(*given, by=MANAGER, at=AT, key=None, **more):
    return meters.send(a_file(*given, **more), by=by, at=at, key=key)


def work(sent):
    """All chunks of the file, as workers do."""
    for number in range(int(Bulk.get(sent, "bulk").chunks)):
        meters.work(sent, number)


def done(sent, by=MANAGER):
    return meters.progress(sent, by=by)


def wrong(sent):
    """Row, column and code of each that was not kept."""
    return [
        (each.row, each.column, each.code) for each in sorted(done(sent).wrong, key=lambda w: w.row)
    ]
