"""The books in public: what was given, spent, donated and given back, month by month.

Sums are made of the entries, day by day; a day that is summed up twice gives the same.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec

from chalicelib.domain.tables import Table
from chalicelib.models.points import DAYS, Day, Entry, shelves

KINDS = {  # of entries, and the columns in which they are published
    "points.given": "given",
    "points.spent": "spent",
    "points.refunded": "refunded",
    "points.donated": "donated",
    "points.forfeited": "forfeited",
}
DATA = Table(
    name="points",
    file="months",
    title="Points of residents",
    key=["month"],
    columns=[
        ("month", "yearmonth", "The month (UTC)"),
        ("given", "integer", "Points given for votes and ratings"),
        ("spent", "integer", "Points spent on rewards"),
        ("refunded", "integer", "Points given back for rewards that could not be had"),
        ("donated", "integer", "Points given to charities"),
        ("forfeited", "integer", "Points left in accounts that were deleted"),
        ("outstanding", "integer", "Points that residents had at the end of the month"),
    ],
)


class Month(msgspec.Struct, frozen=True):
    """The sums of one month; ``outstanding`` is what residents have at its end."""

    month: str
    given: int
    spent: int
    refunded: int
    donated: int
    forfeited: int
    outstanding: int


Pages = Callable[[Sequence[Month]], Mapping[str, str]]


def publish(*, at: datetime, pages: Pages, since: date | None = None) -> int:
    """Sum up the days that may have changed, and publish; how many days those were.

    Those are the last day that was summed up, and all after it; ``since`` begins earlier.
    """
    days = list(_days(since or _last() or at.date(), at.date()))
    for day in days:
        _sum_up(day)
    found = months()
    DATA.publish([msgspec.to_builtins(month) for month in found], pages(found[::-1]))
    return len(days)


def months() -> list[Month]:
    """What is known of each month in which something happened, the first one first."""
    by_month: dict[str, Counter[str]] = {}
    for day in Day.query(DAYS, consistent_read=True):
        by_month.setdefault(day.day[:7], Counter()).update(day.sums)
    found: list[Month] = []
    for month, sums in by_month.items():
        moved = {column: sums[kind] for kind, column in KINDS.items()}
        before = found[-1].outstanding if found else 0
        found.append(Month(month, **moved, outstanding=before + _left(moved)))
    return found


def _left(moved: Mapping[str, int]) -> int:
    came = moved["given"] + moved["refunded"]
    return came - moved["spent"] - moved["donated"] - moved["forfeited"]


def _last() -> date | None:
    """The last day that was summed up."""
    for day in Day.query(DAYS, scan_index_forward=False, limit=1, consistent_read=True):
        return date.fromisoformat(day.day)
    return None


def _days(since: date, until: date) -> Iterator[str]:
    for days in range((until - since).days + 1):
        yield (since + timedelta(days=days)).isoformat()


def _sum_up(day: str) -> None:
    sums: Counter[str] = Counter()
    for shelf in shelves(day):
        for entry in Entry.by_day.query(shelf):
            sums[entry.kind] += int(entry.points)
    if sums:
        Day(day=day, sums=dict(sums)).save()
