"""All that is known of a person, in one file for themselves."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec

from chalicelib.actors import Actor
from chalicelib.domain.accounts import keeping
from chalicelib.domain.accounts.profile import profile
from chalicelib.domain.accounts.record import log
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.base import conflicts, transaction
from chalicelib.models.person import Archive
from chalicelib.outbound import archives

LASTS = timedelta(days=7)
AGAIN = timedelta(days=1)  # one a day
ARCHIVE = "archive"
NEW = "an archive was made just now"


class Made(msgspec.Struct, frozen=True):
    """An archive that waits; ``link`` is good for some minutes, the file until ``expires_at``."""

    link: str
    made_at: datetime
    expires_at: datetime


def about(person: str) -> dict[str, Any]:
    """What the account itself says of a person: the profile, and all that was done with it."""
    entries, after = [], None
    while True:
        page = log(person, after=after)
        entries += page.entries
        after = page.last
        if after is None:
            return msgspec.to_builtins({"profile": profile(person), "log": entries})  # type: ignore[no-any-return]


def fresh(person: str, *, at: datetime) -> Made | None:
    """The archive that was made within a day; None if it is time to make a new one."""
    found = _find(person, at=at)
    return _made(found) if found and found.made_at > at - AGAIN else None


def latest(person: str, *, at: datetime) -> Made:
    """The archive that waits to be fetched; `NotFound` if there is none, or not any more."""
    found = _find(person, at=at)
    if not found:
        raise NotFound("there is no file to fetch; have a new one made")
    return _made(found)


def keep(parts: Mapping[str, Any], index: str, *, by: Actor, at: datetime) -> Made:
    """Pack what each system knows, with a page to read it by; two at once make one."""
    key = _key(by.id)
    archives.put(key, _zipped(parts, index))
    made = Archive(by.id, key=key, made_at=at, expires_at=at + LASTS)
    condition = Archive.person.does_not_exist() | (Archive.made_at <= at - AGAIN)
    try:
        with conflicts(NEW), transaction() as write:
            write.save(made, condition=condition)
            write.save(keeping.event(by.id, "exported", at=at, by=by))
    except Conflict:
        return latest(by.id, at=at)
    return _made(made)


def forget(person: str) -> None:
    """The file first: what names it goes when there is none."""
    archives.delete(_key(person))
    Archive(person).delete()


def _key(person: str) -> str:
    """A person has one file: who makes a new one leaves none behind."""
    return f"exports/{hashlib.sha256(person.encode()).hexdigest()}.zip"


def _zipped(parts: Mapping[str, Any], index: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("index.html", index)
        for name, part in parts.items():
            written = msgspec.json.format(msgspec.json.encode(part), indent=2)
            file.writestr(f"{name}.json", written)
    return packed.getvalue()


def _find(person: str, *, at: datetime) -> Archive | None:
    try:
        found = Archive.get(person, ARCHIVE)
    except Archive.DoesNotExist:
        return None
    return found if found.expires_at > at else None  # the table forgets late


def _made(found: Archive) -> Made:
    return Made(archives.link(found.key), found.made_at, found.expires_at)
