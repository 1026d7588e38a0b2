"""A clinic, its doctors, and people who want to see them."""

from datetime import UTC, datetime, timedelta

from chalicelib.catalogue import Text
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Offered
from chalicelib.models.appointment import AppointmentEvent
from chalicelib.models.diary import Diary
from chalicelib.models.event import PREFIX
from chalicelib.models.marks import Marked
from chalicelib.models.sheet import Sheet
from tests.factories import MONDAY, a_resident, an_officer

CLINIC = "clinic-kamppi"
WEEK = {str(day): [["08:00", "12:00"]] for day in range(5)}
TUESDAY = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)  # when the clinic opens: 08:00 of the city
ANNA = a_resident("anna")
CLERK = an_officer(f"clerk.{CLINIC}", "clerk")


def a_provider(id="aho", visits=("nurse",), weekly=None, at=MONDAY, site=CLINIC, **more):
    offered = Offered(site, id, Text("Ахо", "Aho"), visits, weekly or WEEK, **more)
    appointments.put_in_place(offered, at=at)
    return offered


def slot(begins=TUESDAY, visit="nurse", provider="aho", site=CLINIC):
    return appointments.Slot(site, provider, visit, begins).id


def later(minutes, begins=TUESDAY):
    return begins + timedelta(minutes=minutes)


def book(person="anna", begins=TUESDAY, at=MONDAY, visit="nurse", provider="aho", **more):
    return appointments.book(slot(begins, visit, provider), by=a_resident(person), at=at, **more)


def free(since=TUESDAY, visit="nurse", at=MONDAY, provider=None, days=1):
    """The local times that are free, on some days."""
    day = since.date()
    week = appointments.search(
        visit, CLINIC, day, day + timedelta(days=days - 1), provider=provider, at=at
    )
    return [opening for openings in week.days.values() for opening in openings]


def times(openings):
    return [f"{opening.slot.begins:%H:%M}" for opening in openings]


def marks(model: type[Marked], key: str) -> dict[str, str]:
    found = next(model.batch_get([key]), None)
    return found.marks if found else {}


def sheet(day="2026-03-03", provider="aho", site=CLINIC):
    return marks(Sheet, f"{site}.{provider}.{day}")


def diary(person="anna"):
    return marks(Diary, person)


def events_of(reference):
    return list(AppointmentEvent.query(reference, AppointmentEvent.part.startswith(PREFIX)))


def happened(reference):
    return sorted(event.kind.removeprefix("appointment.") for event in events_of(reference))


def act(made, what, by=CLERK, at=MONDAY, **more):
    return appointments.act(made.reference, what, by=by, at=at, **more)
