"""A file of readings as house managers send it: read row by row, and what is wrong with each. Pure.

The first row names the columns; how a spreadsheet may have saved them, `tables` knows.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice
from typing import Any

import msgspec

from chalicelib.domain.meters import codes, tables
from chalicelib.domain.meters.rules import Refused
from chalicelib.domain.meters.tables import NoTable
from chalicelib.errors import Invalid
from chalicelib.messages import Message, say

NEEDED = ("payer_code", "flat", "meter", "value")
COLUMNS = (*NEEDED, "taken_at", "confirmed", "rollover")
MOST_ROWS = 5_000
LONGEST = 24  # characters of a cell
YES = {"1", "yes", "true", "да"}
FIRST = 2  # the number of the first row that holds a reading, as spreadsheets count
DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)  # as they write it here


class Wrong(msgspec.Struct, frozen=True):
    """What is wrong with a row: in which column, and why, to be told in any language."""

    row: int
    column: str
    code: str
    sentence: str
    values: dict[str, str] = {}

    @classmethod
    def of(cls, row: int, column: str, code: str, why: Message) -> "Wrong":
        return cls(row, column, code, why.singular, {n: str(v) for n, v in why.values.items()})

    @property
    def message(self) -> Message:
        return Message(self.sentence, values=self.values)


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the file; of one that is ``wrong`` nothing else is known."""

    number: int
    payer: str = ""
    flat: str = ""
    meter: str = ""
    value: int = 0
    taken_on: date | None = None
    confirmed: bool = False
    rollover: bool = False
    wrong: Wrong | None = None


def read(content: str | bytes, *, field: str = "rows") -> list[Row]:
    """Every row, good or wrong; `Invalid`, naming the ``field``, if it is no such file at all."""
    try:
        return _read(content)
    except NoTable as error:
        raise Invalid(error.why.singular, {field: error.why}, **error.why.values) from error


def _read(content: str | bytes) -> list[Row]:
    table = tables.lines(tables.text(content))
    heads = next(table, [])
    if heads is None:
        raise NoTable(tables.NOT_CSV)
    if missing := [name for name in NEEDED if name not in heads]:
        raise NoTable(say("the first row lacks the column %(column)s", column=missing[0]))
    rows = list(islice(_rows(table, heads), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise NoTable(say("a file has %(most)s rows at most", most=MOST_ROWS))
    if not rows:
        raise NoTable(say("there is no reading in this file"))
    return rows


def _rows(table: Iterator[list[str] | None], heads: list[str]) -> Iterator[Row]:
    cells = {name: number for number, name in enumerate(heads)}
    known: dict[tuple[str, str], int] = {}
    for number, written in enumerate(table, FIRST):
        if unreadable := _unreadable(written, len(heads)):
            yield _wrong(number, "row", *unreadable)
        elif written and any(written):
            yield _once(_row(number, _named(written, cells)), known)


def _unreadable(written: list[str] | None, width: int) -> tuple[str, Message] | None:
    """Why a line cannot be a row; what a spreadsheet leaves empty at its end is nothing."""
    if written is None:
        return "unreadable", say("a quote in this row is not closed")
    if any(written[width:]):
        return "too_many", say("this row has more cells than the first row names")
    return None


def _named(written: list[str], cells: Mapping[str, int]) -> dict[str, str]:
    return {
        name: written[number] if number < len(written) else ""
        for name, number in cells.items()
        if name in COLUMNS
    }


def _row(number: int, cells: Mapping[str, str]) -> Row:
    for name, text in cells.items():
        if len(text) > LONGEST:
            return _wrong(number, name, "too_long", say("this cell is too long"))
        if name in NEEDED and not text:
            return _wrong(number, name, "missing", say("this cell is empty"))
    try:
        return _right(number, cells)
    except Refused as error:
        ((column, why),) = error.fields.items()
        return _wrong(number, column, error.code, why)


def _right(number: int, cells: Mapping[str, str]) -> Row:
    return Row(
        number,
        payer=codes.payer(cells["payer_code"]),
        flat=cells["flat"],
        meter=cells["meter"],
        value=codes.thousandths(cells["value"]),
        taken_on=_day(cells.get("taken_at", "")),
        confirmed=cells.get("confirmed", "").lower() in YES,
        rollover=cells.get("rollover", "").lower() in YES,
    )


def _day(written: str) -> date | None:
    """As programs write it, or as spreadsheets here do: 16.03.2026."""
    if not written:
        return None
    try:
        if found := DAY.fullmatch(written):
            day, month, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(written)
    except ValueError as error:
        raise Refused("taken_at", say("write the day like 2026-03-16"), "taken_at") from error


def _once(row: Row, known: dict[tuple[str, str], int]) -> Row:
    """The same meter twice in a file: which of the two is meant, nobody knows."""
    if row.wrong:
        return row
    first = known.setdefault((row.payer, "".join(row.meter.split()).upper()), row.number)
    if first == row.number:
        return row
    why = say("this meter is in row %(row)s already", row=first)
    return _wrong(row.number, "meter", "twice", why)


def _wrong(number: int, column: str, code: str, why: Message) -> Row:
    return Row(number, wrong=Wrong.of(number, column, code, why))


def plain(rows: list[Row]) -> Any:
    return msgspec.to_builtins(rows)


def from_plain(rows: Any) -> list[Row]:
    return msgspec.convert(rows, list[Row])
