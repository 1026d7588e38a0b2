"""The hours of those who receive people at a site: of a day, and of the week from a day on."""

import re
from datetime import date
from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import visits, workdays
from chalicelib.actors import Role
from chalicelib.domain import appointments
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.errors import NotFound
from chalicelib.messages import say

blueprint = Capability(__name__)
STAFF = staff(Role.CLERK)
DAYS = range(7)
BETWEEN = re.compile(r"[\n,;]")


class Hours(Struct):
    """``provider`` with the version that was seen, ``aho@3``; ``hours`` as people write them, a
    line for each time: ``08:00–12:00``."""

    provider: str
    on: date
    hours: str = ""


class Week(Struct):
    """The hours of each weekday are ``hours-0`` (Monday) … ``hours-6``."""

    version: Annotated[int, Meta(ge=0)]
    since: date


@blueprint.page("GET /work/appointments/{id}/hours", who=STAFF)
def hours(call: Call, id: str) -> Response:
    """Who receives people at a site (``id``), and their hours."""
    today = workdays.day_of(call.at)
    return call.render(
        "appointments/desk/hours.html",
        title=call.tell(say("Hours")),
        site=visits.site(id),
        providers=appointments.at_site(id),
        week_on=appointments.week_on,
        today=today,
        day_of=date.fromisoformat,
    )


@blueprint.page("POST /work/appointments/{id}/hours", who=STAFF, again=hours)
def change_hours(call: Call, id: str, form: Hours) -> Response:
    provider, _, version = form.provider.partition("@")
    appointments.change_hours(
        id,
        provider,
        form.on,
        _read(form.hours),
        seen=int(version) if version.isdecimal() else 0,
        by=call.actor,
        at=call.at,
    )
    notice = say("The hours of that day are changed; what is booked stays: tell those people")
    return call.redirect(f"/work/appointments/{id}/hours/{provider}", notice=notice)


@blueprint.page("GET /work/appointments/{id}/hours/{provider}", who=STAFF, along=appointments.item)
def week(call: Call, id: str, provider: str) -> Response:
    """The hours of one who receives people, a form for others from a day on, and who has an
    appointment outside of them."""
    found = call.along or _found(id, provider)
    today = workdays.day_of(call.at)
    return call.render(
        "appointments/desk/week.html",
        title=found.title[call.language],
        site=visits.site(id),
        provider=found,
        week=appointments.week_on(found, today),
        today=today,
        day_of=date.fromisoformat,
        outside=appointments.outside(found, by=call.actor, at=call.at),
        visit=visits.past_visit,
    )


@blueprint.page("POST /work/appointments/{id}/hours/{provider}", who=STAFF, again=week)
def change_week(call: Call, id: str, provider: str, form: Week) -> Response:
    appointments.change_week(
        id,
        provider,
        form.since,
        {str(number): _read(_typed(call, number)) for number in DAYS},
        seen=form.version,
        by=call.actor,
        at=call.at,
    )
    notice = say("The hours of the week are changed; what is booked stays: tell those people")
    return call.redirect(f"/work/appointments/{id}/hours/{provider}", notice=notice)


def _found(site: str, provider: str) -> appointments.Provider:
    """As it is by now: a form was refused, perhaps because somebody else has changed it."""
    for found in appointments.at_site(site):
        if found.id == provider:
            return found
    raise NotFound("nobody of that name receives people here")


def _typed(call: Call, day: int) -> str:
    given = call.values.get(f"hours-{day}", "")
    return given if isinstance(given, str) else given[-1]


def _read(written: str) -> list[list[str]]:
    parts = [part.replace(" ", "").strip() for part in BETWEEN.split(written) if part.strip()]
    return [part.replace("–", "-").replace("—", "-").split("-") for part in parts]
