"""Where drafts of applications lie, for thirty days from the last change on, and for whom."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib import forms, workdays
from chalicelib.actors import Actor
from chalicelib.domain import organisations
from chalicelib.domain.keeping import keep_alone
from chalicelib.domain.organisations import Power
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.forms import Form
from chalicelib.models.application import DRAFT, ApplicationDraft
from chalicelib.models.base import Item

KEPT = timedelta(days=30)
GUEST = "guest#"  # how the owner begins of what somebody began without an account
REMINDED_AFTER = timedelta(days=7)  # without a change
REMINDED_BEFORE = timedelta(days=5)  # it goes
GONE = "this application is not kept any more: begin it again"
CHANGED = (
    "these answers were changed in another window meanwhile: look at them as they are now, then "
    "send yours once more"
)
SENT = "this application has been sent already"


def find(draft: str, *, by: Actor, at: datetime) -> ApplicationDraft:
    """`NotFound` if it is not theirs, nor their organisation's, or was not touched for 30 days."""
    return theirs(known(draft), by=by, at=at)


def known(draft: str) -> ApplicationDraft | None:
    """Whoever it belongs to: nobody may see it before that is known."""
    return next(iter(ApplicationDraft.batch_get([(draft, DRAFT)], consistent_read=True)), None)


def item(draft: str, **_more: str) -> Item:
    """Where a draft lies, to be read along with something else; see `theirs`."""
    return ApplicationDraft, draft, DRAFT


def theirs(draft: ApplicationDraft | None, *, by: Actor, at: datetime) -> ApplicationDraft:
    """The same as `find`, of a draft that has been read."""
    if draft is None or draft.expires_at <= at or not _is_for(draft.owner, by):
        raise NotFound(GONE)
    return draft


def is_guests(draft: ApplicationDraft) -> bool:
    """Whether it is nobody’s yet who has an account."""
    return draft.owner.startswith(GUEST)


def _is_for(owner: str, by: Actor) -> bool:
    """Their own, or an organisation's of which they are still a member."""
    if owner == by.id:
        return True
    try:
        organisations.check(by, Power.WRITE, owner)
    except Forbidden:
        return False
    return True


def form_of(draft: ApplicationDraft) -> Form:
    """The version with which it was begun."""
    return forms.form(draft.form, int(draft.form_version))


def change(
    draft: ApplicationDraft, changes: Sequence[Any], *, at: datetime, seen: int | None = None
) -> ApplicationDraft:
    """Kept for 30 days from now; `Conflict` if it was sent, or is not any more as it was read, nor
    as it was ``seen`` on a page."""
    check_seen(draft, seen)
    actions = [*changes, *_untouched_since(at)]
    keep_alone(
        lambda: draft.update(actions, condition=ApplicationDraft.submitted_as.does_not_exist()),
        otherwise=CHANGED,
    )
    return draft


def changing(
    write: TransactWrite,
    draft: ApplicationDraft,
    changes: Sequence[Any],
    *,
    at: datetime,
    only_if: Condition | None = None,
) -> None:
    """Put the same into a transaction; the object stays as it was."""
    write.update(
        draft,
        actions=[*changes, *_untouched_since(at)],
        condition=ApplicationDraft.submitted_as.does_not_exist() if only_if is None else only_if,
    )


def check_seen(draft: ApplicationDraft, seen: int | None) -> None:
    """`Conflict` if it was sent, or another window has changed it since."""
    if draft.submitted_as:
        raise Conflict(SENT)
    if seen is not None and seen != draft.version:
        raise Conflict(CHANGED)


def first_alarm(at: datetime) -> date:
    return workdays.day_of(at + REMINDED_AFTER)


def last_alarm(draft: ApplicationDraft) -> date:
    return workdays.day_of(draft.expires_at - REMINDED_BEFORE)


def open_still(at: datetime) -> Condition:
    condition: Condition = ApplicationDraft.submitted_as.does_not_exist()
    condition &= ApplicationDraft.expires_at > at
    return condition


def _untouched_since(at: datetime) -> list[Any]:
    return [
        ApplicationDraft.expires_at.set(at + KEPT),
        ApplicationDraft.next_alarm_on.set(first_alarm(at)),
    ]
