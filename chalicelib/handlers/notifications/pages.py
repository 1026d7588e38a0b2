"""The inbox, what a person is told of and how, and the way out of letters."""

from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Struct

from chalicelib.domain import notifications
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, SIGNED_IN
from chalicelib.edge.paging import CursorQuery
from chalicelib.messages import say

blueprint = Capability(__name__)

START = "from"  # in a cursor: the notice that the page begins with


class UpTo(Struct):
    until: str


class Wishes(Struct):
    """The groups of notices that stay ticked, by each channel."""

    email: list[str] = []
    inbox: list[str] = []


class Link(Struct):
    token: str = ""


@blueprint.page("GET /me/inbox", who=SIGNED_IN)
def inbox(call: Call, query: CursorQuery) -> Response:
    since = (paging.key(query.cursor) or {}).get(START)
    found = notifications.inbox(call.actor.id, language=call.language, since=since and str(since))
    following = paging.cursor({START: found.after} if found.after else None)
    return call.render(
        "notifications/inbox.html",
        title=call.tell(say("Inbox")),
        inbox=found,
        next=following and f"/me/inbox?{urlencode({'cursor': following})}",
        first="/me/inbox" if query.cursor else None,
    )


@blueprint.page("POST /me/inbox/read", who=SIGNED_IN)
def read_all(call: Call, form: UpTo) -> Response:
    """Up to what the page showed: what has come in since is still new."""
    notifications.mark_read(call.actor.id, [], until=form.until, at=call.at)
    return call.redirect("/me/inbox", notice=say("Everything is marked as read"))


@blueprint.page("GET /me/inbox/{notice}", who=SIGNED_IN)
def open_notice(call: Call, notice: str) -> Response:
    """On to what the notice is about; it is read now."""
    return call.redirect(notifications.open_notice(call.actor.id, notice, at=call.at))


@blueprint.page("GET /me/notifications", who=SIGNED_IN)
def preferences(call: Call) -> Response:
    return call.render(
        "notifications/preferences.html",
        title=call.tell(say("What you are told of, and how")),
        choices=notifications.preferences(call.actor),
    )


@blueprint.page("POST /me/notifications", who=SIGNED_IN, again=preferences)
def prefer(call: Call, form: Wishes) -> Response:
    notifications.prefer(email=form.email, inbox=form.inbox, by=call.actor)
    return call.redirect("/me/notifications", notice=say("Your choice is saved"))


@blueprint.page("POST /me/notifications/address", who=SIGNED_IN)
def try_again(call: Call) -> Response:
    notifications.try_again(call.actor)
    notice = say("From now on letters are sent to your address again")
    return call.redirect("/me/inbox", notice=notice)


@blueprint.page("GET /unsubscribe", who=ANYONE)
def leaving(call: Call, query: Link) -> Response:
    """Ask first: programs that look for viruses open every link of a letter."""
    group, on = notifications.leaving(query.token)
    title = say("No more letters of this kind?") if on else say("You get no such letters any more")
    return call.render(
        "notifications/unsubscribe.html",
        title=call.tell(title),
        group=call.tell(group),
        on=on,
        token=query.token,
    )


@blueprint.page("POST /unsubscribe", who=ANYONE)
def unsubscribe(call: Call, form: Link) -> Response:
    notifications.unsubscribe(form.token)
    return call.redirect(f"/unsubscribe?{urlencode({'token': form.token})}")
