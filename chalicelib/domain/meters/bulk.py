"""Readings of whole houses in one file: kept as it is sent, then worked through chunk by chunk.

Every row is a reading of its own, and its place among the events is made of file and row: a worker
that was killed begins its chunk again, and what was kept is kept once.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, metering, workdays
from chalicelib.actors import Actor, Role
from chalicelib.domain import claims
from chalicelib.domain.keeping import keep
from chalicelib.domain.meters import giving, keeping, register, rows, rules
from chalicelib.domain.meters.rows import Row, Wrong
from chalicelib.domain.meters.rules import Refused, Said
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.bulk import (
    DONE,
    HEAD,
    OF,
    ROWS,
    Bulk,
    BulkEvent,
    BulkItem,
    Chunk,
    Done,
    Sent,
)
from chalicelib.models.claim import Claim
from chalicelib.models.event import PREFIX, new_part
from chalicelib.models.meter import HEAD as METER
from chalicelib.models.meter import Meter, MeterEvent

SENT = "meters.sent"
CHUNK = 125  # rows: forty chunks and what tells of them fit into one transaction
KEPT = timedelta(days=30)
LISTED = 20
TRIES = 4


class Progress(NamedTuple):
    """How far a file is: of ``rows``, how many were looked at, kept, and are wrong."""

    id: str
    sent_at: datetime
    rows: int
    done: int
    kept: int
    wrong: list[Wrong]

    @property
    def is_over(self) -> bool:
        return self.done == self.rows


def send(
    content: str | bytes,
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
    field: str = "rows",
) -> str:
    """Keep a file and let it be worked through; its id. With the same ``key`` it is sent once.

    `Invalid`, naming the ``field``, if it is no such file; `Refused` outside the window, all of it
    at once.
    """
    _refuse_others(by)
    found = rows.read(content, field=field)
    told = content.encode() if isinstance(content, str) else content
    claim = claims.claim(told, key, within="bulks", person=by.id, at=at) if key else None
    try:
        return _kept(found, claim, by=by, at=at)
    except (Conflict, Refused):
        if before := claims.made_before(claim, at):
            return before
        raise


def work(bulk: str, chunk: int) -> None:
    """Work through a chunk; done again, it comes out the same."""
    head, part, done = together(
        (Bulk, bulk, HEAD),
        (Chunk, bulk, _part(ROWS, chunk)),
        (Done, bulk, _part(DONE, chunk)),
        consistent=True,
    )
    if done or head is None or part is None:  # or forgotten, after a month among the dead letters
        return
    wrong = [why for row in rows.from_plain(part.rows) if (why := _outcome(head, row))]
    Done(
        bulk,
        _part(DONE, chunk),
        kept=len(part.rows) - len(wrong),
        wrong=msgspec.to_builtins(wrong),
        expires_at=head.expires_at,
    ).save()


def progress(bulk: str, *, by: Actor) -> Progress:
    """How far one's own file is; `NotFound` for every other."""
    _refuse_others(by)
    found: list[Any] = list(BulkItem.query(bulk, BulkItem.part <= DONE + "~", consistent_read=True))
    head = next((item for item in found if isinstance(item, Bulk)), None)
    if head is None or head.person != by.id:
        raise NotFound("there is no such file")
    done = [item for item in found if isinstance(item, Done)]
    wrong = [each for item in done for each in msgspec.convert(item.wrong, list[Wrong])]
    kept = sum(int(item.kept) for item in done)
    return Progress(bulk, head.sent_at, int(head.rows), kept + len(wrong), kept, wrong)


def sent_by(person: str) -> list[Sent]:
    """The files that somebody sent in the last month, the newest first."""
    return list(Sent.query(OF + person, scan_index_forward=False, limit=LISTED, page_size=LISTED))


def forget(person: str) -> None:
    for sent in list(Sent.query(OF + person)):
        for item in _collection(sent.bulk):
            item.delete()
        sent.delete()


def _outcome(bulk: Bulk, row: Row) -> Wrong | None:
    """What is wrong with a row; None if its reading is kept."""
    if row.wrong:
        return row.wrong
    try:
        _give(bulk, row)
    except Refused as error:
        ((column, why),) = error.fields.items()
        return Wrong.of(row.number, column, error.code, why)
    return None


