"""Appointments as programs see them: what leaves is written out by hand."""

import functools
from collections import defaultdict
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from msgspec import Meta, Raw, Struct, json, structs

from chalicelib import catalogue, visits
from chalicelib.catalogue import Text
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Appointment, Free, Held, Week
from chalicelib.visits import Site, Visit

# A moment as RFC 3339 writes it, in the city's own time
Written = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class VisitView(Struct):
    """A kind of visit: how long it takes, from how many minutes to how many days ahead it can be
    booked, how much of it one person may have, for people of which ages."""

    id: str
    kind: str
    title: Text
    hint: Text
    minutes: int
    lead_minutes: int
    horizon_days: int
    max_active: int
    youngest: int | None
    oldest: int | None
    needs_referral: bool
    needs_confirmation: bool
    site_ids: list[str]


class SiteView(Struct):
    id: str
    title: Text
    address: str
    district: str
    lat: float
    lon: float
    phone: str
    service_ids: list[str]


class VisitsView(Struct):
    """What one can come for, and where."""

    services: list[VisitView]
    sites: list[SiteView]


class SlotView(Struct, gc=False):
    """A time that is free, for `remaining` more people."""

    id: str
    start: Written
    end: Written
    provider_id: str
    remaining: int


class SlotsView(Struct):
    """By day, `2026-12-01`; a day on which nothing is free has an empty list."""

    data: dict[str, list[SlotView]]


class HoldView(Struct):
    """Until `until` nobody else can have the time."""

    id: str
    until: datetime


class ChildForm(Struct):
    name: Annotated[str, Meta(max_length=100)]
    born_on: date


class NewAppointment(Struct):
    """`slot_id` as `/slots` gives it, held or not; `child` if somebody else comes."""

    slot_id: str
    child: ChildForm | None = None


class RescheduleForm(Struct):
    slot_id: str


class RevokeForm(Struct):
    """`reason` is told to the person."""

    reason: Annotated[str, Meta(max_length=500)] = ""


class AppointmentView(Struct):
    """`sequence` rises with every change, as calendars want it; `reason` is why the office called
    it off. `child` is told to who booked."""

    id: str
    state: str
    service_id: str
    site_id: str
    provider_id: str
    start: datetime
    end: datetime
    child: str | None
    reason: str | None
    sequence: int
    booked_at: datetime


class AppointmentsView(Struct):
    items: list[AppointmentView]
    next: str | None = None


def everything() -> VisitsView:
    return VisitsView(
        [_visit(each) for each in visits.visits()], [_site(s) for s in visits.sites()]
    )


def slots(week: Week, kind: Visit, zone: ZoneInfo | None = None) -> dict[str, dict[str, Raw]]:
    """A `SlotsView`. A week may have thousands of times, so when they begin and end is written once
    for all who receive then; and each day is encoded before the next is looked at: less memory is
    touched, which is half of the work."""

    @functools.cache  # the end of many is the beginning of others
    def clock(minute: int) -> str:
        return appointments.moment(minute).astimezone(zone or catalogue.zone()).isoformat()

    @functools.cache
    def told(minute: int) -> tuple[str, str, str]:
        return str(minute), clock(minute), clock(minute + kind.minutes)

    def in_order(some: list[Free]) -> list[SlotView]:
        found = defaultdict[int, list[SlotView]](list)
        for free in some:
            prefix, provider = free.prefix, free.provider.id
            for minute, many in zip(free.times, free.remaining, strict=True):
                number, start, end = told(minute)
                found[minute].append(SlotView(prefix + number, start, end, provider, many))
        return [view for minute in sorted(found) for view in found[minute]]

    days = week.free.items()
    return {"data": {day.isoformat(): Raw(json.encode(in_order(some))) for day, some in days}}


def held(hold: Held) -> HoldView:
    return HoldView(hold.slot.id, hold.until)


def appointment(found: Appointment) -> AppointmentView:
    return AppointmentView(
        id=found.reference,
        state=found.state,
        service_id=found.visit,
        site_id=found.site,
        provider_id=found.provider,
        start=catalogue.in_city(found.begins_at),
        end=catalogue.in_city(found.ends_at),
        child=found.visitor["name"] if found.visitor else None,
        reason=found.reason,
        sequence=int(found.sequence),
        booked_at=found.booked_at,
    )


def at_desk(found: Appointment) -> AppointmentView:
    """For the staff, who read on its page whose child comes: there it is written down."""
    return structs.replace(appointment(found), child=None)


def _visit(kind: Visit) -> VisitView:
    return VisitView(
        id=kind.code,
        kind=kind.kind,
        title=kind.title,
        hint=kind.hint,
        minutes=kind.minutes,
        lead_minutes=kind.lead,
        horizon_days=kind.horizon,
        max_active=kind.most,
        youngest=kind.ages[0] if kind.ages else None,
        oldest=kind.ages[1] if kind.ages else None,
        needs_referral=kind.referral,
        needs_confirmation=kind.confirmed,
        site_ids=[site.id for site in visits.sites(open_for=kind.code)],
    )


def _site(site: Site) -> SiteView:
    return SiteView(
        id=site.id,
        title=site.title,
        address=site.address,
        district=site.district,
        lat=site.lat,
        lon=site.lon,
        phone=site.phone,
        service_ids=list(site.visits),
    )
