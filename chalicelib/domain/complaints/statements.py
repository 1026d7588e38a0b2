"""Statements about a complaint: an agency's answer, a resident's denial, what a check has found.

They are written in two steps, words and photos, and kept here until they are sent.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.complaints.usecases import Known, look
from chalicelib.domain.draft_keeping import KEPT, find, own
from chalicelib.domain.draft_photos import with_those_left
from chalicelib.errors import NotFound
from chalicelib.models.complaint import Complaint
from chalicelib.models.draft import Draft


class Written(NamedTuple):
    """What somebody has written about a complaint so far, and the complaint as they may see it."""

    known: Known
    draft: Draft


def written(reference: str, *, by: Actor, at: datetime) -> Written:
    """In one round trip; `NotFound` for who may not see the complaint."""
    known, kept = look(reference, (Draft, _statement(reference, by)), by=by)
    return Written(known, own(kept, by=by, at=at) or _new(reference, by, at))


def statement(about: str, *, by: Actor, at: datetime) -> Draft:
    """What this person is writing about a complaint: an agency's answer, or a resident's denial."""
    try:
        return find(_statement(about, by), by=by, at=at)
    except NotFound:
        return _new(about, by, at)


def state(about: str | Draft, text: str, *, by: Actor, at: datetime) -> Draft:
    """Keep what was written about a complaint, or in a draft that has been read; photos come after
    it."""
    draft = about if isinstance(about, Draft) else statement(about, by=by, at=at)
    draft.text = text
    draft.expires_at = at + KEPT
    draft.save()
    return draft


def stated(about: str, *, by: Actor) -> None:
    """It was said, and needs not be kept here any more."""
    Draft(_statement(about, by)).delete()


def send(
    act: Callable[..., Complaint], reference: str, *, by: Actor, at: datetime, **more: Any
) -> Complaint:
    """Do what the statement is for, `answer` or `deny` or `settle`; with it, in one transaction,
    goes what was kept here."""
    known, draft = written(reference, by=by, at=at)

    def said(photos: Sequence[str]) -> Complaint:
        note = draft.text or ""
        return act(known, note=note, photos=photos, by=by, at=at, also=no_more, **more)

    def no_more(write: TransactWrite) -> None:
        write.delete(Draft(draft.id))

    return with_those_left(draft, said)


def _new(about: str, by: Actor, at: datetime) -> Draft:
    return Draft(_statement(about, by), owner=by.id, expires_at=at + KEPT)


def _statement(about: str, by: Actor) -> str:
    return f"{about}#{by.id}"
