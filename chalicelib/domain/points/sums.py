"""The books in public: what was given, spent, donated and given back, month by month.

Sums are made of the entries, day by day; a day that is summed up twice gives the same.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.models.points import DAYS, Day, Entry, shelves
from chalicelib.outbound import storage

FOLDER = "data/points/"
FIRST_PAGE = "index.html"
FRESH_FOR = 60  # seconds
KINDS = {  # of entries, and the columns in which they are published
    "points.given": "given",
    "points.spent": "spent",
    "points.refunded": "refunded",
    "points.donated": "donated",
    "points.forfeited": "forfeited",
}
COLUMNS = {
    "month": "The month (UTC)",
    "given": "Points given for votes and ratings",
    "spent": "Points spent on rewards",
    "refunded": "Points given back for rewards that could not be had",
    "donated": "Points given to charities",
    "forfeited": "Points left in accounts that were deleted",
    "outstanding": "Points that residents had at the end of the month",
}


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
    _write(months(), pages)
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


def _write(found: Sequence[Month], pages: Pages) -> None:
    files = {
        "months.csv": (_csv(found), "text/csv; charset=utf-8"),
        "months.json": (msgspec.json.encode(found), "application/json"),
    }
    for name, (content, kind) in files.items():
        _put(name, content, kind)
    sums = {name: hashlib.sha256(content).hexdigest() for name, (content, _) in files.items()}
    _put("datapackage.json", msgspec.json.encode(_package(files, sums)), "application/json")
    for name, page in pages(found[::-1]).items():
        _put(name, page.encode(), "text/html; charset=utf-8")
        if name == FIRST_PAGE:  # S3 knows no pages of folders: the folder's address is a file
            _put("", page.encode(), "text/html; charset=utf-8")
    listed = "".join(f"{digest}  {name}\n" for name, digest in sums.items())
    _put("SHA256SUMS", listed.encode(), "text/plain; charset=utf-8")


def _csv(found: Sequence[Month]) -> bytes:
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow(COLUMNS)
    writer.writerows([getattr(month, name) for name in COLUMNS] for month in found)
    return lines.getvalue().encode()


def _package(files: Mapping[str, tuple[bytes, str]], sums: Mapping[str, str]) -> dict[str, Any]:
    """As Frictionless Data Package v1 has it."""
    city = catalogue.city()
    fields = [
        {"name": name, "type": "yearmonth" if name == "month" else "integer", "description": what}
        for name, what in COLUMNS.items()
    ]
    return {
        "profile": "data-package",
        "name": "points",
        "title": f"Points of residents, {city.name.en}",
        "description": city.notice.en,
        "homepage": f"{settings.portal_url}/{FOLDER}",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "resources": [
            {
                "name": name.replace(".", "-"),
                "path": name,
                "mediatype": kind.split(";")[0],
                "bytes": len(content),
                "hash": f"sha256:{sums[name]}",
                "schema": {"fields": fields, "primaryKey": "month"},
            }
            for name, (content, kind) in files.items()
        ],
    }


def _put(name: str, content: bytes, kind: str) -> None:
    storage.put(settings.data_bucket, FOLDER + name, content, kind=kind, fresh_for=FRESH_FOR)
