"""Publishing open data: batches of files with their sums, a description for programs, an index.

Only batches in which something changed are made again. Files hold what is in the batch and nothing
of when they were made, so the same things give the same bytes.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import msgspec

from chalicelib import catalogue, identifiers
from chalicelib.config import settings
from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts
from chalicelib.models.shelf import Batch, Mark
from chalicelib.observability import logger
from chalicelib.outbound import storage

SUMS = "SHA256SUMS"
PACKAGE = "datapackage.json"
FIRST_PAGE = "index.html"
FRESH_FOR = 60  # seconds
IN_MEMORY = 4_000_000  # bytes of a file, before it is written to disk
AT_ONCE = 200  # rows that are read in one round trip
SPREADSHEETS_RUN = ("=", "+", "-", "@", "\t", "\r", "\n")  # OWASP, CSV Injection
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}

Row = dict[str, Any]
Column = tuple[str, str, str]  # its name, its type by Frictionless Table Schema, what it means
Files = Mapping[str, IO[bytes]]  # by kind
Make = Callable[[str, Files], Batch]
SumUp = Callable[[Sequence[Any]], None]
Pages = Callable[[Sequence[Any]], Mapping[str, str]]


@dataclass(frozen=True, kw_only=True)
class Dataset:
    """What is published in one folder; ``key`` is the column that tells rows apart."""

    name: str
    title: str
    kinds: Mapping[str, str]  # of files, and their media types
    columns: Sequence[Column]
    key: str
    marks: type[Mark]
    batches: type[Batch]

    @property
    def folder(self) -> str:
        return f"data/{self.name}/"

    def export(self, make: Make, sum_up: SumUp, *, pages: Pages) -> int:
        """Publish the batches that are marked, or were made before they were counted; how many they
        were. ``make`` writes the files of one and counts it, ``sum_up`` is given all that there
        are, ``pages`` draws the index.

        A mark is taken away last, and only if it is the one that was seen: what changes meanwhile,
        or a worker killed in the middle, leaves the mark, and the next run does it again.
        """
        marks = list(self.marks.query("marks", consistent_read=True))
        uncounted = {batch.place for batch in self._all() if batch.figures is None}
        batches = {mark.place for mark in marks} | uncounted
        for batch in sorted(batches):
            self._publish(batch, make)
        if batches or not storage.exists(settings.data_bucket, self.folder + SUMS):
            published = self._all()
            sum_up(published)
            self._publish_index(published, pages)
        for seen in marks:
            self._unmark(seen)
        return len(batches)

    def _all(self) -> list[Batch]:
        return list(self.batches.query(self.batches().shelf, consistent_read=True))

    def _publish(self, place: str, make: Make) -> None:
        with ExitStack() as closing:
            files = {
                kind: closing.enter_context(SpooledTemporaryFile(IN_MEMORY)) for kind in self.kinds
            }
            batch = make(place, files)
            batch.files = {kind: self._put_file(place, kind, file) for kind, file in files.items()}
        batch.save()
        logger.info("batch published", dataset=self.name, batch=place)

    def _unmark(self, seen: Mark) -> None:
        """Take a mark away, if it still is the one that was seen. If another run took it away,
        nobody knows whose files are newer."""
        try:
            with conflicts("it was marked again"):
                seen.delete(self.marks.number == seen.number)
        except Conflict:
            mark(self.marks, seen.place)

    def _put_file(self, batch: str, kind: str, file: IO[bytes]) -> dict[str, Any]:
        """Publish a file; its name, its size in bytes and its SHA-256."""
        size = file.tell()
        file.seek(0)
        digest = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        file.seek(0)
        name = f"{batch}.{kind}"
        self._put(name, file, self.kinds[kind])
        return {"name": name, "bytes": size, "sha256": digest}

    def _publish_index(self, batches: Sequence[Batch], pages: Pages) -> None:
        """Sums, the description for programs, and the pages for people; of all batches."""
        files = [file for batch in batches for file in batch.files.values()]
        package = msgspec.json.format(msgspec.json.encode(self._package(batches)))
        sums = "".join(f"{file['sha256']}  {file['name']}\n" for file in files)
        for name, page in pages(batches[::-1]).items():
            self._put(name, page.encode(), "text/html; charset=utf-8")
            if name == FIRST_PAGE:  # S3 knows no pages of folders: the folder's address is a file
                self._put("", page.encode(), "text/html; charset=utf-8")
        self._put(PACKAGE, package, "application/json")
        # last: it says that all the rest is there
        self._put(SUMS, sums.encode(), "text/plain; charset=utf-8")

    def _put(self, name: str, content: bytes | IO[bytes], kind: str) -> None:
        place = self.folder + name
        storage.put(settings.data_bucket, place, content, kind=kind, fresh_for=FRESH_FOR)

    def _package(self, batches: Sequence[Batch]) -> dict[str, Any]:
        """As Frictionless Data Package v1 has it."""
        city = catalogue.city()
        return {
            "profile": "data-package",
            "name": self.name,
            "title": f"{self.title}, {city.name.en}",
            "description": city.notice.en,
            "homepage": f"{settings.portal_url}/{self.folder}",
            "licenses": [LICENCE],
            "resources": [
                self._resource(kind, file)
                for batch in batches
                for kind, file in batch.files.items()
            ],
        }

    def _resource(self, kind: str, file: dict[str, Any]) -> dict[str, Any]:
        resource = {
            "name": file["name"].replace(".", "-"),
            "path": file["name"],
            "format": kind,
            "mediatype": self.kinds[kind].split(";")[0],
            "bytes": file["bytes"],
            "hash": f"sha256:{file['sha256']}",
        }
        if kind != "csv":
            return resource
        fields = [
            {"name": name, "type": type_, "description": what} for name, type_, what in self.columns
        ]
        schema = {"fields": fields, "primaryKey": self.key, "missingValues": [""]}
        return resource | {
            "profile": "tabular-data-resource",
            "encoding": "utf-8",
            "schema": schema,
        }


def mark(of: type[Mark], batch: str) -> None:
    """Something in the batch has changed: its files have to be made again."""
    of(place=batch, number=identifiers.number()).save()


def line(cells: Iterable[Any]) -> bytes:
    """One line of a CSV file, as RFC 4180 has it."""
    written = io.StringIO(newline="")
    csv.writer(written).writerow(map(_cell, cells))
    return written.getvalue().encode()


def _cell(value: Any) -> str:
    """As text; what a spreadsheet would run as a formula gets an apostrophe, which it hides."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, str) and value.startswith(SPREADSHEETS_RUN):
        return f"'{value}"
    return "" if value is None else str(value)


def moment(at: datetime | None) -> str | None:
    """As files have it: 2016-09-01T06:10:00Z."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else None
