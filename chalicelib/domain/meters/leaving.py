"""What meters keep of a person: for the person to read, and to be forgotten."""

from typing import Any

from chalicelib.domain.meters import bulk, keeping, register
from chalicelib.domain.meters.keeping import Reading
from chalicelib.domain.meters.rules import shown
from chalicelib.models.base import together
from chalicelib.models.meter import HEAD, Holding, Meter


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
    from the person to it goes. Files that an officer sent go by themselves after a month.
    """
    with Holding.batch_write() as batch:
        for holding in register.holdings(person):
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
    }


def _file(sent: Any) -> dict[str, Any]:
    return {"id": sent.bulk, "rows": int(sent.rows), "sent_at": sent.sent_at.isoformat()}
