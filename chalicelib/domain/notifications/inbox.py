"""The inbox: what a person was told, the newest first, and what of it they have read."""

from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.notifications import letters
from chalicelib.domain.notifications.groups import Channel
from chalicelib.domain.notifications.letters import Letter
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.addressee import Addressee
from chalicelib.models.base import conflicts
from chalicelib.models.notification import Notification, place

LIMIT = 20
END = "~"  # after every id
LONGEST = 64  # characters of an id; what is longer is none


class Notice(NamedTuple):
    """Something a person was told, in their language; ``path`` leads to it on the portal."""

    id: str
    kind: str
    about: str
    at: datetime
    read: bool
    letter: Letter
    path: str


class Inbox(NamedTuple):
    """A page of it; ``after`` is where the next one begins, None on the last."""

    notices: list[Notice]
    after: str | None
    refused_at: datetime | None  # since when letters have not been reaching the person


def inbox(person: str, *, language: str, since: str | None = None, limit: int = LIMIT) -> Inbox:
    """What they were told, from the notice ``since`` on, the newest first."""
    addressee = next(iter(Addressee.batch_get([person])), None) or Addressee(person)
    span = Notification.event.between(
        place(Channel.INBOX), place(Channel.INBOX, END if since is None else since[:LONGEST])
    )
    found = list(Notification.query(person, span, scan_index_forward=False, limit=limit + 1))
    return Inbox(
        [_shown(notice, addressee, language) for notice in found[:limit]],
        found[limit].id if len(found) > limit else None,
        addressee.refused_at,
    )


def open_notice(person: str, notice_id: str, *, at: datetime) -> str:
    """Mark one as read; where on the portal it leads. `NotFound` if there is no such notice."""
    notice = _mark(person, notice_id, at=at)
    if notice is None:
        raise NotFound("there is no such notice in your inbox")
    return letters.path(notice.kind, notice.about)


def mark_read(person: str, ids: list[str], *, until: str | None = None, at: datetime) -> None:
    """Mark those as read, and all up to the notice ``until``; unknown ones are passed over."""
    for notice_id in ids:
        _mark(person, notice_id, at=at)
    if until:
        last = until[:LONGEST]
        forward = Addressee.read_until.does_not_exist() | (Addressee.read_until < last)
        with suppress(Conflict), conflicts("more has been read than that"):
            Addressee(person).update([Addressee.read_until.set(last)], condition=forward)


def _mark(person: str, notice_id: str, *, at: datetime) -> Notification | None:
    notice = Notification(person, place(Channel.INBOX, notice_id[:LONGEST]))
    with suppress(Conflict), conflicts("there is none"):
        notice.update(
            [Notification.read_at.set(Notification.read_at | at)],
            condition=Notification.recipient.exists(),
        )
        return notice
    return None


def _shown(notice: Notification, addressee: Addressee, language: str) -> Notice:
    return Notice(
        notice.id,
        notice.kind,
        notice.about,
        notice.at,
        notice.read_at is not None or notice.id <= (addressee.read_until or ""),
        letters.write(notice.kind, notice.about, notice.facts or {}, language),
        letters.path(notice.kind, notice.about),
    )
