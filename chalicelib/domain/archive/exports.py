"""Publishing ballots as open data: a file of each kind for every year in which they closed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

import msgspec

from chalicelib.domain import figures
from chalicelib.domain.archive.cards import export_shelf
from chalicelib.domain.archive.rows import COLUMNS, KINDS, NAMES
from chalicelib.domain.datasets import AT_ONCE, Dataset, Files, Pages, Row, line
from chalicelib.models.archive import Card, Mark, Year

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
    """Publish the years in which something changed; how many they were. What is counted on the way,
    of all years, becomes the figures of Active Citizen."""
    return DATA.export(partial(_made, at=at), partial(_sum_up, at=at), pages=pages)


def _made(year: str, files: Files, *, at: datetime) -> Year:
    rows = [card.whole for card in _cards(year)]  # some hundreds
    _write(files, rows)
    return Year(place=year, ballots=len(rows), built_at=at, figures=_counted(rows))


def _cards(year: str) -> Iterator[Card]:
    return iter(Card.query(export_shelf(year), page_size=AT_ONCE, consistent_read=True))


def _write(files: Files, rows: Sequence[Row]) -> None:
    files["csv"].write(line(NAMES))
    for row in rows:
        files["csv"].write(line(row[name] for name in NAMES))
    files["json"].write(msgspec.json.format(msgspec.json.encode(rows), indent=1) + b"\n")


def _counted(rows: Iterable[Row]) -> dict[str, int]:
    """Ballots with a published result, the people who voted, the questions they answered."""
    final = [row for row in rows if row["votes"] is not None]
    sums = {name: sum(row[name] for row in final) for name in ("votes", "opinions")}
    return {"ballots": len(final), **sums}


def _sum_up(years: Sequence[Year], *, at: datetime) -> None:
    sums = {name: sum(year.figures[name] for year in years) for name in COUNTED}
    since = min((int(year.place) for year in years), default=None)
    figures.keep("ballots", {**sums, "since": since}, (), at=at)
