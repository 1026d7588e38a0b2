"""A clinic in which every time of the day is taken, and people who wait for one."""

from datetime import timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import Wanted, waiting
from tests.appointments import CLINIC, TUESDAY, a_provider, book, later
from tests.factories import MONDAY, a_resident

DAY = TUESDAY.date()
KLUUVI = "clinic-kluuvi"
ALL_OF_IT = [later(10 * n) for n in range(6)]


@pytest.fixture
def clinic(tables):
    """Open for an hour a week."""
    a_provider(weekly={"1": [["08:00", "09:00"]]})


@pytest.fixture
def full(clinic):
    """Every time of the day is taken."""
    return {begins: book(f"person-{n}", begins=begins) for n, begins in enumerate(ALL_OF_IT)}


def wait(person, at=MONDAY, **wanted):
    asked = {"sites": (CLINIC,), "since": DAY, "until": DAY} | wanted
    return waiting.join(Wanted("nurse", **asked), by=a_resident(person), at=at)


def give_up(made, at=MONDAY):
    return appointments.cancel(made, by=a_resident(made.person), at=at)


def offer(at=MONDAY, site=CLINIC):
    return waiting.offer("nurse", site, at=at)


def offered(person):
    (place,) = waiting.mine(person)
    return place.waiting.offered


def later_by(minutes):
    return MONDAY + timedelta(minutes=minutes)
