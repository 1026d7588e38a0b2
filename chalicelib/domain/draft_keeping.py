"""Where drafts are kept, for a fortnight from the last change on, and for whom."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.exceptions import UpdateError
from pynamodb.expressions.condition import Condition

from chalicelib.actors import Actor
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.base import CONDITION_FAILED, Item, can_be
from chalicelib.models.draft import Draft

KEPT = timedelta(days=14)
GONE = "this report is not kept any more: start again"


def find(draft_id: str, *, by: Actor, at: datetime) -> Draft:
    """`NotFound` if it is not this person's, or was not touched for 14 days."""
    if not can_be(draft_id):
        raise NotFound(GONE)
    draft = next(iter(Draft.query(draft_id, limit=1, consistent_read=True)), None)
    return theirs(draft, by=by, at=at)


def item(draft: str) -> Item:
    """Where a draft lies, to be read along with something else; see `theirs`."""
    return Draft, draft


def theirs(draft: Draft | None, *, by: Actor, at: datetime) -> Draft:
    """The same as `find`, of a draft that has been read."""
    if kept := own(draft, by=by, at=at):
        return kept
    raise NotFound(GONE)


def own(draft: Draft | None, *, by: Actor, at: datetime) -> Draft | None:
    """The same, or None."""
    return draft if draft and draft.owner == by.id and draft.expires_at > at else None


def known(about: str | Draft, *, by: Actor, at: datetime) -> Draft:
    """A draft that has been read already, or is found now."""
    return about if isinstance(about, Draft) else find(about, by=by, at=at)


def change(
    draft_id: str,
    changes: list[Any],
    *,
    by: Actor,
    at: datetime,
    only_if: Condition | None = None,
    otherwise: str = GONE,
) -> Draft:
    """Kept for 14 days from now; `Conflict` if it is somebody else's, or gone."""
    draft = Draft(draft_id)
    condition = still_open(by, at)
    if only_if is not None:
        condition &= only_if
    try:
        draft.update([*changes, Draft.expires_at.set(at + KEPT)], condition=condition)
    except UpdateError as error:
        if error.cause_response_code in CONDITION_FAILED:
            raise Conflict(otherwise) from error
        raise
    return draft


def still_open(by: Actor, at: datetime) -> Condition:
    """It is this person's, is kept, and was not sent yet."""
    condition: Condition = Draft.filed_as.does_not_exist() & (Draft.expires_at > at)
    condition &= Draft.owner == by.id
    return condition
