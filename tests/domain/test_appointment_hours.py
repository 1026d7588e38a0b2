"""Hours of the week: other ones from a day on, and who has an appointment outside of them."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.errors import Conflict, Forbidden, Invalid
from tests.appointments import CLERK, CLINIC, TUESDAY, a_provider, book, free, later, times
from tests.factories import MONDAY, a_resident, an_officer

DAY = TUESDAY.date()
WEEK = timedelta(days=7)
FIVE_TIMES = [[f"{hour:02}:00", f"{hour:02}:30"] for hour in range(8, 13)]
LATE = {"1": [["10:00", "10:20"], ["12:00", "12:10"]]}


@pytest.fixture(autouse=True)
def clinic(tables):
    a_provider(weekly={"1": [["08:00", "08:20"]]})


def change(since=DAY, weekly=LATE, *, seen=1, by=CLERK, at=MONDAY):
    return appointments.change_week(CLINIC, "aho", since, weekly, seen=seen, by=by, at=at)


def outside(by=CLERK, at=MONDAY):
    (provider,) = appointments.at_site(CLINIC)
    return [each.reference for each in appointments.outside(provider, by=by, at=at)]


def on(day, at=MONDAY):
    return times(free(since=TUESDAY + (day - DAY), at=at))


def test_other_hours_hold_from_their_day_on_until_the_next_that_are_planned():
    change(DAY + WEEK)
    change(DAY + 2 * WEEK, {"1": [["14:00", "14:10"]]}, seen=2)

    assert [on(DAY + n * WEEK, at=MONDAY + n * WEEK) for n in range(3)] == [
        ["06:00", "06:10"],
        ["08:00", "08:10", "10:00"],
        ["12:00"],
    ]


def test_what_has_come_is_what_the_week_is_by_then():
    change(DAY)
    after = change(DAY + 3 * WEEK, {}, seen=2, at=MONDAY + WEEK)

    assert (after.weekly, list(after.weeks)) == (LATE, [str(DAY + 3 * WEEK)])
    assert appointments.week_on(after, DAY + WEEK) == LATE
    assert appointments.week_on(after, DAY + 3 * WEEK) == {}


def test_a_day_that_is_an_exception_stays_one():
    appointments.change_hours(CLINIC, "aho", DAY, [], seen=1, by=CLERK, at=MONDAY)
    change(DAY, seen=2)

    assert on(DAY) == []
    assert on(DAY + WEEK, at=MONDAY + WEEK) == ["08:00", "08:10", "10:00"]


def test_what_is_booked_stays_and_who_is_outside_is_known():
    inside = book("anna")
    out = book("boris", begins=later(10))
    given_up = book("clara", begins=TUESDAY + WEEK)
    appointments.cancel(given_up, by=a_resident("clara"), at=MONDAY)
    assert outside() == []

    change(DAY, {"1": [["08:00", "08:10"]]})

    assert outside() == [out.reference]
    assert {appointments.find(each.reference).state for each in (inside, out)} == {"booked"}
    assert outside(at=later(11)) == []


@pytest.mark.parametrize(
    ("weekly", "field"),
    [
        ({"0": [["08:00", "07:00"]]}, "hours-0"),
        ({"4": [["08:00", "12:00"], ["11:00", "13:00"]]}, "hours-4"),
        ({"6": [["08:00"]]}, "hours-6"),
        ({"2": [["08:02", "09:00"]]}, "hours-2"),
        ({"3": FIVE_TIMES}, "hours-3"),
    ],
)
def test_hours_that_are_none_are_named_by_their_day(weekly, field):
    with pytest.raises(Invalid) as refused:
        change(weekly=weekly | {"1": [["08:00", "09:00"]]})

    assert set(refused.value.fields) == {field}


def test_whatever_is_wrong_with_a_week_is_named_at_once():
    with pytest.raises(Invalid) as refused:
        change(date(2028, 1, 1), {"0": FIVE_TIMES, "1": [["soon"]], "4": FIVE_TIMES, "5": []})

    wrong = {field: str(why) for field, why in refused.value.fields.items()}
    assert set(wrong) == {"hours-0", "hours-1", "hours-4", "since"}
    assert wrong["hours-0"] == wrong["hours-4"] == "write four times a day, at most"


def test_one_day_has_four_times_at_most():
    with pytest.raises(Invalid) as refused:
        appointments.change_hours(CLINIC, "aho", DAY, FIVE_TIMES, seen=1, by=CLERK, at=MONDAY)
    appointments.change_hours(CLINIC, "aho", DAY, FIVE_TIMES[1:], seen=1, by=CLERK, at=MONDAY)

    assert set(refused.value.fields) == {"hours"}


@pytest.mark.parametrize("since", [date(2026, 3, 1), date(2028, 1, 1)])
def test_a_day_that_is_over_or_too_far_ahead_is_named(since):
    with pytest.raises(Invalid) as refused:
        change(since)

    assert set(refused.value.fields) == {"since"}


def test_who_has_seen_other_hours_looks_again():
    change()

    with pytest.raises(Conflict, match="changed meanwhile"):
        change(DAY + WEEK)


@pytest.mark.parametrize("act", [change, outside])
def test_the_staff_of_other_sites_have_no_say(act):
    with pytest.raises(Forbidden):
        act(by=an_officer("clerk.registry", "clerk"))
