"""Free days of other countries, for who brings a city of their own."""

from datetime import date, timedelta

import pytest
from holidays import country_holidays

from city import public_holidays


def test_weekends_are_those_of_the_country():
    emirates = {each.year: each for each in public_holidays.years("AE")}

    assert emirates[2021].weekend == (4, 5)
    assert emirates[2022].weekend == (5, 6)


def test_a_saturday_on_which_work_is_made_up_for_is_worked():
    russia = {each.year: each for each in public_holidays.years("RU")}

    assert date(2025, 11, 1) in russia[2025].worked
    assert russia[2025].is_working(date(2025, 11, 1))
    assert not russia[2025].is_working(date(2025, 11, 3))
    assert not russia[2025].is_working(date(2025, 11, 8))


@pytest.mark.parametrize("country", ["AE", "CN", "IL", "RU"])
@pytest.mark.filterwarnings("ignore:Requested Holidays")  # some are told for a few years only
def test_what_is_written_down_is_what_the_library_says(country):
    calendar = country_holidays(country)

    for year in public_holidays.years(country):
        first = date(year.year, 1, 1)
        days = [first + timedelta(n) for n in range((date(year.year + 1, 1, 1) - first).days)]
        assert year.holidays == tuple(day for day in days if day in calendar)
        assert [day for day in days if year.is_working(day)] == [
            day for day in days if calendar.is_working_day(day)
        ]
