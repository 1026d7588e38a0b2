"""Publishing one small table as open data: whole each time, with its sums, a description for
programs and an index. What grows without end is a `Dataset` of batches instead."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain.datasets import (
    FIRST_PAGE,
    FRESH_FOR,
    LICENCE,
    PACKAGE,
    SUMS,
    Column,
    Row,
    line,
)
from chalicelib.outbound import storage

CSV, JSON, HTML, TEXT = (
    "text/csv; charset=utf-8",
    "application/json",
    "text/html; charset=utf-8",
    "text/plain; charset=utf-8",
)


@dataclass(frozen=True, kw_only=True)
class Table:
    """Published as ``data/<name>/<file>.csv`` and ``.json``; ``key`` are the columns that tell
    rows apart."""

    name: str
    file: str
    title: str
    columns: Sequence[Column]
    key: Sequence[str]
    note: str = ""  # what has to be known of all of it

    @property
    def folder(self) -> str:
        return f"data/{self.name}/"

    def publish(self, rows: Sequence[Row], pages: Mapping[str, str]) -> None:
        """The same rows give the same bytes. Sums come last: they say that the rest is there."""
        names = [name for name, _, _ in self.columns]
        told = [{name: row[name] for name in names} for row in rows]
        files = {
            f"{self.file}.csv": (b"".join(map(line, (names, *(r.values() for r in told)))), CSV),
            f"{self.file}.json": (msgspec.json.encode(told), JSON),
        }
        for name, (content, kind) in files.items():
            self._put(name, content, kind)
        for name, page in pages.items():
            self._put(name, page.encode(), HTML)
            if name == FIRST_PAGE:  # S3 knows no pages of folders: the folder's address is a file
                self._put("", page.encode(), HTML)
        self._put(PACKAGE, msgspec.json.encode(self._package(files)), JSON)
        sums = "".join(f"{_sha256(content)}  {name}\n" for name, (content, _) in files.items())
        self._put(SUMS, sums.encode(), TEXT)

    def _package(self, files: Mapping[str, tuple[bytes, str]]) -> dict[str, Any]:
        """As Frictionless Data Package v1 has it."""
        city = catalogue.city()
        fields = [{"name": n, "type": kind, "description": what} for n, kind, what in self.columns]
        return {
            "profile": "data-package",
            "name": self.name,
            "title": f"{self.title}, {city.name.en}",
            "description": f"{city.notice.en} {self.note}".strip(),
            "homepage": f"{settings.portal_url}/{self.folder}",
            "licenses": [LICENCE],
            "resources": [
                {
                    "name": name.replace(".", "-"),
                    "path": name,
                    "mediatype": kind.split(";")[0],
                    "bytes": len(content),
                    "hash": f"sha256:{_sha256(content)}",
                    "schema": {"fields": fields, "primaryKey": list(self.key)},
                }
                for name, (content, kind) in files.items()
            ],
        }

    def _put(self, name: str, content: bytes, kind: str) -> None:
        place = self.folder + name
        storage.put(settings.data_bucket, place, content, kind=kind, fresh_for=FRESH_FOR)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
