"""Booking in steps, each a page of its own: what for, where, when, and is all of it right."""

import functools
from datetime import date, timedelta
from typing import Literal

from chalice.app import Response
from msgspec import Struct, field

from chalicelib import catalogue, identifiers, visits, workdays
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Child, Free, Provider, State, Week
from chalicelib.edge import fields, problems
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.messages import say
from chalicelib.visits import Visit

blueprint = Capability(__name__)
RESIDENTS = level(1)
BIRTHDAY = appointments.BirthdayUnknown.code
WEEK = 7  # days on a page
# Somebody's: what their ids begin with; of each the minute that follows, and what the clock says
Times = tuple[Provider, str, list[tuple[int, str]]]


class Choice(Struct):
    """What was chosen in the steps before; ``instead`` is the appointment to be moved."""

    visit: str | None = None
    site: str | None = None
    since: date | None = None
    instead: str | None = None


class Wish(Struct):
    slot: str


class Confirmation(Struct):
    """``whose`` visit it is, and of a child who it is."""

    key: str
    whose: Literal["mine", "child"] = "mine"
    name: str = field(name="child.name", default="")


@blueprint.page("GET /appointments", who=ANYONE)
def what_for(call: Call) -> Response:
    """What one can come for."""
    return call.render(
        "appointments/visits.html",
        title=call.tell(say("Make an appointment")),
        visits=visits.visits(),
    )


@blueprint.page("GET /appointments/book", who=ANYONE)
def choose(call: Call, query: Choice) -> Response:
    """Where, and then when."""
    if query.visit is None:
        return call.redirect("/appointments")
    kind = visits.visit(query.visit)
    if query.site is not None:
        return _times(call, kind, query.site, query)
    return call.render(
        "appointments/sites.html",
        title=call.tell(say("Where do you want to come?")),
        visit=kind,
        sites=visits.sites(open_for=kind.code),
        instead=query.instead,
    )


@blueprint.page("POST /appointments/book", who=RESIDENTS, again=choose)
def hold(call: Call, query: Choice, form: Wish) -> Response:
    """Keep the time for ten minutes; if it is gone, the page shows what is left."""
    appointments.hold(form.slot, by=call.actor, at=call.at)
    if query.instead:
        return call.redirect(f"/appointments/{query.instead}/move?slot={form.slot}")
    return call.redirect(f"/appointments/confirm?slot={form.slot}")


@blueprint.page("GET /appointments/confirm", who=RESIDENTS)
def to_confirm(call: Call, query: Wish) -> Response:
    """All of it once more, before it is booked; who has one already can have the other for it."""
    slot = appointments.parse(query.slot)
    kind = visits.visit(slot.visit)
    found = appointments.outlook(slot, by=call.actor, at=call.at)
    if found.instead:
        return call.redirect(f"/appointments/{found.instead}/move?slot={query.slot}")
    if found.refusal:
        problems.tell(found.refusal, call)
    return call.render(
        "appointments/confirm.html",
        title=call.tell(say("Check your appointment")),
        slot=slot,
        visit=kind,
        site=visits.site(slot.site),
        refused=found.refusal is not None,
        birthday_unknown=call.code == BIRTHDAY,
        key=call.values.get("key") or identifiers.number(),
    )


@blueprint.page("POST /appointments/confirm", who=RESIDENTS, again=to_confirm)
def confirm(call: Call, query: Wish, form: Confirmation) -> Response:
    child = _child(call, form)
    made = appointments.book(query.slot, by=call.actor, at=call.at, key=form.key, child=child)
    notice = (
        say("You asked for the appointment; you will be told when it is confirmed")
        if made.state == State.REQUESTED
        else say("You have the appointment")
    )
    return call.redirect(f"/appointments/{made.reference}", notice=notice)


def _times(call: Call, kind: Visit, site: str, query: Choice) -> Response:
    """A week of times, from the first day on which one can come."""
    today = workdays.day_of(call.at)
    first = workdays.day_of(call.at + timedelta(minutes=kind.lead))
    last = today + timedelta(days=kind.horizon)
    since = min(max(query.since or first, first), last)
    until = since + timedelta(days=WEEK - 1)
    return call.render(
        "appointments/times.html",
        title=call.tell(say("When do you want to come?")),
        visit=kind,
        site=visits.site(site),
        days=_days(appointments.search(kind.code, site, since, until, at=call.at)),
        here=_here(kind, site, query.instead),
        birthday_unknown=call.code == BIRTHDAY,
        instead=query.instead,
        since=since,
        before=max(since - timedelta(days=WEEK), first) if since > first else None,
        after=until + timedelta(days=1) if until < last else None,
    )


def _days(week: Week) -> list[tuple[date, list[Times]]]:
    """What is free, by day and by who receives. There may be thousands of times, so all that their
    buttons say is ready."""

    @functools.cache  # several receive at the same times
    def clock(minute: int) -> str:
        return catalogue.in_city(appointments.moment(minute)).time().isoformat("minutes")

    def times(free: Free) -> Times:
        return free.provider, free.prefix, [(minute, clock(minute)) for minute in free.times]

    return [(day, list(map(times, some))) for day, some in week.free.items() if some]


def _here(kind: Visit, site: str, instead: str | None) -> str:
    moving = f"&instead={instead}" if instead and instead.isascii() else ""
    return f"/appointments/book?visit={kind.code}&site={site}{moving}"


def _child(call: Call, form: Confirmation) -> Child | None:
    """What was typed of a child is nobody's matter once it is one's own visit."""
    if form.whose != "child":
        return None
    with fields.reading(call.values) as typed:
        born_on = fields.day(typed, "child.born_on")
        typed.wrong = appointments.about_child(form.name, born_on, at=call.at) | typed.wrong
    assert born_on, "without a day the form is refused"
    return Child(form.name, born_on)
