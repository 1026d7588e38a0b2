"""Publishing ballots as open data: a file of each kind for every year in which they closed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO

import msgspec

from chalicelib.domain import figures
from chalicelib.domain.archive.cards import export_shelf
from chalicelib.domain.archive.rows import COLUMNS, KINDS, NAMES
from chalicelib.domain.datasets import AT_ONCE, IN_MEMORY, Dataset, Pages, Row, line
from chalicelib.models.archive import Card, Mark, Year
from chalicelib.observability import logger

COUNTED = ("ballots", "votes", "opinions")
DATA = Dataset(
    name="ballots",
    title="Ballots",
    kinds=KINDS,
    columns=COLUMNS,
    key="id",
    marks=Mark,
    batches=Year,
)


def export(*, at: datetime, pages: Pages) -> int:
    """Publish the years that are marked, as exports of complaints do; how many they were. What is
    counted on the way, of all years, becomes the figures of Active Citizen."""
    marks = DATA.marked()
    for mark in marks:
        _publish(mark.place, at=at)
    if marks or not DATA.is_published():
        _publish_index(pages, at=at)
    for mark in marks:
        DATA.unmark(mark)
    return len(marks)


def _publish(year: str, *, at: datetime) -> None:
    rows = [card.whole for card in _cards(year)]  # some hundreds
    with ExitStack() as closing:
        files = {kind: closing.enter_context(SpooledTemporaryFile(IN_MEMORY)) for kind in KINDS}
        _write(files, rows)
        kept = {kind: DATA.put_file(year, kind, file) for kind, file in files.items()}
    counted = _counted(rows)
    Year(place=year, ballots=len(rows), built_at=at, files=kept, figures=counted).save()
    logger.info("year of ballots published", year=year, ballots=len(rows))


def _cards(year: str) -> Iterator[Card]:
    return iter(Card.query(export_shelf(year), page_size=AT_ONCE, consistent_read=True))


def _write(files: Mapping[str, IO[bytes]], rows: Sequence[Row]) -> None:
    files["csv"].write(line(NAMES))
    for row in rows:
        files["csv"].write(line(row[name] for name in NAMES))
    files["json"].write(msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n")


def _counted(rows: Iterable[Row]) -> dict[str, int]:
    """Ballots with a published result, the people who voted, the questions they answered."""
    final = [row for row in rows if row["votes"] is not None]
    sums = {name: sum(row[name] for row in final) for name in ("votes", "opinions")}
    return {"ballots": len(final), **sums}


def _publish_index(pages: Pages, *, at: datetime) -> None:
    years: Sequence[Year] = list(Year.query("years", consistent_read=True))
    sums = {name: sum(year.figures[name] for year in years) for name in COUNTED}
    since = min((int(year.place) for year in years), default=None)
    figures.keep("ballots", {**sums, "since": since}, (), at=at)
    DATA.publish_index(years, pages)
