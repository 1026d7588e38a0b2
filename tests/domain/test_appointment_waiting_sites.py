"""Waiting at several sites at once."""

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import waiting
from chalicelib.errors import Conflict, Invalid
from chalicelib.models.diary import Diary
from chalicelib.models.marks import mark
from chalicelib.models.waiting import Waiting, WaitingItem
from tests.appointments import CLINIC, TUESDAY, a_provider, later, slot
from tests.factories import MONDAY, a_resident
from tests.waiting import KLUUVI, clinic, full, give_up, later_by, offer, offered, wait

__all__ = ["clinic", "full"]
pytestmark = pytest.mark.usefixtures("clinic")


class TestSeveralSites:
    """Kluuvi has one time a day, Kamppi six; all of them are taken."""

    @pytest.fixture(autouse=True)
    def both(self, full):
        a_provider("nurses", site=KLUUVI, weekly={"1": [["08:00", "08:10"]]})
        self.there = appointments.Slot(KLUUVI, "nurses", "nurse", TUESDAY).id
        self.elsewhere = appointments.book(self.there, by=a_resident("vera"), at=MONDAY)
        self.here = full[later(20)]

    def both_give_up(self):
        give_up(self.here)
        give_up(self.elsewhere)

    def test_one_place_counts_since_joining_in_the_line_of_each(self):
        wait("anna")
        wait("boris", at=later_by(1), sites=(KLUUVI, CLINIC))
        wait("clara", at=later_by(2), sites=(KLUUVI,))

        (boris,), (clara,) = waiting.mine("boris"), waiting.mine("clara")

        assert boris.positions == {KLUUVI: 1, CLINIC: 2}
        assert clara.positions == {KLUUVI: 2}

    @pytest.mark.parametrize("first", [CLINIC, KLUUVI])
    def test_whichever_is_free_first_is_offered_and_the_other_is_the_next_ones(self, first):
        wait("anna", sites=(CLINIC, KLUUVI))
        wait("boris", at=later_by(1), sites=(CLINIC, KLUUVI))
        self.both_give_up()
        second = KLUUVI if first == CLINIC else CLINIC

        assert [offer(at=later_by(2), site=site) for site in (first, second)] == [1, 1]

        times = {CLINIC: slot(later(20)), KLUUVI: self.there}
        assert (offered("anna"), offered("boris")) == (times[first], times[second])

    def test_two_workers_at_two_sites_at_once_make_one_offer(self, monkeypatch):
        wait("anna", sites=(CLINIC, KLUUVI))
        self.both_give_up()
        (stale,) = list(waiting._in_line("nurse", KLUUVI))
        assert offer(at=later_by(2)) == 1
        monkeypatch.setattr(waiting, "_in_line", lambda *line: iter([stale]))

        assert offer(at=later_by(2), site=KLUUVI) == 0

        (place,) = waiting.mine("anna")
        assert (place.waiting.offered, place.waiting.offers) == (slot(later(20)), 1)
        assert appointments.book(self.there, by=a_resident("clara"), at=later_by(3))

    def test_who_books_at_one_waits_at_none(self):
        made = wait("anna", sites=(CLINIC, KLUUVI))
        self.both_give_up()
        booked = appointments.book(self.there, by=a_resident("anna"), at=MONDAY)

        waiting.serve(waiting.Called("appointment.booked", booked.reference), at=MONDAY)

        assert waiting.mine("anna") == []
        assert [line for line in waiting.lines() if line[0] == "nurse"] == []
        assert Waiting.get(made.reference, "waiting").person is None
        assert wait("anna", opens="12:00")  # the diary knows of no line any more

    def test_standing_in_one_of_them_already_is_a_conflict_and_nothing_is_kept(self):
        wait("anna")

        with pytest.raises(Conflict, match="already"):
            wait("anna", sites=(KLUUVI, CLINIC))

        assert WaitingItem.by_line.count(f"nurse#{KLUUVI}") == 0

    def test_three_visits_are_waited_for_at_however_many_sites(self):
        wait("anna", sites=(CLINIC, KLUUVI))
        diary = Diary("anna")
        others = [mark(f"waits_{visit}_{CLINIC}").set(visit) for visit in ("dentist", "therapist")]
        diary.update(actions=others)

        with pytest.raises(Conflict, match="three visits"):
            wait("anna", sites=("children",))

    @pytest.mark.parametrize("sites", [(), (CLINIC, CLINIC), tuple("abcdef")])
    def test_from_one_to_five_are_chosen(self, sites):
        with pytest.raises(Invalid) as refused:
            wait("anna", sites=sites)

        assert "sites" in refused.value.fields
