"""The desk of a site: who comes today, and receiving them; their hours are hours_pages.py."""

from datetime import date, timedelta
from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import visits, workdays
from chalicelib.actors import Role
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Act
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.errors import NotFound
from chalicelib.messages import say

blueprint = Capability(__name__)
STAFF = staff(Role.CLERK)
YEAR = timedelta(days=400)  # that are looked at before and after


class Day(Struct):
    site: str | None = None
    day: date | None = None
    requested: bool = False  # those that wait to be confirmed, on whatever day


class Deed(Struct):
    act: Act
    reason: Annotated[str, Meta(max_length=500)] = ""


class Referral(Struct):
    until: date
    visit: str = ""


@blueprint.page("GET /work/appointments", who=STAFF)
def desk(call: Call, query: Day) -> Response:
    """Who comes to a site on a day. Whoever works at several chooses the site first."""
    own = _own_sites(call)
    site = query.site or (own[0].id if len(own) == 1 else None)
    if site is None:
        return call.render(
            "appointments/desk/sites.html",
            title=call.tell(say("Appointments: which site?")),
            sites=own,
        )
    if query.requested:
        return _requests(call, site)
    return _day(call, site, query.day or workdays.day_of(call.at))


def _requests(call: Call, site: str) -> Response:
    return call.render(
        "appointments/desk/requests.html",
        title=call.tell(say("To be confirmed")),
        site=visits.site(site),
        found=appointments.to_confirm(site, by=call.actor, at=call.at),
        visit=visits.past_visit,
    )


def _day(call: Call, site: str, day: date) -> Response:
    today = workdays.day_of(call.at)
    if abs(day - today) > YEAR:
        raise NotFound("there is nothing at this address")
    found = appointments.of_day(site, day, by=call.actor, at=call.at)
    return call.render(
        "appointments/desk/day.html",
        title=visits.site(site).title[call.language],
        site=site,
        day=day,
        is_today=day == today,
        before=day - timedelta(days=1),
        after=day + timedelta(days=1),
        found=found.appointments,
        reminded=found.reminded,
        coming=found.coming,
        confirms=any(visits.visit(code).confirmed for code in visits.site(site).visits),
        visit=visits.past_visit,
        at=call.at,
    )


@blueprint.page("GET /work/appointments/{id}", who=STAFF)
def one(call: Call, id: str) -> Response:
    """One appointment, with what can be done about it."""
    found, history = appointments.at_desk(id, by=call.actor, at=call.at)
    return call.render(
        "appointments/desk/one.html",
        title=f"{found.reference}",
        found=found,
        own=found.person == call.actor.id,
        history=history,
        visit=visits.past_visit(found.visit),
        acts=appointments.acts(found, at=call.at),
        day=workdays.day_of(found.begins_at),
        referable=appointments.referable(found),
    )


@blueprint.page("POST /work/appointments/{id}", who=STAFF, again=one)
def do(call: Call, id: str, form: Deed) -> Response:
    found = appointments.act(id, form.act, by=call.actor, at=call.at, reason=form.reason)
    asked = form.act is Act.CONFIRM
    where = "requested=true" if asked else f"day={workdays.day_of(found.begins_at)}"
    to = f"/work/appointments?site={found.site}&{where}"
    return call.redirect(to, notice=say("It is written down"))


@blueprint.page("POST /work/appointments/{id}/refer", who=STAFF, again=one)
def refer(call: Call, id: str, form: Referral) -> Response:
    """Send whoever has this appointment to another doctor."""
    found, _ = appointments.at_desk(id, by=call.actor, at=call.at)
    appointments.refer(found, form.visit, until=form.until, by=call.actor, at=call.at)
    return call.redirect(f"/work/appointments/{id}", notice=say("The referral is written down"))


def _own_sites(call: Call) -> list[visits.Site]:
    scopes = call.actor.scopes(Role.CLERK)
    return [site for site in visits.sites() if "" in scopes or site.id in scopes]
