"""Putting the static files where the portal serves them from."""

import hashlib
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.commands import ROOT

WEB = ROOT / "web"
ASSETS = WEB / "assets"
MORE_KINDS = {
    ".pmtiles": "application/vnd.pmtiles",
    ".geojson": "application/geo+json",
    ".woff2": "font/woff2",
}
FRESH = "public, max-age=600"  # seconds until a browser asks again; names are not versioned


def publish(s3: Any, bucket: str) -> int:
    """Upload what is new or changed, remove what is gone; how many files that were."""
    there = dict(listed(s3, bucket))
    ours = {str(file.relative_to(WEB)): file for file in files()}
    changed = {key: file for key, file in ours.items() if there.get(key) != tag_of(file)}
    for key, file in changed.items():
        s3.put_object(
            Bucket=bucket,
            Key=key,
            Body=file.read_bytes(),
            ContentType=kind_of(file),
            CacheControl=FRESH,
        )
    gone = there.keys() - ours.keys()
    for key in gone:
        s3.delete_object(Bucket=bucket, Key=key)
    return len(changed) + len(gone)


def files() -> Iterator[Path]:
    found = (file for file in sorted(ASSETS.rglob("*")) if file.is_file())
    return (file for file in found if not file.name.startswith("."))


def listed(s3: Any, bucket: str) -> Iterator[tuple[str, str]]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="assets/"):
        for each in page.get("Contents", []):
            yield each["Key"], each["ETag"].strip('"')


def tag_of(file: Path) -> str:
    """The entity tag that S3 gives to a file uploaded in one piece."""
    return hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def kind_of(file: Path) -> str:
    known = MORE_KINDS.get(file.suffix) or mimetypes.guess_type(file)[0]
    return known or "application/octet-stream"
