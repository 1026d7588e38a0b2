"""Giving a reading: looked at, judged, and kept with its event, or not at all."""

from datetime import datetime

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import metering, workdays
from chalicelib.actors import Actor
from chalicelib.domain import claims
from chalicelib.domain.meters import evidence, keeping, register, rules
from chalicelib.domain.meters.keeping import Reading
from chalicelib.domain.meters.rules import Accepted, Refused, Said
from chalicelib.errors import Conflict
from chalicelib.models.claim import Claim
from chalicelib.models.event import PREFIX, new_part
from chalicelib.models.meter import Holding, Meter, MeterEvent

TRIES = 4
BUSY = "many people are changing this at the moment: try again"


def give(
    meter: str, said: Said, *, by: Actor, source: str, at: datetime, key: str | None = None
) -> Reading:
    """Give a reading of one's own meter; with the same ``key`` again it is the same reading, also
    when its window is over by then.

    `Refused` if it is not taken, with what would be; `Invalid` if its photo cannot be, or not yet.
    What the month has already is replaced.
    """
    claim = _claim(meter, said, key, by=by, at=at)
    for _ in range(TRIES):
        known, holding = register.mine(meter, by=by)
        try:
            return _given(known, holding, said, by=by, source=source, at=at, claim=claim)
        except (Conflict, Refused) as error:
            if before := _made_before(meter, claim, at):
                return before
            if isinstance(error, Refused):
                raise
            evidence.check(said.photo, meter, by=by)
    raise Conflict(BUSY)


def judged(meter: Meter, said: Said, *, at: datetime) -> Accepted:
    """What becomes of the reading; `Refused` if nothing does."""
    return rules.accept(
        said,
        keeping.device_of(meter),
        keeping.past_of(meter),
        today=workdays.day_of(at),
        window=metering.window(),
    )


def _given(
    meter: Meter,
    holding: Holding,
    said: Said,
    *,
    by: Actor,
    source: str,
    at: datetime,
    claim: Claim | None,
) -> Reading:
    new = judged(meter, said, at=at)
    moment = keeping.moment(meter, new.month, at)
    part = new_part(moment)
    if claim:
        claim.reference = part.removeprefix(PREFIX)
    event = keeping.event_of(meter, new, source=source, actor=holding.number, at=moment, part=part)
    event.photo = said.photo

    def also(write: TransactWrite) -> None:
        if said.photo:
            evidence.keeping(write, said.photo, holding, by=by)

    keeping.keep_reading(meter, event, claim, also=also)
    return keeping.reading_of(event)


def _made_before(meter: str, claim: Claim | None, at: datetime) -> Reading | None:
    before = claims.made_before(claim, at)
    if before is None:
        return None
    (event,) = MeterEvent.batch_get([(meter, PREFIX + before)], consistent_read=True)
    return keeping.reading_of(event)


def _claim(meter: str, said: Said, key: str | None, *, by: Actor, at: datetime) -> Claim | None:
    if key is None:
        return None
    content = msgspec.json.encode([meter, said])
    return claims.claim(content, key, within="meters", person=by.id, at=at)
