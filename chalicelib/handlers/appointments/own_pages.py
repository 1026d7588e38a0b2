"""One's own appointments: the list, each of them, what becomes of it, and one's calendar.

An appointment opens by the link of a letter as well, without signing in: then it shows when and
where, and nothing else of the person.
"""

from urllib.parse import urlencode

from chalice.app import Response
from msgspec import Struct

from chalicelib import visits
from chalicelib.actors import Actor
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Appointment
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level
from chalicelib.edge.paging import CursorQuery
from chalicelib.errors import SignInNeeded
from chalicelib.handlers.appointments import calendar
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
RESIDENTS = level(1)


class Link(Struct):
    """The proof that somebody has the letter, in a link or in the form behind it."""

    token: str = ""


class Feed(Struct):
    token: str


class Move(Struct):
    slot: str


@blueprint.page("GET /me/appointments", who=SIGNED_IN)
def mine(call: Call) -> Response:
    ahead = appointments.ahead(call.actor.id, at=call.at)
    return call.render(
        "appointments/mine.html",
        title=call.tell(say("My appointments")),
        found=ahead.appointments,
        referred=ahead.referred,
        visit=visits.past_visit,
        site=visits.past_site,
    )


@blueprint.page("GET /me/appointments/past", who=SIGNED_IN)
def past(call: Call, query: CursorQuery) -> Response:
    page = appointments.over(call.actor.id, at=call.at, after=paging.key(query.cursor))
    cursor = paging.cursor(page.last)
    return call.render(
        "appointments/past.html",
        title=call.tell(say("My past appointments")),
        found=page.items,
        visit=visits.past_visit,
        site=visits.past_site,
        next=f"/me/appointments/past?cursor={cursor}" if cursor else None,
        first="/me/appointments/past" if query.cursor else None,
    )


@blueprint.page("POST /me/calendar", who=SIGNED_IN)
def make_feed(call: Call) -> Response:
    """A new address for one's calendar; an older one leads nowhere from then on."""
    address = appointments.make_feed(call.actor.id)
    return call.render(
        "appointments/feed.html",
        title=call.tell(say("Your calendar’s address")),
        address=f"/me/calendar.ics?{urlencode({'token': address, 'lang': call.language})}",
    )


@blueprint.page("GET /me/calendar.ics", who=ANYONE)
def feed(call: Call, query: Feed) -> Response:
    """What a calendar program asks for every hour."""
    person = appointments.feed_of(query.token)
    found = appointments.around(person, at=call.at)
    name = call.tell(say("My appointments"))
    return calendar.feed(found, at=call.at, language=call.language, name=name)


@blueprint.page("GET /appointments/{id}", who=ANYONE)
def one(call: Call, id: str, query: Link) -> Response:
    found = _opened(call, id, query.token)
    is_mine = call.actor.signed_in and found.person == call.actor.id
    kind = visits.past_visit(found.visit)
    return call.render(
        "appointments/one.html",
        title=(kind.title if is_mine else visits.outward_title(kind))[call.language],
        found=found,
        site=visits.past_site(found.site),
        is_offered=visits.is_offered(found.visit, found.site),
        is_mine=is_mine,
        token="" if is_mine else query.token,
        at=call.at,
    )


@blueprint.page("GET /appointments/{id}/calendar.ics", who=ANYONE)
def file(call: Call, id: str, query: Link) -> Response:
    found = _opened(call, id, query.token)
    return calendar.file(found, at=call.at, language=call.language)


@blueprint.page("POST /appointments/{id}/cancel", who=ANYONE)
def cancel(call: Call, id: str, form: Link) -> Response:
    found = _opened(call, id, form.token)
    appointments.cancel(found, by=Actor(str(found.person), level=1), at=call.at)
    return _back(call, id, form.token, notice=say("The appointment is cancelled"))


@blueprint.page("POST /appointments/{id}/coming", who=ANYONE)
def will_come(call: Call, id: str, form: Link) -> Response:
    appointments.will_come(_opened(call, id, form.token))
    return _back(call, id, form.token, notice=say("Thank you: you are expected"))


@blueprint.page("GET /appointments/{id}/move", who=RESIDENTS)
def to_move(call: Call, id: str, query: Move) -> Response:
    """Both times side by side, before the one is given up for the other."""
    found = appointments.mine(id, by=call.actor)
    slot = appointments.parse(query.slot)
    return call.render(
        "appointments/move.html",
        title=call.tell(say("Take the other time?")),
        found=found,
        slot=slot,
        was_at=visits.past_site(found.site),
        site=visits.site(slot.site),
    )


@blueprint.page("POST /appointments/{id}/move", who=RESIDENTS, again=to_move)
def move(call: Call, id: str, query: Move) -> Response:
    appointments.reschedule(id, query.slot, by=call.actor, at=call.at)
    return call.redirect(f"/appointments/{id}", notice=say("Your appointment has another time"))


def _opened(call: Call, id: str, token: str) -> Appointment:
    """By the link of a letter, or because it is one's own."""
    if not token:
        if not call.actor.signed_in:
            raise SignInNeeded("sign in to do this")
        return appointments.mine(id, by=call.actor)
    from chalicelib.domain import notifications  # most who look have signed in

    return appointments.mine(id, by=Actor(notifications.opened(token, id), level=1))


def _back(call: Call, id: str, token: str, *, notice: Message) -> Response:
    query = f"?{urlencode({'token': token})}" if token else ""
    return call.redirect(f"/appointments/{id}{query}", notice=notice)
