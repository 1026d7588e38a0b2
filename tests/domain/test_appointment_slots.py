"""Hours become times: with buffers, exceptions, holidays, and on the days the clocks change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.catalogue import Text
from chalicelib.domain import appointments
from chalicelib.domain.appointments import providers, slots
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.visits import Visit
from tests.appointments import CLERK, CLINIC, TUESDAY, WEEK, a_provider, book, free, later, times
from tests.factories import MONDAY, a_resident

HELSINKI = ZoneInfo("Europe/Helsinki")
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # 03:00 is 04:00; 04:00 is 03:00


def a_visit(minutes=15, **rules):
    return Visit("v", "centre", Text("", ""), Text("", ""), minutes, **rules)


def begins(day, hours, visit, zone=HELSINKI, step=None):
    return list(slots.beginnings(day, hours, visit, zone, step=step))


def test_times_follow_one_another_with_what_keeps_them_apart():
    visit = a_visit(20, before=5, after=5)

    found = begins(TUESDAY.date(), [["08:00", "10:00"]], visit)

    local = [f"{each.astimezone(HELSINKI):%H:%M}" for each in found]
    assert local == ["08:05", "08:35", "09:05", "09:35"]


@pytest.mark.parametrize(
    ("day", "hours", "many"),
    [
        (SPRING, [["02:00", "05:00"]], 2),  # an hour less than the clock says
        (AUTUMN, [["02:00", "05:00"]], 4),  # and one more
        (SPRING, [["00:00", "24:00"]], 23),
        (AUTUMN, [["00:00", "24:00"]], 25),
        (SPRING, [["03:00", "03:30"]], 0),  # hours that do not exist
    ],
)
def test_when_the_clocks_change_no_hour_is_lost_or_offered_twice(day, hours, many):
    found = begins(day, hours, a_visit(60))

    assert len(found) == len(set(found)) == many
    assert all(b - a == timedelta(hours=1) for a, b in pairwise(found))


@given(
    st.integers(1, 12).map(lambda n: n * 5),
    st.sampled_from([0, 5, 10]),
    st.sampled_from([0, 5, 15]),
    st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_no_two_times_of_a_day_want_the_same_cell(minutes, before, after, day):
    visit = a_visit(minutes, before=before, after=after)

    taken = [
        name
        for begin in begins(day, [["00:00", "12:00"], ["12:30", "24:00"]], visit)
        for name in slots.cells(begin, visit, 0)
    ]

    assert len(taken) == len(set(taken))


@given(st.integers(0, 10**8))
def test_the_id_of_a_time_leads_back_to_it(minute):
    moment = datetime.fromtimestamp(minute * 60, UTC)
    wanted = slots.Slot("a", "b", "c", moment)

    assert slots.parse(wanted.id) == wanted


@pytest.mark.usefixtures("tables")
class TestHours:
    def test_nobody_is_received_on_a_public_holiday_unless_they_work_then(self):
        friday = datetime(2026, 5, 1, 5, 0, tzinfo=UTC)  # the first of May
        a_provider("idle")
        a_provider("busy", on_holidays=True)

        found = free(friday, at=friday - timedelta(days=3))

        assert {opening.slot.provider for opening in found} == {"busy"}

    def test_an_exception_is_what_counts_that_day(self):
        a_provider()

        changed = self.change([["10:00", "10:30"]])

        assert times(free()) == ["08:00", "08:10", "08:20"]  # of UTC
        assert changed.version == 2
        self.change([], seen=2)
        assert free() == []
        assert free(TUESDAY + timedelta(days=1))

    def test_what_is_booked_stays_when_the_hours_change(self):
        a_provider()
        made = book()

        self.change([])

        assert appointments.find(made.reference).state == "booked"

    def test_two_who_change_the_hours_at_once_are_one(self):
        a_provider()
        self.change([])

        with pytest.raises(Conflict, match="changed meanwhile"):
            self.change([["09:00", "10:00"]])

    @pytest.mark.parametrize(
        "hours",
        [
            [["10:00", "09:00"]],
            [["10:00", "11:00"], ["10:30", "12:00"]],
            [["10:00", "11:00"], ["11:00", "12:00"]],
            [["10:03", "11:00"]],
            [["10:00"]],
            [["ten", "eleven"]],
            [["10:00", "25:00"]],
            [["10:00:30", "11:00"]],
        ],
    )
    def test_hours_that_are_none_are_refused(self, hours):
        a_provider()

        with pytest.raises(Invalid) as refused:
            self.change(hours)

        assert "hours" in refused.value.fields

    def test_only_the_sites_own_staff_change_them(self):
        a_provider()

        with pytest.raises(Forbidden):
            self.change([], by=a_resident("anna"))

    def test_a_day_that_is_over_is_not_changed(self):
        a_provider()

        with pytest.raises(Invalid):
            self.change([], day=MONDAY.date() - timedelta(days=1))

    def change(self, hours, seen=1, by=CLERK, day=None):
        day = day or TUESDAY.date()
        return providers.change_hours(CLINIC, "aho", day, hours, seen=seen, by=by, at=MONDAY)


@pytest.mark.usefixtures("tables")
class TestSearching:
    def test_days_without_a_time_are_there_and_empty(self):
        a_provider(weekly={"1": WEEK["1"]})

        week = appointments.search(
            "nurse", CLINIC, MONDAY.date(), MONDAY.date() + timedelta(days=6), at=MONDAY
        )

        assert [len(found) for found in week.days.values()] == [0, 24, 0, 0, 0, 0, 0]

    def test_what_is_too_soon_or_too_far_is_not_offered(self):
        a_provider()

        assert times(free(at=TUESDAY + timedelta(minutes=5)))[0] == "07:10"
        assert free(TUESDAY + timedelta(days=20)) == []

    def test_of_several_who_receive_all_are_offered_or_one(self):
        a_provider()
        a_provider("berg")
        a_provider("dahl", visits=("dentist",))

        assert {opening.slot.provider for opening in free()} == {"aho", "berg"}
        assert {opening.slot.provider for opening in free(provider="berg")} == {"berg"}

    def test_more_than_a_month_is_not_looked_at_in_one_go(self):
        with pytest.raises(Invalid):
            free(days=32)

    def test_what_is_cancelled_was_never_in_the_way(self):
        a_provider()
        made = book(begins=later(20))
        appointments.cancel(made, by=a_resident("anna"), at=MONDAY)

        assert "06:20" in times(free())
