"""What booking leans on, asked of AWS's own engine: conditions on attributes named as they come,
and many who want one time at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import SlotTaken
from tests.appointments import a_provider, book, later, sheet, slot
from tests.domain.test_appointments import (  # noqa: F401 (tests of the other folder)
    test_a_provider_with_two_rooms_receives_two_people_at_once,
    test_a_time_that_is_booked_is_kept_with_its_event_and_free_no_more,
    test_nobody_is_in_two_places_at_once,
    test_what_is_taken_is_refused_with_what_is_nearest,
)
from tests.domain.test_appointments_changing import (  # noqa: F401
    TestAnotherTime,
    TestBeingForgotten,
    TestCancelling,
)
from tests.factories import MONDAY, a_resident


@pytest.fixture(autouse=True)
def clinic(tables):
    a_provider()


@pytest.fixture
def one_at_a_time():
    """Not here: this engine takes turns by itself."""


def test_two_hundred_who_book_one_time_at_once_are_one():
    def want(number):
        try:
            return book(f"person-{number}").reference
        except SlotTaken:
            return None

    with ThreadPoolExecutor(32) as pool:
        won = [reference for reference in pool.map(want, range(200)) if reference]

    assert len(won) == 1
    assert set(sheet().values()) == set(won)


def test_two_hundred_who_hold_one_time_at_once_are_one():
    def want(number):
        try:
            person = f"person-{number}"
            return appointments.hold(slot(), by=a_resident(person), at=MONDAY).noted(person)
        except SlotTaken:
            return None

    with ThreadPoolExecutor(32) as pool:
        won = [noted for noted in pool.map(want, range(200)) if noted]

    assert set(sheet().values()) == set(won)
    assert len(won) == 1


def test_everybody_who_wants_another_time_of_the_day_gets_it():
    with ThreadPoolExecutor(24) as pool:
        made = list(pool.map(lambda n: book(f"person-{n}", begins=later(10 * n)), range(24)))

    assert len(sheet()) == 48
    assert len({each.reference for each in made}) == 24
