"""Appointments as calendars read them: RFC 5545, with neutral words where they are about health."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from chalice.app import Response

from chalicelib import catalogue, visits
from chalicelib.config import settings
from chalicelib.domain.appointments import Appointment, State
from chalicelib.language import tell
from chalicelib.messages import say
from chalicelib.visits import outward_title

if TYPE_CHECKING:
    from icalendar import Alarm, Event

TYPE = "text/calendar; charset=utf-8"
GONE = {State.CANCELLED, State.REVOKED}
AHEAD = timedelta(hours=2)  # when the calendar itself reminds
STATUS = {State.REQUESTED: "TENTATIVE", State.CANCELLED: "CANCELLED", State.REVOKED: "CANCELLED"}


def file(found: Appointment, *, at: datetime, language: str) -> Response:
    """One entry, which takes itself out of a calendar if it was cancelled."""
    return _answer(_written([found], "CANCEL" if found.state in GONE else "PUBLISH", at, language))


def feed(found: Iterable[Appointment], *, at: datetime, language: str, name: str) -> Response:
    """Entries that a calendar asks for again and again."""
    return _answer(_written(list(found), "PUBLISH", at, language, name))


def _answer(content: str) -> Response:
    headers: dict[str, Any] = {"Content-Type": TYPE, "Cache-Control": "private, no-store"}
    return Response(content, headers, HTTPStatus.OK)


def _written(
    found: list[Appointment], method: str, at: datetime, language: str, name: str = ""
) -> str:
    from icalendar import Calendar, Timezone  # 90 ms that nobody else has to wait for

    calendar = Calendar()
    calendar.add("prodid", "-//Veche//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for each in found:
        calendar.add_component(_entry(each, at, language))
    if not found:  # a calendar has at least one component (RFC 5545, 3.6)
        calendar.add_component(Timezone.from_tzid(catalogue.city().timezone))
    text: str = calendar.to_ical().decode()
    return text


def _entry(found: Appointment, at: datetime, language: str) -> "Event":
    from icalendar import Event

    site = visits.past_site(found.site)
    entry = Event()
    entry.add("uid", f"{found.reference}@{settings.portal_url.partition('://')[2] or 'veche'}")
    entry.add("sequence", int(found.sequence))
    entry.add("dtstamp", at)
    entry.add("dtstart", found.begins_at)
    entry.add("dtend", found.ends_at)
    entry.add("summary", outward_title(visits.past_visit(found.visit))[language])
    if site.address:  # it has not left the catalogue since
        entry.add("location", f"{site.title[language]}, {site.address}")
        entry.add("geo", (site.lat, site.lon))
    entry.add("url", f"{settings.portal_url}/appointments/{found.reference}")
    entry.add("status", STATUS.get(State(found.state), "CONFIRMED"))
    entry.add("class", "PRIVATE")
    if found.state not in GONE:
        entry.add_component(_alarm(language))
    return entry


def _alarm(language: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", tell(say("You have an appointment in two hours"), language))
    alarm.add("trigger", -AHEAD)
    return alarm