def _give(bulk: Bulk, row: Row) -> None:
    part = _place(bulk, row)
    for _ in range(TRIES):
        meter, before = together(
            (Meter, register.id_of(row.payer, row.meter), METER),
            (MeterEvent, register.id_of(row.payer, row.meter), part),
            consistent=True,
        )
        if before:
            return
        event = _judged(bulk, row, meter, part)
        try:
            keeping.keep_reading(meter, event)
        except Conflict:
            continue
        return
    raise Conflict(giving.BUSY)  # the queue brings the chunk again


def _judged(bulk: Bulk, row: Row, meter: Meter | None, part: str) -> MeterEvent:
    if meter is None or not _is_in_hand(bulk, meter, row):
        why = say("there is no such meter in the houses that you manage")
        raise Refused("not_in_register", why, "meter")
    at = bulk.sent_at
    said = Said(row.value, row.taken_on or workdays.day_of(at), row.confirmed, row.rollover)
    new = giving.judged(meter, said, at=at)
    if keeping.moment(meter, new.month, at) != at:
        why = say("a newer reading of this month is there: it was given after the file was sent")
        raise Refused("newer_there", why)
    return keeping.event_of(meter, new, source=keeping.BULK, actor=bulk.id, at=at, part=part)


def _place(bulk: Bulk, row: Row) -> str:
    """Where a row's reading lies among the events: always the same."""
    told = hashlib.sha256(f"{bulk.id}#{row.number}".encode()).hexdigest()[:12]
    return f"{PREFIX}{bulk.sent_at:%Y%m%dT%H%M%S.%f}-{told}"


def _is_in_hand(bulk: Bulk, meter: Meter, row: Row) -> bool:
    """Whether the meter is in that flat, and whoever sent the file acts for who runs the house."""
    runs = "" in bulk.managers or meter.manager in bulk.managers
    return runs and meter.flat.upper() == row.flat.upper()


def _refuse_others(by: Actor) -> None:
    """Agencies run houses; one that runs none finds no meter that is in its hands."""
    if not by.is_(Role.AGENCY):
        raise Forbidden("your role does not include this")


def _kept(found: list[Row], claim: Claim | None, *, by: Actor, at: datetime) -> str:
    today, window = workdays.day_of(at), metering.window()
    if rules.month_at(today, window) is None:
        raise rules.closed(today, window)
    bulk = Bulk(
        claim.reference if claim else identifiers.number(),
        person=by.id,
        managers=sorted(by.scopes(Role.AGENCY)),
        sent_at=at,
        rows=len(found),
        chunks=-(-len(found) // CHUNK),
        expires_at=at + KEPT,
    )

    def fill(write: TransactWrite) -> None:
        claims.claiming(write, claim, at)
        write.save(bulk, condition=Bulk.id.does_not_exist())
        write.save(_sent(bulk))
        for number in range(int(bulk.chunks)):
            write.save(_chunk(bulk, number, found[number * CHUNK : (number + 1) * CHUNK]))
            write.save(_event(bulk, number))

    keep(fill, otherwise="this file was sent already")
    return str(bulk.id)


def _chunk(bulk: Bulk, number: int, found: list[Row]) -> Chunk:
    return Chunk(bulk.id, _part(ROWS, number), rows=rows.plain(found), expires_at=bulk.expires_at)


def _event(bulk: Bulk, number: int) -> BulkEvent:
    return BulkEvent(
        bulk.id,
        new_part(bulk.sent_at),
        kind=SENT,
        at=bulk.sent_at,
        facts={"chunk": str(number)},
        expires_at=bulk.expires_at,
    )


def _sent(bulk: Bulk) -> Sent:
    return Sent(
        OF + bulk.person,
        f"{bulk.sent_at.isoformat()}#{bulk.id}",
        bulk=bulk.id,
        rows=bulk.rows,
        sent_at=bulk.sent_at,
        expires_at=bulk.expires_at,
    )


def _part(kind: str, number: int) -> str:
    return f"{kind}{number:03}"


def _collection(bulk: str) -> Iterator[Any]:
    for model, first in ((Bulk, HEAD), (Done, DONE), (BulkEvent, PREFIX), (Chunk, ROWS)):
        yield from model.query(bulk, model.part.startswith(first))
