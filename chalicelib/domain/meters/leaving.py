"""Letting a meter go, and what meters keep of a person: to read it, and to be forgotten."""

from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.keeping import keep
from chalicelib.domain.meters import bulk, evidence, keeping, register
from chalicelib.domain.meters.keeping import Reading
from chalicelib.domain.meters.rules import shown
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.base import together
from chalicelib.models.meter import HEAD, Holding, Meter


def put_away(meter: str, *, by: Actor, at: datetime) -> None:
    """Have a meter in one's account no more; `NotFound` if it is not.

    The register keeps it, and its readings, under a number that leads to nobody from then on; the
    photos go. It can be taken again.
    """
    known, holding = register.mine(meter, by=by)
    evidence.let_go(holding)

    def fill(write: TransactWrite) -> None:
        write.delete(holding, condition=Holding.number == holding.number)
        write.save(register.event_of(known, "left", at=at, actor=holding.number))

    try:
        keep(fill, otherwise=register.NOT_YOURS)
    except Conflict as error:  # another of their browsers was quicker
        raise NotFound(register.NOT_YOURS) from error


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    held = register.holdings(person)
    meters = together(*((Meter, each.meter, HEAD) for each in held), consistent=True)
    return {
        "meters": [_meter(holding, meter) for holding, meter in zip(held, meters, strict=True)],
        "files": [_file(sent) for sent in bulk.sent_by(person)],
    }


def forget(person: str) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing.

    Meters and their readings belong to the flat and stay; who gave them was a number, and what led
    from the person to it goes, as do photos. Files that an officer sent go by themselves after a
    month.
    """
    held = register.holdings(person)
    for holding in held:
        evidence.let_go(holding)
    with Holding.batch_write() as batch:
        for holding in held:
            batch.delete(holding)
    bulk.forget(person)


def _meter(holding: Holding, meter: Meter) -> dict[str, Any]:
    read = [each for each in keeping.readings(meter.id) if each.by == holding.number]
    return {
        "id": meter.id,
        "kind": meter.kind,
        "number": meter.number,
        "payer_code": meter.payer,
        "flat": meter.flat,
        "address": meter.address,
        "since": holding.since.isoformat(),
        "readings": [_reading(each) for each in read],
    }


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "month": reading.month,
        "value": shown(reading.value),
        "taken_at": reading.taken_on.isoformat(),
        "given_at": reading.given_at.isoformat(),
        "source": reading.source,
        "photo": reading.photo,
    }


def _file(sent: Any) -> dict[str, Any]:
    return {"id": sent.bulk, "rows": int(sent.rows), "sent_at": sent.sent_at.isoformat()}
