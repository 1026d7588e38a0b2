"""How a meter stands: what was read last, whether this month's is there, what has to be done."""

from datetime import date, datetime
from typing import NamedTuple

from chalicelib import metering, workdays
from chalicelib.actors import Actor
from chalicelib.domain.meters import keeping, register, rules
from chalicelib.domain.meters.keeping import Reading
from chalicelib.domain.meters.rules import Past
from chalicelib.metering import Kind
from chalicelib.models.meter import Meter


class Open(NamedTuple):
    """Of which month readings are taken now, until which day; or from when on the next ones are."""

    month: str | None
    until: date | None
    opens: date | None


class Standing(NamedTuple):
    """A meter of somebody's. ``before`` is what a new reading is compared with, ``given`` what this
    month has, ``warning`` how near the end of its verification is (-1: it is over)."""

    meter: Meter
    kind: Kind
    before: Past
    given: Past | None
    missed: int
    warning: int | None

    @property
    def gap(self) -> bool:
        """Nothing was read for so long that somebody should come and look."""
        return self.missed >= rules.GAP


def window(at: datetime) -> Open:
    today, known = workdays.day_of(at), metering.window()
    month = rules.month_at(today, known)
    if month is None:
        return Open(None, None, rules.opens_next(today, known))
    return Open(month, rules.days_of(month, known)[1], None)


def mine(*, by: Actor, at: datetime) -> list[Standing]:
    """How all meters in somebody's account stand."""
    return [standing(meter, at=at) for meter in register.all_mine(by.id)]


def one(meter: str, *, by: Actor, at: datetime) -> Standing:
    found, _ = register.mine(meter, by=by)
    return standing(found, at=at)


def history(
    meter: str, *, by: Actor, at: datetime, since: date | None = None
) -> tuple[Standing, list[Reading]]:
    """How a meter of one's own stands, and everything that was read off it, the oldest first; of
    photos those that are one's own."""
    found, holding = register.mine(meter, by=by)
    read = keeping.readings(meter, since=since)
    theirs = (each._replace(photo=None) if each.by != holding.number else each for each in read)
    return standing(found, at=at), list(theirs)


def standing(meter: Meter, *, at: datetime) -> Standing:
    today, known = workdays.day_of(at), metering.window()
    device, past = keeping.device_of(meter), keeping.past_of(meter)
    month = rules.month_at(today, known) or rules.name_of(today)
    last = past[-1] if past else device.verified
    return Standing(
        meter,
        device.kind,
        rules.base_of(device, past, month),
        next((each for each in past if each.month == month), None),
        rules.missed(last.month, today, known),
        rules.warning(device.verified_until, today, metering.warnings()),
    )
