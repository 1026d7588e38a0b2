"""Working days: weekends, the holidays of Finland, the end of the year, the city's own midnight."""

from datetime import UTC, date, datetime

import pytest

from chalicelib.domain.complaints import deadlines


@pytest.mark.parametrize(
    ("since", "days", "until"),
    [
        (date(2026, 3, 2), 8, date(2026, 3, 12)),  # one weekend between
        (date(2026, 3, 6), 1, date(2026, 3, 9)),  # a Friday
        (date(2026, 3, 7), 1, date(2026, 3, 9)),  # a Saturday counts as the Friday before
        (date(2026, 4, 2), 8, date(2026, 4, 16)),  # Good Friday and Easter Monday
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # Vappu
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # Midsummer Eve is no working day
        (date(2026, 12, 21), 8, date(2027, 1, 5)),  # Christmas Eve to New Year's Day
        (date(2026, 12, 31), 3, date(2027, 1, 7)),  # Epiphany
        (date(2028, 2, 28), 1, date(2028, 2, 29)),  # a leap year
    ],
)
def test_working_days(since, days, until):
    assert deadlines.working_day(since, after=days) == until


def test_the_topic_says_how_many():
    assert deadlines.due_on("yard-lamp", date(2026, 3, 2)) == date(2026, 3, 5)


def test_the_day_is_that_of_the_city():
    assert deadlines.day_of(datetime(2026, 3, 2, 21, 59, tzinfo=UTC)) == date(2026, 3, 2)
    assert deadlines.day_of(datetime(2026, 3, 2, 22, 0, tzinfo=UTC)) == date(2026, 3, 3)
    assert deadlines.day_of(datetime(2026, 7, 1, 21, 0, tzinfo=UTC)) == date(2026, 7, 2)


def test_alarms_two_days_before_the_day_after_and_three_and_eight_days_later():
    due = date(2026, 3, 12)

    assert deadlines.alarms(due) == (
        date(2026, 3, 10),
        date(2026, 3, 13),
        date(2026, 3, 17),
        date(2026, 3, 24),
    )


def test_the_next_alarm_is_the_first_to_come_and_after_the_last_there_is_none():
    due = date(2026, 3, 12)

    assert deadlines.next_alarm(due, date(2026, 3, 10)) == date(2026, 3, 13)
    assert deadlines.next_alarm(due, date(2026, 3, 24)) is None


def test_how_many_steps_were_reached():
    due = date(2026, 3, 12)

    days = [date(2026, 3, day) for day in (10, 12, 13, 17, 24, 31)]
    come = [deadlines.escalated(due, day, told=0) for day in days]
    assert [changes["escalated"] for changes in come] == [1, 1, 2, 3, 4, 4]
    assert [changes["overdue"] for changes in come] == [False, False, True, True, True, True]
    assert come[-1]["next_alarm_on"] is None


def test_a_step_that_was_told_changes_nothing():
    due = date(2026, 3, 12)

    assert deadlines.escalated(due, date(2026, 3, 9), told=0) == {}
    assert deadlines.escalated(due, date(2026, 3, 13), told=2) == {}
    assert deadlines.escalated(due, date(2026, 3, 13), told=1)["escalated"] == 2
