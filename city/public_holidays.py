"""The days that are free in the city's country, from the library that knows those of them all."""

from datetime import date, timedelta

from holidays import HolidayBase, country_holidays

from chalicelib.workdays import Year

FIRST = 2020  # before anything that the platform counts from


def known(country: str) -> bool:
    try:
        country_holidays(country)
    except NotImplementedError:
        return False
    return True


def years(country: str) -> list[Year]:
    """All years that the library tells of."""
    calendar = country_holidays(country)
    return [_year(calendar, year) for year in range(FIRST, calendar.end_year + 1)]


def _year(calendar: HolidayBase, year: int) -> Year:
    first = date(year, 1, 1)
    days = [first + timedelta(n) for n in range((date(year + 1, 1, 1) - first).days)]
    weekends = [day for day in days if calendar.is_weekend(day)]
    return Year(
        year,
        weekend=tuple(sorted({day.weekday() for day in weekends})),
        holidays=tuple(day for day in days if day in calendar),
        worked=tuple(day for day in weekends if calendar.is_working_day(day)),
    )
