"""Notifications over HTTP, as JSON."""

from datetime import datetime
from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib.config import settings
from chalicelib.domain import notifications
from chalicelib.domain.notifications import Channel, Choice, Notice
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, SIGNED_IN
from chalicelib.edge.paging import LimitedQuery

blueprint = Capability(__name__)

START = "from"  # in a cursor: the notice that the page begins with


class NoticeView(Struct):
    """Something the person was told; ``path`` leads to it on the portal."""

    id: str
    kind: str
    about: str
    at: datetime
    read: bool
    title: str
    text: list[str]
    path: str


class InboxView(Struct):
    items: list[NoticeView]
    next: str | None


class Read(Struct):
    """What has been read: single notices, and all up to the notice ``until``."""

    ids: Annotated[list[str], Meta(max_length=100)] = []
    until: str | None = None


class Wishes(Struct):
    """The groups of notices to be told of, by each channel; those not named are turned off."""

    email: list[str]
    inbox: list[str]


class ChoiceView(Struct):
    """A group of notices: where it is on, and where it may be turned off."""

    group: str
    title: str
    hint: str
    on: list[str]
    may_leave: list[str]


class WishesView(Struct):
    items: list[ChoiceView]


@blueprint.api("GET /api/v1/me/notifications", who=SIGNED_IN)
def inbox(call: Call, query: LimitedQuery) -> InboxView:
    """What I was told, the newest first."""
    since = (paging.key(query.cursor) or {}).get(START)
    found = notifications.inbox(
        call.actor.id, language=call.language, since=since and str(since), limit=query.limit
    )
    following = paging.cursor({START: found.after} if found.after else None)
    return InboxView([_notice(notice) for notice in found.notices], following)


@blueprint.api("POST /api/v1/me/notifications/read", who=SIGNED_IN)
def mark_read(call: Call, form: Read) -> None:
    """Mark notices as read; unknown ones are passed over."""
    notifications.mark_read(call.actor.id, form.ids, until=form.until, at=call.at)


@blueprint.api("GET /api/v1/me/notifications/preferences", who=SIGNED_IN)
def preferences(call: Call) -> WishesView:
    """What I am told of, and how."""
    return _wishes(call)


@blueprint.api("PUT /api/v1/me/notifications/preferences", who=SIGNED_IN)
def prefer(call: Call, form: Wishes) -> WishesView:
    """Choose what I am told of, and how; what cannot be turned off stays on."""
    notifications.prefer(email=form.email, inbox=form.inbox, by=call.actor)
    return _wishes(call)


@blueprint.api("POST /api/v1/unsubscribe/{token}", who=ANYONE, takes=["*/*"])
def one_click(call: Call, token: str) -> None:
    """Send no more letters of a kind, as the button of a mail program asks (RFC 8058).

    The signed link in the letter is all it takes: no session, no form of ours.
    """
    notifications.unsubscribe(token)


@blueprint.api("GET /api/v1/unsubscribe/{token}", who=ANYONE, status=303)
def unsubscribe_page(call: Call, token: str) -> Response:
    """Lead people, whose program opens the link instead, to the page that asks them first."""
    page = f"{settings.portal_url}/unsubscribe?token={token}"
    return Response("", {"Location": page}, 303)


def _notice(notice: Notice) -> NoticeView:
    return NoticeView(
        notice.id,
        notice.kind,
        notice.about,
        notice.at,
        notice.read,
        notice.letter.subject,
        list(notice.letter.paragraphs),
        notice.path,
    )


def _wishes(call: Call) -> WishesView:
    return WishesView([_choice(call, choice) for choice in notifications.preferences(call.actor)])


def _choice(call: Call, choice: Choice) -> ChoiceView:
    return ChoiceView(
        choice.group,
        call.tell(choice.title),
        call.tell(choice.hint),
        _names(choice.on),
        _names(choice.may_leave),
    )


def _names(channels: frozenset[Channel]) -> list[str]:
    return sorted(str(channel) for channel in channels)
