"""Appointments over HTTP, as JSON: what is free, holding it, booking it, and what becomes of it."""

from datetime import date
from http import HTTPStatus
from typing import Annotated
from zoneinfo import ZoneInfo

from chalice.app import Response
from msgspec import Meta, Struct, field

from chalicelib import visits, workdays
from chalicelib.actors import Role
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Act, Appointment, Child
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.http import as_json
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level, staff
from chalicelib.errors import Invalid
from chalicelib.handlers.appointments import calendar, views
from chalicelib.handlers.appointments.views import (
    AppointmentsView,
    AppointmentView,
    HoldView,
    NewAppointment,
    RescheduleForm,
    RevokeForm,
    SlotsView,
    VisitsView,
)
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS, STAFF = level(1), staff(Role.CLERK)
ICS = ".ics"
FRESH = {"Cache-Control": "no-store"}


class SlotsQuery(Struct):
    """Which days of the city, both included, 31 of them at most; today alone if nothing is said.
    `tz` (`Europe/Berlin`) is the time zone in which the times are told."""

    service_id: str
    site_id: str
    provider_id: str | None = None
    since: date | None = field(name="from", default=None)
    until: date | None = field(name="to", default=None)
    tz: Annotated[str, Meta(max_length=60)] | None = None


class MineQuery(Struct):
    """`past` lists what is over, the latest first; else what is to come."""

    past: bool = False
    cursor: str | None = None


class DayQuery(Struct):
    """`requested` lists those that wait to be confirmed, on whatever day."""

    site_id: str
    day: date | None = None
    requested: bool = False


@blueprint.api("GET /api/v1/visits", who=ANYONE)
def list_visits(call: Call) -> VisitsView:
    """What one can come for by appointment, by which rules, and where."""
    return views.everything()


@blueprint.api("GET /api/v1/slots", who=ANYONE)
def list_slots(call: Call, query: SlotsQuery) -> SlotsView | Response:
    """The times that are free at a site, by day; as they are at this moment."""
    kind, today = visits.visit(query.service_id), workdays.day_of(call.at)
    zone = _zone(query.tz) if query.tz else None
    since = query.since or today
    week = appointments.search(
        kind.code,
        query.site_id,
        since,
        query.until or since,
        provider=query.provider_id,
        at=call.at,
    )
    return as_json(views.slots(week, kind, zone), status=HTTPStatus.OK, **FRESH)


@blueprint.api("POST /api/v1/slots/{id}/hold", who=RESIDENTS)
def hold_slot(call: Call, id: str) -> HoldView:
    """Keep a time free for ten minutes; what was held for this kind of visit before is let go.

    409 `slot_taken` names the three nearest times that are free.
    """
    return views.held(appointments.hold(id, by=call.actor, at=call.at))


@blueprint.api(
    "POST /api/v1/appointments",
    who=RESIDENTS,
    status=201,
    location="/api/v1/appointments/{id}",
)
def book_appointment(call: Call, form: NewAppointment) -> AppointmentView:
    """Book a time; with the same Idempotency-Key the same appointment comes back.

    409 `slot_taken` names the three nearest times that are free; other 409s say what the person
    has already. 403 says for whom this kind of visit is.
    """
    child = Child(form.child.name, form.child.born_on) if form.child else None
    return views.appointment(
        appointments.book(
            form.slot_id, by=call.actor, at=call.at, key=call.idempotency_key, child=child
        )
    )


@blueprint.api("GET /api/v1/appointments", who=SIGNED_IN)
def list_my_appointments(call: Call, query: MineQuery) -> AppointmentsView:
    """My appointments."""
    if not query.past:
        return _listed(appointments.to_come(call.actor.id, at=call.at))
    page = appointments.over(call.actor.id, at=call.at, after=paging.key(query.cursor))
    return _listed(page.items, paging.cursor(page.last))


@blueprint.api("GET /api/v1/appointments/{id}", who=SIGNED_IN, media={"text/calendar": str})
def show_appointment(call: Call, id: str) -> AppointmentView | Response:
    """One of mine. With `.ics` after the id it is a calendar's entry (RFC 5545)."""
    found = appointments.mine(id.removesuffix(ICS), by=call.actor)
    if not id.endswith(ICS):
        return views.appointment(found)
    return calendar.file(found, at=call.at, language=call.language)


@blueprint.api("POST /api/v1/appointments/{id}/reschedule", who=RESIDENTS)
def reschedule_appointment(call: Call, id: str, form: RescheduleForm) -> AppointmentView:
    """Another time for the same appointment; if it cannot be had, the old one stays."""
    return views.appointment(appointments.reschedule(id, form.slot_id, by=call.actor, at=call.at))


@blueprint.api("POST /api/v1/appointments/{id}/cancel", who=RESIDENTS)
def cancel_appointment(call: Call, id: str) -> AppointmentView:
    """Do not come; others can have the time. Twice is once."""
    found = appointments.mine(id, by=call.actor)
    return views.appointment(appointments.cancel(found, by=call.actor, at=call.at))


@blueprint.api("GET /api/v1/desk/appointments", who=STAFF)
def list_appointments_of_a_day(call: Call, query: DayQuery) -> AppointmentsView:
    """Who comes to my site on a day; today, if nothing is said."""
    if query.requested:
        return _listed(appointments.to_confirm(query.site_id, by=call.actor, at=call.at))
    day = query.day or workdays.day_of(call.at)
    found = appointments.of_day(query.site_id, day, by=call.actor, at=call.at)
    return AppointmentsView([views.at_desk(each) for each in found.appointments])


@blueprint.api("POST /api/v1/appointments/{id}/confirm", who=STAFF)
def confirm_appointment(call: Call, id: str) -> AppointmentView:
    """Agree to receive somebody who asked for it."""
    return _done(call, id, Act.CONFIRM)


@blueprint.api("POST /api/v1/appointments/{id}/check-in", who=STAFF)
def check_in(call: Call, id: str) -> AppointmentView:
    """The person is here."""
    return _done(call, id, Act.CHECK_IN)


@blueprint.api("POST /api/v1/appointments/{id}/complete", who=STAFF)
def complete_appointment(call: Call, id: str) -> AppointmentView:
    """The visit is over."""
    return _done(call, id, Act.COMPLETE)


@blueprint.api("POST /api/v1/appointments/{id}/no-show", who=STAFF)
def say_that_nobody_came(call: Call, id: str) -> AppointmentView:
    """Nobody came; not before the visit should have begun."""
    return _done(call, id, Act.MISS)


@blueprint.api("POST /api/v1/appointments/{id}/revoke", who=STAFF)
def revoke_appointment(call: Call, id: str, form: RevokeForm) -> AppointmentView:
    """Call it off; the person is told why."""
    return _done(call, id, Act.REVOKE, form.reason)


def _zone(name: str) -> ZoneInfo:
    """`Invalid` if there is none of that name; a folder of zones is none, nor is a path."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        words = say("there is no such time zone: write one like Europe/Berlin")
        raise Invalid(fields={"tz": words}) from error


def _done(call: Call, id: str, act: Act, reason: str = "") -> AppointmentView:
    return views.at_desk(appointments.act(id, act, by=call.actor, at=call.at, reason=reason))


def _listed(found: list[Appointment], cursor: str | None = None) -> AppointmentsView:
    return AppointmentsView([views.appointment(each) for each in found], cursor)
