"""Readings as they are kept: what counts lies with the meter, every one is an event of its own."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import metering
from chalicelib.domain import claims
from chalicelib.domain.keeping import Fill, keep
from chalicelib.domain.meters.rules import Accepted, Device, Past
from chalicelib.models.claim import Claim
from chalicelib.models.event import PREFIX
from chalicelib.models.meter import Meter, MeterEvent

READ = "meter.read"
BULK = "bulk"  # in a file, by who manages the house
FLATS, HOUSES = "meter-readings", "house-meter-readings"  # the services that readings belong to
KEPT = 25  # months of readings that lie with the meter
CHANGED = "this meter was read meanwhile: look at it again"


class Reading(NamedTuple):
    """A reading that was accepted; values in thousandths."""

    id: str
    meter: str
    month: str
    value: int
    used: int
    monthly: int
    taken_on: date
    given_at: datetime
    source: str
    marks: tuple[str, ...]
    by: str | None  # the number of a holding
    photo: str | None = None


class Kept(NamedTuple):
    """What a meter has of a month: the reading that counts, and since when."""

    past: Past
    given_at: datetime


def device_of(meter: Meter) -> Device:
    on = date.fromisoformat(meter.verified_on)
    return Device(
        kind=metering.kind(meter.kind),
        digits=int(meter.digits),
        residents=int(meter.residents),
        verified=Past(f"{on:%Y-%m}", int(meter.verified_value), on),
        verified_until=date.fromisoformat(meter.verified_until),
    )


def past_of(meter: Meter) -> list[Past]:
    """The readings that count, the oldest first."""
    return [each.past for each in kept_of(meter)]


def kept_of(meter: Meter) -> list[Kept]:
    return [
        Kept(Past(month, value, date.fromisoformat(on), monthly), datetime.fromisoformat(at))
        for month, value, on, monthly, at in meter.past
    ]


def moment(meter: Meter, month: str, at: datetime) -> datetime:
    """When it is given: after what it replaces, by whichever clock."""
    before = (each.given_at for each in kept_of(meter) if each.past.month == month)
    return max([at, *(each + timedelta(microseconds=1) for each in before)])


def event_of(
    meter: Meter, new: Accepted, *, source: str, actor: str, at: datetime, part: str
) -> MeterEvent:
    return MeterEvent(
        meter.id,
        part,
        kind=READ,
        at=at,
        actor=actor,
        source=source,
        month=new.month,
        value=new.value,
        used=new.used,
        monthly=new.monthly,
        taken_on=new.taken_on.isoformat(),
        marks=list(new.marks),
        facts={"service": HOUSES if source == BULK else FLATS},
    )


def keep_reading(
    meter: Meter, event: MeterEvent, claim: Claim | None = None, *, also: Fill | None = None
) -> None:
    """The reading takes its month's place; its event is kept with it, and what is ``also`` to be.
    `Conflict` if the meter was read meanwhile, if somebody has the key, or if the rest cannot be.
    """
    changed = Meter.past.set(_with(meter, event))

    def fill(write: TransactWrite) -> None:
        claims.claiming(write, claim, event.at)
        write.update(meter, actions=[changed], condition=Meter.id.exists())
        write.save(event, condition=MeterEvent.part.does_not_exist())
        if also:
            also(write)

    keep(fill, otherwise=CHANGED)


def reading_of(event: MeterEvent) -> Reading:
    return Reading(
        event.id,
        event.entity,
        str(event.month),
        int(event.value),
        int(event.used),
        int(event.monthly),
        date.fromisoformat(str(event.taken_on)),
        event.at,
        str(event.source),
        tuple(event.marks or ()),
        event.actor,
        event.photo,
    )


def readings(meter: str, *, since: date | None = None) -> list[Reading]:
    """Everything that was read off the meter, the oldest first; what was replaced as well."""
    first = PREFIX + (f"{since:%Y%m%d}" if since else "")
    found = MeterEvent.query(
        meter, MeterEvent.part.between(first, PREFIX + "~"), consistent_read=True
    )
    return [reading_of(event) for event in found if event.kind == READ]


def counting(found: Iterable[Reading]) -> dict[str, Reading]:
    """The reading that counts of each month: the last one."""
    return {reading.month: reading for reading in found}


def _with(meter: Meter, event: MeterEvent) -> list[list[object]]:
    new = [event.month, event.value, event.taken_on, event.monthly, event.at.isoformat()]
    others = [each for each in meter.past if each[0] != event.month]
    return sorted([*others, new], key=lambda each: str(each[0]))[-KEPT:]
