"""Meters and readings as programs see them, and as spreadsheets do."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from http import HTTPStatus

from chalice.app import Response
from msgspec import Struct

from chalicelib.catalogue import Text
from chalicelib.domain import meters
from chalicelib.domain.meters import Reading, Standing
from chalicelib.language import tell
from chalicelib.metering import MILLI

CSV = "text/csv"
HEADS = ("month", "value", "used", "taken_at", "given_at", "source", "marks", "counts")


class ReadingView(Struct):
    """`used` is what went through since the reading before. `marks`: `rollover`, `confirmed`, and
    `unverified` if the meter's verification was over. Of each month the last reading `counts`.
    `photo_id` is the photo that you sent with it."""

    id: str
    meter: str
    month: str
    value: float
    used: float
    taken_at: date
    given_at: datetime
    source: str
    marks: tuple[str, ...]
    counts: bool = True
    photo_id: str | None = None


class ReadingsView(Struct):
    """Everything that was read off the meter, the oldest first."""

    items: list[ReadingView]


class BeforeView(Struct):
    value: float
    taken_at: date


class MeterView(Struct):
    """`before` is what a new reading is compared with, `value` what this month has already.

    `warning` is 60, 30 or 7 if the verification runs out within so many days, and -1 once it has;
    `missed` counts the months without a reading: after three of them have the meter checked.
    """

    id: str
    kind: str
    title: Text
    unit: Text
    number: str
    digits: int
    address: str
    flat: str
    verified_until: date
    warning: int | None
    missed: int
    before: BeforeView
    value: float | None


class MetersView(Struct):
    """`month` is the one whose readings are taken now, until `until`; else `opens_on` says when
    the next ones are."""

    month: str | None
    until: date | None
    opens_on: date | None
    items: list[MeterView]


class WrongView(Struct):
    """Rows are counted as spreadsheets do: the first one names the columns."""

    row: int
    column: str
    code: str
    reason: str


class BulkView(Struct):
    """How far a file is: of so many `rows`, how many were `kept`, and which are `wrong`."""

    id: str
    sent_at: datetime
    rows: int
    done: int
    kept: int
    over: bool
    wrong: list[WrongView]


class PhotoInvitation(Struct):
    """A form (multipart/form-data) to be posted to ``url``: these fields, then ``file``, last.
    What became of the photo tells `/api/v1/uploads/{id}`; then name the ``id`` as `photo_id`."""

    id: str
    url: str
    fields: dict[str, str]


class SentView(Struct):
    """Where to see how far it is: `/api/v1/meters/bulk/{id}`."""

    id: str


def meter(shown: Standing) -> MeterView:
    known = shown.meter
    return MeterView(
        id=known.id,
        kind=shown.kind.code,
        title=shown.kind.title,
        unit=shown.kind.unit,
        number=known.number,
        digits=int(known.digits),
        address=known.address,
        flat=known.flat,
        verified_until=date.fromisoformat(known.verified_until),
        warning=shown.warning,
        missed=shown.missed,
        before=BeforeView(shown.before.value / MILLI, shown.before.taken_on),
        value=shown.given.value / MILLI if shown.given else None,
    )


def reading(found: Reading, counts: bool = True) -> ReadingView:
    return ReadingView(
        id=found.id,
        meter=found.meter,
        month=found.month,
        value=found.value / MILLI,
        used=found.used / MILLI,
        taken_at=found.taken_on,
        given_at=found.given_at,
        source=found.source,
        marks=found.marks,
        counts=counts,
        photo_id=found.photo,
    )


def readings(found: Iterable[Reading]) -> list[ReadingView]:
    listed = list(found)
    counting = {each.id for each in meters.counting(listed).values()}
    return [reading(each, each.id in counting) for each in listed]


def bulk(found: meters.Progress, language: str) -> BulkView:
    wrong = [
        WrongView(each.row, each.column, each.code, tell(each.message, language))
        for each in sorted(found.wrong, key=lambda each: each.row)
    ]
    return BulkView(
        found.id, found.sent_at, found.rows, found.done, found.kept, found.is_over, wrong
    )


def as_csv(found: Iterable[ReadingView], *, name: str) -> Response:
    """Every reading in a line (RFC 4180)."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(HEADS)
    for each in found:
        lines.writerow(
            [
                each.month,
                each.value,
                each.used,
                each.taken_at.isoformat(),
                each.given_at.isoformat(),
                each.source,
                " ".join(each.marks),
                "yes" if each.counts else "no",
            ]
        )
    headers: dict[str, str | list[str]] = {
        "Content-Type": f"{CSV}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Cache-Control": "no-store",
    }
    return Response(written.getvalue(), headers, HTTPStatus.OK)
