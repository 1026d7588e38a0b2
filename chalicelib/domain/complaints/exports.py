"""Publishing complaints as open data: a file of each kind for every month, with sums and an index.

Only months in which something changed are made again. Files hold what is in the month and nothing
of when they were made, so the same complaints give the same bytes.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import msgspec

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import figures
from chalicelib.domain.complaints import formats
from chalicelib.domain.complaints.cards import export_shelf, mark
from chalicelib.domain.complaints.counting import Tally, latest_repairs, since, together
from chalicelib.domain.complaints.formats import COLUMNS, KINDS, NAMES, Row
from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts
from chalicelib.models.card import Card, Mark, Month
from chalicelib.models.photo import Urls
from chalicelib.observability import logger
from chalicelib.outbound import storage

FOLDER = "data/complaints/"
SUMS = "SHA256SUMS"
PACKAGE = "datapackage.json"
FIRST_PAGE = "index.html"
FRESH_FOR = 60  # seconds
IN_MEMORY = 4_000_000  # bytes of a file, before it is written to disk
AT_ONCE = 200

Pages = Callable[[Sequence[Month]], Mapping[str, str]]


def export(*, at: datetime, pages: Pages) -> int:
    """Publish the months that are marked; how many they were. ``pages`` draws the index. What was
    counted on the way becomes the figures of the front page.

    A mark is taken away last, and only if it is the one that was seen: what changes meanwhile, or
    a worker killed in the middle, leaves the mark, and the next run does it again.
    """
    marks = list(Mark.query("marks", consistent_read=True))
    months = {mark.place for mark in marks} | _uncounted()
    for month in sorted(months):
        _publish(month, at=at)
    if months or not storage.exists(settings.data_bucket, FOLDER + SUMS):
        _publish_index(pages, at=at)
    for seen in marks:
        _unmark(seen)
    return len(months)


def _uncounted() -> set[str]:
    """Months whose files are older than the counting."""
    return {month.place for month in Month.query("months") if month.figures is None}


def _unmark(seen: Mark) -> None:
    try:
        with conflicts("the month was marked again"):
            seen.delete(Mark.number == seen.number)
    except Conflict:
        mark(seen.place)  # and if another run took it away: whose files are newer, nobody knows


def _publish(month: str, *, at: datetime) -> None:
    """Write the files of a month as its complaints are read, which are not kept in memory."""
    with ExitStack() as closing:
        files = {kind: closing.enter_context(SpooledTemporaryFile(IN_MEMORY)) for kind in KINDS}
        tally = Tally()
        count = formats.write(files, tally.over(_rows(month)))
        kept = {kind: _put_file(month, kind, file) for kind, file in files.items()}
    made = Month(place=month, complaints=count, built_at=at, files=kept, figures=tally.as_kept())
    made.save()
    logger.info("month published", month=month, complaints=count)


def _rows(month: str) -> Iterator[Row]:
    """In the order of filing, each as it is published and with what its codes mean."""
    for card in Card.query(export_shelf(month), page_size=AT_ONCE, consistent_read=True):
        topic = catalogue.topic(card.topic)
        row = card.whole | {
            "topic_ru": topic.title.ru,
            "topic_en": topic.title.en,
            "group": topic.group,
            "photos": _addresses(card.whole["photos"]),
            "answer_photos": _addresses(card.whole["answer_photos"]),
        }
        yield {name: row[name] for name in NAMES}


def _addresses(photos: Iterable[str]) -> list[str]:
    return [settings.portal_url + Urls.of(photo).large for photo in photos]


def _put_file(month: str, kind: str, file: "SpooledTemporaryFile[bytes]") -> dict[str, Any]:
    """Publish it; its name, its size in bytes and its SHA-256."""
    size = file.tell()
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    name = f"{month}.{kind}"
    _put(name, file, KINDS[kind])
    return {"name": name, "bytes": size, "sha256": digest}


def _publish_index(pages: Pages, *, at: datetime) -> None:
    """Sums, the description for programs, and the pages for people; of all months there are."""
    months = list(Month.query("months", consistent_read=True))
    counted = together(month for month in months if month.place >= since(at))
    figures.keep("complaints", counted, latest_repairs(), at=at)
    files = [file for month in months for file in month.files.values()]
    package = msgspec.json.format(msgspec.json.encode(_package(months)))
    sums = "".join(f"{file['sha256']}  {file['name']}\n" for file in files)
    for name, page in pages(months[::-1]).items():
        _put(name, page.encode(), "text/html; charset=utf-8")
        if name == FIRST_PAGE:  # S3 knows no pages of folders: the folder's address is a file
            _put("", page.encode(), "text/html; charset=utf-8")
    _put(PACKAGE, package, "application/json")
    _put(
        SUMS, sums.encode(), "text/plain; charset=utf-8"
    )  # last: it says that all the rest is there


def _put(name: str, content: bytes | IO[bytes], kind: str) -> None:
    storage.put(settings.data_bucket, FOLDER + name, content, kind=kind, fresh_for=FRESH_FOR)


def _package(months: Sequence[Month]) -> dict[str, Any]:
    """As Frictionless Data Package v1 has it."""
    city = catalogue.city()
    return {
        "profile": "data-package",
        "name": "complaints",
        "title": f"Reports of residents, {city.name.en}",
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
            _resource(kind, file) for month in months for kind, file in month.files.items()
        ],
    }


def _resource(kind: str, file: dict[str, Any]) -> dict[str, Any]:
    resource = {
        "name": file["name"].replace(".", "-"),
        "path": file["name"],
        "format": kind,
        "mediatype": KINDS[kind].split(";")[0],
        "bytes": file["bytes"],
        "hash": f"sha256:{file['sha256']}",
    }
    if kind != "csv":
        return resource
    fields = [{"name": name, "type": type_, "description": what} for name, type_, what in COLUMNS]
    schema = {"fields": fields, "primaryKey": "reference", "missingValues": [""]}
    return resource | {
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": schema,
    }
