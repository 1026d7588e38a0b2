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
