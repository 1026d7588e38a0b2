"""What it costs to find a time, to hold and book it, and how a crowd at one time is sorted out."""

import functools
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from bench import city, counting
from bench.asking import Operation, answered
from chalicelib import catalogue, clock, workdays
from chalicelib.catalogue import Text
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Offered, Slot, SlotTaken, providers, slots
from chalicelib.visits import visit
from tests.gateway import Browser

CLINIC = "clinic-kamppi"
DOCTORS = 8  # who receive for one kind of visit at one site
AHEAD = 3  # days
ALL_DAY = {str(day): [["00:00", "24:00"]] for day in range(7)}
CROWD, AT_ONCE = 200, 16  # who want one time
LEAST = 20  # answers a second, of one process and a cloud on this machine
WEEK = 7


def operations() -> list[Operation]:
    """The order is that of a booking."""
    return [
        Operation("appointments.find", finding, 2, 40),
        Operation("appointments.find_page", looking, 3, 90),
        Operation("appointments.hold", holding, 4, 40),
        Operation("appointments.book", booking, 2, 40),  # what was held before
        Operation("appointments.book_page", booking_by_page, 3, 60),
        Operation("appointments.move", moving, 2, 40),
        Operation("appointments.cancel", cancelling, 2, 30),
    ]


def contended() -> dict[str, Any]:
    """Two hundred people and one time, many at once: one has it, all others are told what else is
    free."""
    wanted = a_time()

    def want(_: int) -> str:
        try:
            appointments.book(wanted.id, by=city.somebody(), at=clock.now())
        except SlotTaken as refused:
            return f"refused, with {len(refused.alternatives)} others"
        return "booked"

    with counting.counted() as count, ThreadPoolExecutor(AT_ONCE) as crowd:
        began, spent = time.perf_counter(), time.process_time()
        outcomes = Counter(crowd.map(want, range(CROWD)))
        took, spent = time.perf_counter() - began, time.process_time() - spent
    assert outcomes == {"booked": 1, "refused, with 3 others": CROWD - 1}, outcomes
    return {
        "operation": "appointments.contention",
        "crowd": CROWD,
        "per_second": round(CROWD / took),
        "least_per_second": LEAST,
        "round_trips": count.round_trips / CROWD,
        "read_units": count.read_units / CROWD,
        "write_units": count.write_units / CROWD,
        "cpu_ms": round(spent * 1000 / CROWD, 1),
    }


def finding() -> Callable[[], Any]:
    """A week of one visit at a site where eight receive."""
    first = the_day()
    until = first + timedelta(days=WEEK - 1)
    address = f"/api/v1/slots?service_id=nurse&site_id={CLINIC}&from={first}&to={until}"
    return lambda: answered(Browser().get(address))


def looking() -> Callable[[], Any]:
    browser = city.in_a_browser(city.somebody())
    address = f"/appointments/book?visit=nurse&site={CLINIC}&since={the_day()}"
    return lambda: answered(browser.get(address))


def holding() -> Callable[[], Any]:
    program, wanted = Browser.of(city.somebody()), a_time()
    return lambda: answered(program.send("POST", f"/api/v1/slots/{wanted.id}/hold"))


def booking() -> Callable[[], Any]:
    person, wanted = city.somebody(), a_time()
    appointments.hold(wanted.id, by=person, at=clock.now())
    program, form = Browser.of(person), {"slot_id": wanted.id}
    return lambda: answered(
        program.send("POST", "/api/v1/appointments", form, Idempotency_Key=uuid4().hex)
    )


def booking_by_page() -> Callable[[], Any]:
    person, wanted = city.somebody(), a_time()
    appointments.hold(wanted.id, by=person, at=clock.now())
    browser = city.in_a_browser(person)
    address = f"/appointments/confirm?slot={wanted.id}"
    return lambda: answered(browser.submit(address, key=uuid4().hex))


def moving() -> Callable[[], Any]:
    person, form = city.somebody(), {"slot_id": a_time().id}
    made = appointments.book(a_time().id, by=person, at=clock.now())
    address = f"/api/v1/appointments/{made.reference}/reschedule"
    return lambda: answered(Browser.of(person).send("POST", address, form))


def cancelling() -> Callable[[], Any]:
    person = city.somebody()
    made = appointments.book(a_time().id, by=person, at=clock.now())
    address = f"/api/v1/appointments/{made.reference}/cancel"
    return lambda: answered(Browser.of(person).send("POST", address))


def a_time() -> Slot:
    """One that nobody has asked for yet."""
    return next(_times())


def the_day() -> date:
    _times()
    return workdays.day_of(clock.now() + timedelta(days=AHEAD))


@functools.cache
def _times() -> Iterator[Slot]:
    """Every time of every doctor, day after day; they receive around the clock."""
    names = [f"bench-{number}" for number in range(DOCTORS)]
    for name in names:
        offered = Offered(CLINIC, name, Text(name, name), ("nurse",), ALL_DAY, on_holidays=True)
        appointments.put_in_place(offered, at=clock.now())
    assert len(providers.at_site(CLINIC, visit="nurse")) >= DOCTORS
    first = workdays.day_of(clock.now() + timedelta(days=AHEAD))
    return _in_turn(first, names)


def _in_turn(first: date, names: list[str]) -> Iterator[Slot]:
    for day, name in itertools.product(range(WEEK), names):
        begins = slots.beginnings(
            first + timedelta(days=day), ALL_DAY["0"], visit("nurse"), catalogue.zone()
        )
        yield from (_slot(name, moment) for moment in begins)


def _slot(name: str, moment: datetime) -> Slot:
    return Slot(CLINIC, name, "nurse", moment)
