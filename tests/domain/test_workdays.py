"""Working days between two days, weekends and holidays of Finland left out."""

from datetime import date

import pytest

from chalicelib import workdays


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
