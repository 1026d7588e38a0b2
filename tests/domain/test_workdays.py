"""Working days between two days, weekends and holidays of Finland left out."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import catalogue, workdays

FIRST, LAST = date(2020, 1, 1), date(2100, 12, 31)
LIBRARY = country_holidays(catalogue.city().country)


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (date(2026, 3, 2), date(2026, 3, 2), 0),  # the same day
        (date(2026, 3, 2), date(2026, 3, 9), 5),  # over a weekend
        (date(2026, 3, 6), date(2026, 3, 8), 0),  # a Friday to its Sunday
        (date(2026, 4, 2), date(2026, 4, 7), 1),  # over Easter
        (date(2026, 3, 9), date(2026, 3, 2), 0),  # backwards nothing has passed
    ],
)
def test_working_days_between(since, until, days):
    assert workdays.working_days(since, until) == days


@pytest.mark.parametrize(
    ("stopped", "today", "due"),
    [
        (date(2026, 3, 3), date(2026, 3, 3), date(2026, 3, 5)),  # on the same day
        (date(2026, 3, 3), date(2026, 3, 6), date(2026, 3, 10)),
        (date(2026, 3, 6), date(2026, 3, 8), date(2026, 3, 5)),  # over a weekend nothing is lost
    ],
)
def test_a_clock_goes_on_as_many_working_days_later_as_it_stood_still(stopped, today, due):
    assert workdays.resumed(date(2026, 3, 5), stopped, today) == due


@pytest.mark.parametrize(
    ("today", "told", "day"),
    [
        (date(2026, 3, 2), 0, date(2026, 3, 10)),
        (date(2026, 3, 11), 0, date(2026, 3, 11)),  # its day has come while nobody looked
        (date(2026, 3, 2), 1, date(2026, 3, 13)),  # what was told of is not told of again
        (date(2026, 3, 20), 1, date(2026, 3, 20)),
        (date(2026, 3, 20), 3, None),
    ],
)
def test_the_next_step_is_the_first_that_nobody_was_told_of(today, told, day):
    assert workdays.next_untold(date(2026, 3, 12), today, (-2, 0, 3), told=told) == day


def test_every_day_that_is_free_is_known_as_it_is_to_the_library():
    days = [FIRST + timedelta(n) for n in range((LAST - FIRST).days + 1)]

    assert [day for day in days if workdays.is_holiday(day) != (day in LIBRARY)] == []
    assert [
        day
        for day in days
        if (workdays.working_day(day, after=0) == day) != LIBRARY.is_working_day(day)
    ] == []


@settings(deadline=None)
@given(day=st.dates(date(2021, 1, 1), date(2099, 12, 31)), after=st.integers(-80, 80))
def test_days_are_counted_as_the_library_counts_them(day, after):
    assert workdays.working_day(day, after=after) == LIBRARY.get_nth_working_day(day, after)


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), LAST + timedelta(days=1)])
def test_a_year_whose_holidays_nobody_knows_is_no_year_without_any(day):
    with pytest.raises(LookupError, match=str(day.year)):
        workdays.is_holiday(day)
    with pytest.raises(LookupError, match=str(day.year)):
        workdays.working_day(day, after=0)
