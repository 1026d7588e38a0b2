"""Visits to appointments: what is free, booking, one's own, and the desk."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from chalicelib import clock, workdays
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Child, Slot, Wanted, waiting
from chalicelib.domain.notifications import links
from chalicelib.models.addressee import Addressee
from tests.appointments import CLERK, CLINIC, a_provider
from tests.budget.visits import Visit, visit
from tests.complaints import ANNA
from tests.factories import a_resident
from tests.reporting import signed_in

EVERY_DAY = {str(day): [["08:00", "08:20"]] for day in range(7)}


def a_clinic() -> list[Slot]:
    """With three who receive; the times that are free in three days, one after another."""
    for name in ("aho", "berg", "dahl"):
        a_provider(name, weekly=EVERY_DAY, at=clock.now(), on_holidays=True)
    day = (clock.now() + timedelta(days=3)).date()
    week = appointments.search("nurse", CLINIC, day, day, at=clock.now())
    return [opening.slot for opening in week.days[day]]


def booked(**more: Any) -> tuple[str, Slot]:
    """Anna's appointment, and a time that is free beside it."""
    first, *_, last = a_clinic()
    return appointments.book(first.id, by=ANNA, at=clock.now(), **more).reference, last


def times_of(slot: Slot) -> str:
    return f"/appointments/book?visit={slot.visit}&site={slot.site}"


def opens(address: str) -> Visit:
    booked()
    anna = signed_in(ANNA)
    return lambda: anna.get(address)


@visit("GET /appointments")
def looks_at_what_there_is():
    return opens("/appointments")


@visit("GET /appointments/book")
def looks_for_a_time():
    slot, anna = a_clinic()[0], signed_in(ANNA)
    return lambda: anna.get(times_of(slot))


@visit(
    "POST /appointments/book",
    most=4,
    why="the time and the person's diary are read, then written one after the other: of a crowd "
    "that wants one time all but one are refused by the first write alone",
)
def takes_a_time():
    slot, anna = a_clinic()[0], signed_in(ANNA)
    return lambda: anna.submit(times_of(slot), slot=slot.id)


@visit("GET /appointments/confirm")
def checks_it():
    slot, anna = a_clinic()[0], signed_in(ANNA)
    return lambda: anna.get(f"/appointments/confirm?slot={slot.id}")


@visit("POST /appointments/confirm")
def books_it():
    slot, anna = a_clinic()[0], signed_in(ANNA)
    appointments.hold(slot.id, by=ANNA, at=clock.now())
    return lambda: anna.submit(f"/appointments/confirm?slot={slot.id}", key=uuid4().hex)


@visit("GET /me/appointments")
def looks_at_what_is_to_come():
    return opens("/me/appointments")


@visit("GET /me/appointments/past")
def looks_at_what_is_over():
    return opens("/me/appointments/past")


@visit("POST /me/calendar")
def takes_the_calendars_address():
    booked()
    anna = signed_in(ANNA)
    return lambda: anna.submit("/me/calendar")


@visit("GET /me/calendar.ics")
def follows_the_calendar():
    booked()
    token = appointments.make_feed(ANNA.id)
    anna = signed_in(ANNA)
    return lambda: anna.get(f"/me/calendar.ics?token={token}")


@visit("GET /appointments/{id}")
def looks_at_one():
    reference, _ = booked()
    anna = signed_in(ANNA)
    return lambda: anna.get(f"/appointments/{reference}")


@visit("GET /appointments/{id}/calendar.ics")
def takes_its_file():
    reference, _ = booked()
    token = links.opening(Addressee(ANNA.id), reference)
    anna = signed_in(ANNA)
    return lambda: anna.get(f"/appointments/{reference}/calendar.ics?token={token}")


@visit("POST /appointments/{id}/cancel")
def gives_it_up():
    reference, _ = booked()
    anna = signed_in(ANNA)
    return lambda: anna.submit(f"/appointments/{reference}/cancel")


@visit("POST /appointments/{id}/coming")
def says_they_will_come():
    reference, _ = booked()
    anna = signed_in(ANNA)
    return lambda: anna.submit(f"/appointments/{reference}/coming")


@visit("GET /appointments/{id}/move")
def compares_two_times():
    reference, slot = booked()
    anna = signed_in(ANNA)
    return lambda: anna.get(f"/appointments/{reference}/move?slot={slot.id}")


