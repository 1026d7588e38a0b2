"""Waiting for a time to become free: over HTTP, as JSON and as pages."""

from datetime import date, datetime
from typing import Literal

from chalice.app import Response
from msgspec import Struct, field

from chalicelib import visits
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Wanted, waiting
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import SIGNED_IN, level
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)
HOURS = {"any": ("00:00", "24:00"), "morning": ("00:00", "12:00"), "afternoon": ("12:00", "24:00")}


class WaitForm(Struct):
    """At which sites, five at most: wherever it is free first; on which days, both included, and
    between which hours of the clock."""

    service_id: str
    sites: list[str]
    since: date = field(name="from")
    until: date = field(name="to")
    opens: str = "00:00"
    closes: str = "24:00"


class PlaceView(Struct):
    """`position` in the line of the site counts from 1."""

    site_id: str
    position: int


class WaitingView(Struct):
    """While `offered_until` has not passed, `slot_id` is held for you: book it like any other."""

    id: str
    service_id: str
    sites: list[PlaceView]
    since: date = field(name="from")
    until: date = field(name="to")
    opens: str
    closes: str
    joined_at: datetime
    slot_id: str | None
    offered_until: datetime | None


class WaitingList(Struct):
    items: list[WaitingView]


class Line(Struct):
    visit: str
    site: str


class Wish(Struct):
    since: date
    until: date
    hours: Literal["any", "morning", "afternoon"] = "any"
    sites: list[str] = []


class Leaving(Struct):
    id: str


@blueprint.api("GET /api/v1/waitlist", who=SIGNED_IN)
def list_my_waiting(call: Call) -> WaitingList:
    """What I wait for, my place in each line, and what is held for me at the moment."""
    return WaitingList([_view(place, call.at) for place in waiting.mine(call.actor.id)])


@blueprint.api("POST /api/v1/waitlist", who=RESIDENTS, status=201, location="/api/v1/waitlist")
def join_waitlist(call: Call, form: WaitForm) -> WaitingView:
    """Wait for a time to become free, wherever it is first. What does is offered in the order of
    joining, one time at once, and held for
    15 minutes; for 30, if it is more than a day ahead.

    With the same Idempotency-Key it is the same place in the line.
    """
    sites, days, hours = tuple(form.sites), (form.since, form.until), (form.opens, form.closes)
    wanted = Wanted(form.service_id, sites, *days, *hours)
    made = waiting.join(wanted, by=call.actor, at=call.at, key=call.idempotency_key)
    return _view(waiting.place_of(made), call.at)


@blueprint.api("DELETE /api/v1/waitlist/{id}", who=SIGNED_IN)
def leave_waitlist(call: Call, id: str) -> None:
    """Wait no more."""
    waiting.leave(id, by=call.actor, at=call.at)


@blueprint.page("GET /appointments/wait", who=RESIDENTS)
def to_wait(call: Call, query: Line) -> Response:
    kind = visits.visit(query.visit)
    return call.render(
        "appointments/wait.html",
        title=call.tell(say("Wait for a time")),
        visit=kind,
        site=visits.site(query.site),
        sites=visits.sites(open_for=kind.code),
        first=call.at,
        birthday_unknown=call.code == appointments.BirthdayUnknown.code,
    )


@blueprint.page("POST /appointments/wait", who=RESIDENTS, again=to_wait)
def wait(call: Call, query: Line, form: Wish) -> Response:
    waiting.join(
        Wanted(query.visit, tuple(form.sites), form.since, form.until, *HOURS[form.hours]),
        by=call.actor,
        at=call.at,
    )
    notice = say("You stand in the line: you will get a letter when a time is free")
    return call.redirect("/me/appointments/waiting", notice=notice)


@blueprint.page("GET /me/appointments/waiting", who=SIGNED_IN)
def mine(call: Call) -> Response:
    return call.render(
        "appointments/waiting.html",
        title=call.tell(say("What you wait for")),
        waits=waiting.mine(call.actor.id),
        visit=visits.past_visit,
        site=visits.past_site,
        slot=appointments.parse,
        at=call.at,
    )


@blueprint.page("POST /me/appointments/waiting", who=RESIDENTS)
def leave(call: Call, form: Leaving) -> Response:
    waiting.leave(form.id, by=call.actor, at=call.at)
    return call.redirect("/me/appointments/waiting", notice=say("You wait for it no more"))


def _view(place: waiting.Place, at: datetime) -> WaitingView:
    each = place.waiting
    is_held = each.offered_until is not None and each.offered_until > at
    return WaitingView(
        id=each.reference,
        service_id=each.visit,
        sites=[PlaceView(site, position) for site, position in place.positions.items()],
        since=each.since,
        until=each.until,
        opens=each.opens,
        closes=each.closes,
        joined_at=each.joined_at,
        slot_id=each.offered if is_held else None,
        offered_until=each.offered_until if is_held else None,
    )
