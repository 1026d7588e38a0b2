"""A time that is held for somebody who fills in what is asked."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import SlotTaken, holding
from chalicelib.errors import Conflict
from tests.appointments import TUESDAY, a_provider, book, diary, free, later, sheet, slot, times
from tests.factories import MONDAY, a_resident

pytestmark = pytest.mark.usefixtures("clinic")


class TestHolding:
    def hold(self, person="anna", begins=TUESDAY, at=MONDAY):
        return appointments.hold(slot(begins), by=a_resident(person), at=at)

    def test_what_is_held_is_nobody_elses_for_ten_minutes(self):
        held = self.hold()

        assert held.until == MONDAY + timedelta(minutes=10)
        with pytest.raises(SlotTaken):
            book("boris")
        with pytest.raises(SlotTaken):
            self.hold("boris")
        assert "06:00" not in times(free())

    def test_when_it_is_over_it_is_over_without_anything_deleting_it(self):
        self.hold()
        after = MONDAY + timedelta(minutes=10, seconds=1)

        assert "06:00" in times(free(at=after))
        assert book("boris", at=after)

    def test_who_holds_a_time_books_it_and_holds_it_no_more(self):
        self.hold()

        made = book("anna", at=MONDAY + timedelta(minutes=9))

        assert set(sheet().values()) == {made.reference}
        assert list(diary()) == [made.reference]

    def test_holding_twice_is_holding_once(self):
        assert self.hold() == self.hold(at=MONDAY + timedelta(minutes=1))

    def test_holding_another_time_lets_the_first_one_go(self):
        self.hold()
        self.hold(begins=later(20))

        assert "06:00" in times(free())
        assert "06:20" not in times(free())

    def test_what_was_held_can_be_held_again_when_it_is_over(self):
        self.hold()
        after = MONDAY + timedelta(minutes=11)

        assert self.hold(at=after).until == after + timedelta(minutes=10)
        with pytest.raises(SlotTaken):
            book("boris", at=after)

    def test_two_clicks_at_once_are_one_hold(self, monkeypatch):
        stale = holding.ask(slot(), by=a_resident("anna"), at=MONDAY)
        first = self.hold()
        monkeypatch.setattr(holding, "ask", lambda *a, **k: stale)

        assert self.hold() == first

    def test_one_person_holds_one_time_however_many_they_ask_for_at_once(self, monkeypatch):
        stale = holding.ask(slot(later(20)), by=a_resident("anna"), at=MONDAY)
        self.hold()
        monkeypatch.setattr(holding, "ask", lambda *a, **k: stale)

        with pytest.raises(Conflict, match="another time"):
            self.hold(begins=later(20))

        assert len(sheet()) == 2

    def test_letting_go_of_what_is_over_leaves_to_others_what_is_theirs(self):
        a_provider("counters", visits=("documents", "consultation"), step=15)
        after = MONDAY + timedelta(minutes=20)

        def at_counter(visit, begins):
            return slot(begins, visit, "counters")

        appointments.hold(at_counter("consultation", TUESDAY), by=a_resident("anna"), at=MONDAY)
        boris = appointments.book(
            at_counter("documents", later(15)), by=a_resident("boris"), at=after
        )
        other = at_counter("consultation", later(60))
        appointments.hold(other, by=a_resident("anna"), at=after)

        assert list(sheet(provider="counters").values()).count(boris.reference) == 3
        with pytest.raises(SlotTaken):
            book("vera", TUESDAY, at=after, visit="consultation", provider="counters")

    def test_booking_another_time_lets_what_was_held_go(self):
        self.hold()
        book("anna", begins=later(20))

        assert "06:00" in times(free())

    def test_a_hundred_who_hold_one_time_are_one(self, one_at_a_time):
        def want(number):
            try:
                return bool(self.hold(f"person-{number}"))
            except SlotTaken:
                return False

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(want, range(100))).count(True) == 1
