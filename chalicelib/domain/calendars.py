"""Appointments as calendars read them (RFC 5545), in files, feeds and letters alike."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from chalicelib import catalogue, visits
from chalicelib.config import settings
from chalicelib.language import tell
from chalicelib.messages import say

if TYPE_CHECKING:
    from icalendar import Alarm, Event

CANCELLED = "CANCELLED"
AHEAD = timedelta(hours=2)  # when the calendar itself reminds


class Entry(NamedTuple):
    """What a calendar is told; ``title`` says nothing of health, and ``sequence`` which of two
    tidings is the later."""

    reference: str
    title: str
    site: str
    begins: datetime
    ends: datetime
    sequence: int
    status: str

    @property
    def method(self) -> str:
        """What a calendar does with it when it is alone in a file."""
        return "CANCEL" if self.status == CANCELLED else "PUBLISH"


def entry(reference: str, facts: Mapping[str, str], language: str) -> Entry:
    """An appointment as its events tell it."""
    return Entry(
        reference,
        facts[f"title_{language}"],
        facts["site"],
        datetime.fromisoformat(facts["moment"]),
        datetime.fromisoformat(facts["ends"]),
        int(facts["sequence"]),
        facts["status"],
    )


def file(one: Entry, *, at: datetime, language: str) -> str:
    """One entry, which takes itself out of a calendar if it was cancelled."""
    return _written([one], one.method, at, language)


def feed(some: Iterable[Entry], *, at: datetime, language: str, name: str) -> str:
    """Entries that a calendar asks for again and again."""
    return _written(list(some), "PUBLISH", at, language, name)


def _written(some: list[Entry], method: str, at: datetime, language: str, name: str = "") -> str:
    from icalendar import Calendar, Timezone  # 90 ms that nobody else has to wait for

    calendar = Calendar()
    calendar.add("prodid", "-//Veche//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    for each in some:
        calendar.add_component(_event(each, at, language))
    if not some:  # a calendar has at least one component (RFC 5545, 3.6)
        calendar.add_component(Timezone.from_tzid(catalogue.city().timezone))
    text: str = calendar.to_ical().decode()
    return text


def _event(one: Entry, at: datetime, language: str) -> "Event":
    from icalendar import Event

    site = visits.past_site(one.site)
    event = Event()
    event.add("uid", f"{one.reference}@{settings.portal_url.partition('://')[2] or 'veche'}")
    event.add("sequence", one.sequence)
    event.add("dtstamp", at)
    event.add("dtstart", one.begins)
    event.add("dtend", one.ends)
    event.add("summary", one.title)
    if site.address:  # it has not left the catalogue since
        event.add("location", f"{site.title[language]}, {site.address}")
        event.add("geo", (site.lat, site.lon))
    event.add("url", f"{settings.portal_url}/appointments/{one.reference}")
    event.add("status", one.status)
    event.add("class", "PRIVATE")
    if one.status != CANCELLED:
        event.add_component(_alarm(language))
    return event


def _alarm(language: str) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", tell(say("You have an appointment in two hours"), language))
    alarm.add("trigger", -AHEAD)
    return alarm
