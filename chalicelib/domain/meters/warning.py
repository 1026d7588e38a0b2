"""Telling people in time that a meter's verification runs out: found by the clock, told once."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

from chalicelib import metering, workdays
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict
from chalicelib.events import Happened
from chalicelib.models.base import together
from chalicelib.models.event import PREFIX
from chalicelib.models.meter import HEAD, MINE, OF, Holding, Meter, Told
from chalicelib.outbound import queues

QUEUE = "meters"  # beside files of readings; neither is long in the other's way
NEAR, RUNS_OUT = "meter.near", "meter.runs_out"
MISSED = 3  # days after which somebody is still found of whom the clock was not in time
KEPT = timedelta(days=30)  # that it is known who was told


def find(*, at: datetime) -> int:
    """Enqueue whose meters have to be verified in 60, 30 or 7 days; how many that were."""
    return queues.send(QUEUE, _near(workdays.day_of(at), at))


def tell(message: Happened, *, at: datetime) -> None:
    """Tell one person of one meter, once for each step; of one that was verified meanwhile, or is
    not in their account any more, nothing."""
    (person,), day = message.concerns, message.facts["day"]
    meter, holding = together(
        (Meter, message.entity, HEAD), (Holding, OF + person, MINE + message.entity)
    )
    if meter is None or holding is None or meter.verified_until != day:
        return
    told = _told(meter, person, date.fromisoformat(day), int(message.facts["step"]), at=at)
    with suppress(Conflict):
        keep_alone(
            lambda: told.save(condition=Told.part.does_not_exist()),
            otherwise="they were told already",
        )


def _near(today: date, at: datetime) -> Iterator[Happened]:
    for step in metering.warnings():
        for late in range(MISSED + 1):
            day = (today + timedelta(days=step - late)).isoformat()
            for holding in Holding.by_running_out.query(day):
                yield Happened(
                    id=f"{holding.meter}-{step}",
                    entity=holding.meter,
                    kind=NEAR,
                    at=at,
                    concerns=(holding.person.removeprefix(OF),),
                    facts={"day": day, "step": str(step)},
                )


def _told(meter: Meter, person: str, until: date, step: int, *, at: datetime) -> Told:
    """Its place is made of whom it tells and of which step."""
    moment = datetime.combine(until - timedelta(days=step), time(), UTC)
    lot = hashlib.sha256(f"{meter.id}#{person}#{until}#{step}".encode()).hexdigest()[:12]
    title = metering.kind(meter.kind).title
    return Told(
        meter.id,
        f"{PREFIX}{moment:%Y%m%dT%H%M%S.%f}-{lot}",
        kind=RUNS_OUT,
        at=at,
        concerns={person},
        facts={"title_ru": title.ru, "title_en": title.en, "day": until.isoformat()},
        expires_at=at + KEPT,
    )