@visit("POST /appointments/{id}/move")
def takes_the_other_time():
    reference, slot = booked()
    anna = signed_in(ANNA)
    return lambda: anna.submit(f"/appointments/{reference}/move?slot={slot.id}")


@visit("GET /work/appointments")
def looks_who_comes():
    reference, _ = booked()
    day = appointments.find(reference).begins_at.date()
    clerk = signed_in(CLERK)
    return lambda: clerk.get(f"/work/appointments?site={CLINIC}&day={day}")


@visit("GET /work/appointments/{id}")
def looks_at_whose_child_comes():
    reference, _ = booked(child=Child("Mila", date(2019, 5, 1)))
    clerk = signed_in(CLERK)
    return lambda: clerk.get(f"/work/appointments/{reference}")


@visit("POST /work/appointments/{id}")
def receives_somebody():
    reference, _ = booked()
    clerk = signed_in(CLERK)
    return lambda: clerk.submit(f"/work/appointments/{reference}", act="revoke", reason="Ill")


@visit("GET /work/appointments/{id}/hours")
def looks_at_hours():
    booked()
    clerk = signed_in(CLERK)
    return lambda: clerk.get(f"/work/appointments/{CLINIC}/hours")


@visit("POST /work/appointments/{id}/hours")
def changes_hours():
    booked()
    clerk = signed_in(CLERK)
    day = clock.now() + timedelta(days=5)
    on = {"on-day": day.day, "on-month": day.month, "on-year": day.year}
    return lambda: clerk.submit(
        f"/work/appointments/{CLINIC}/hours", provider="aho@1", hours="09:00-10:00", **on
    )


@visit("GET /work/appointments/{id}/hours/{provider}")
def looks_who_is_outside_the_hours():
    booked()
    none = {str(day): [] for day in range(7)}
    now = clock.now()
    today = workdays.day_of(now)
    appointments.change_week(CLINIC, "aho", today, none, seen=1, by=CLERK, at=now)
    clerk = signed_in(CLERK)
    return lambda: clerk.get(f"/work/appointments/{CLINIC}/hours/aho")


@visit("POST /work/appointments/{id}/hours/{provider}")
def changes_the_week():
    booked()
    clerk = signed_in(CLERK)
    day = clock.now() + timedelta(days=5)
    since = {"since-day": day.day, "since-month": day.month, "since-year": day.year}
    week = {"version": 1, "hours-0": "09:00-10:00"}
    return lambda: clerk.submit(f"/work/appointments/{CLINIC}/hours/aho", **week, **since)


def full() -> None:
    """Nothing is free, and Anna waits."""
    for slot in a_clinic():
        appointments.book(slot.id, by=a_resident(uuid4().hex), at=clock.now())


def asked() -> dict[str, int]:
    day = clock.now() + timedelta(days=3)
    parts = {"day": day.day, "month": day.month, "year": day.year}
    return {f"{end}-{part}": n for end in ("since", "until") for part, n in parts.items()}


def waits() -> str:
    full()
    day = (clock.now() + timedelta(days=3)).date()
    wanted = Wanted("nurse", (CLINIC,), day, day)
    return waiting.join(wanted, by=ANNA, at=clock.now()).reference


WAIT = f"/appointments/wait?visit=nurse&site={CLINIC}"


@visit("GET /appointments/wait")
def thinks_of_waiting():
    return opens(WAIT)


@visit(
    "POST /appointments/wait",
    most=5,
    why="the lines in which the person stands, and what is free on all days, for who can book does "
    "not wait",
)
def joins_a_line():
    full()
    anna = signed_in(ANNA)
    return lambda: anna.submit(WAIT, sites=CLINIC, **asked())


@visit("GET /me/appointments/waiting")
def looks_at_the_lines():
    waits()
    anna = signed_in(ANNA)
    return lambda: anna.get("/me/appointments/waiting")


@visit("POST /me/appointments/waiting")
def leaves_a_line():
    reference, anna = waits(), signed_in(ANNA)
    return lambda: anna.submit("/me/appointments/waiting", id=reference)


@visit("POST /work/appointments/{id}/refer")
def sends_to_another():
    reference, clerk = booked()[0], signed_in(CLERK)
    until = clock.now() + timedelta(days=9)
    on = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
    where = f"/work/appointments/{reference}/refer"
    return lambda: clerk.submit(where, visit="cardiologist", **on)
