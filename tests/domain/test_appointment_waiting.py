"""The waiting list: what becomes free is offered in order, to one at a time."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import SlotTaken, Wanted, joining, waiting
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.diary import Diary
from chalicelib.models.marks import mark
from chalicelib.models.waiting import Waiting, WaitingEvent, WaitingItem
from tests.appointments import CLINIC, TUESDAY, a_provider, book, later, slot
from tests.factories import MONDAY, a_resident

DAY = TUESDAY.date()
KLUUVI = "clinic-kluuvi"
ALL_OF_IT = [later(10 * n) for n in range(6)]


@pytest.fixture(autouse=True)
def clinic(tables):
    a_provider(weekly={"1": [["08:00", "09:00"]]})


@pytest.fixture
def full():
    """Every time of the day is taken."""
    return {begins: book(f"person-{n}", begins=begins) for n, begins in enumerate(ALL_OF_IT)}


def wait(person, at=MONDAY, **wanted):
    asked = {"sites": (CLINIC,), "since": DAY, "until": DAY} | wanted
    return waiting.join(Wanted("nurse", **asked), by=a_resident(person), at=at)


def give_up(made, at=MONDAY):
    return appointments.cancel(made, by=a_resident(made.person), at=at)


def offer(at=MONDAY, site=CLINIC):
    return waiting.offer("nurse", site, at=at)


def offered(person):
    (place,) = waiting.mine(person)
    return place.waiting.offered


def later_by(minutes):
    return MONDAY + timedelta(minutes=minutes)


def test_what_is_given_up_is_offered_to_who_joined_first_and_held_for_them(full):
    wait("anna")
    wait("boris", at=later_by(1))
    give_up(full[later(20)])

    assert offer(at=later_by(2)) == 1

    assert (offered("anna"), offered("boris")) == (slot(later(20)), None)
    with pytest.raises(SlotTaken):
        book("boris", begins=later(20), at=later_by(3))
    assert book("anna", begins=later(20), at=later_by(3))


def test_who_does_not_answer_in_time_keeps_the_place_and_the_next_is_asked(full):
    wait("anna")
    wait("boris", at=later_by(1))
    give_up(full[later(20)])
    offer()

    assert offer(at=later_by(14)) == 0
    assert offer(at=later_by(16)) == 1

    assert offered("boris") == slot(later(20))
    assert [place.positions for place in waiting.mine("anna")] == [{CLINIC: 1}]
    give_up(full[later(40)])
    offer(at=later_by(17))
    assert offered("anna") == slot(later(40))


def test_more_than_a_day_ahead_there_is_half_an_hour(full):
    early = MONDAY - timedelta(days=2)
    wait("anna", at=early)
    give_up(full[later(20)], at=early)

    offer(at=early)

    (place,) = waiting.mine("anna")
    assert place.waiting.offered_until == early + timedelta(minutes=30)


def test_looking_often_offers_nothing_twice(full):
    wait("anna")
    give_up(full[later(20)])
    give_up(full[later(40)])

    assert [offer() for _ in range(3)] == [1, 0, 0]


def test_two_workers_at_once_offer_one_time_to_one_person(full, monkeypatch):
    first = wait("anna")
    give_up(full[later(20)])
    free = joining.free_on("nurse", CLINIC, DAY, DAY, MONDAY)
    assert waiting._offered(first, free[0].slot, MONDAY)

    assert not waiting._offered(first, free[0].slot, MONDAY)


def test_everybody_gets_what_they_can_use(full):
    wait("anna", opens="12:00")
    wait("boris", at=later_by(1), closes="09:00")
    give_up(full[later(20)])

    offer(at=later_by(2))

    assert (offered("anna"), offered("boris")) == (None, slot(later(20)))


def test_who_has_booked_waits_no_more(full):
    wait("anna")
    freed = full[later(20)]
    give_up(freed)
    made = book("anna", begins=later(20))

    waiting.serve(waiting.Called("appointment.booked", made.reference), at=MONDAY)

    assert waiting.mine("anna") == []


def test_who_moves_what_they_have_or_books_elsewhere_waits_on(full):
    a_provider("nurses", site="clinic-kluuvi")
    theirs = appointments.Slot("clinic-kluuvi", "nurses", "nurse", later(30)).id
    elsewhere = appointments.book(theirs, by=a_resident("anna"), at=MONDAY)
    wait("anna", at=later_by(1))

    for kind in ("appointment.booked", "appointment.rescheduled"):
        waiting.serve(waiting.Called(kind, elsewhere.reference), at=later_by(2))

    assert len(waiting.mine("anna")) == 1


def test_what_was_kept_for_somebody_who_leaves_is_the_next_ones(full):
    made = wait("anna")
    wait("boris", at=later_by(1))
    give_up(full[later(20)])
    offer(at=later_by(2))

    waiting.leave(made.reference, by=a_resident("anna"), at=later_by(3))
    offer(at=later_by(3))

    assert offered("boris") == slot(later(20))


def test_an_offer_is_in_the_way_of_nothing_that_the_person_does(full):
    wait("anna")
    for begins in (later(20), later(40)):
        give_up(full[begins])
    offer()
    taken = offered("anna")
    other = next(slot(b) for b in (later(20), later(40)) if slot(b) != taken)

    appointments.hold(other, by=a_resident("anna"), at=later_by(1))

    for wanted in (taken, other):
        assert appointments.book(wanted, by=a_resident("anna"), at=later_by(2))


def test_who_stands_behind_many_is_asked_as_well(full, monkeypatch):
    monkeypatch.setattr(waiting, "LOOKED_AT", 2)
    for number in range(5):
        wait(f"early-{number}", at=later_by(number), opens="12:00")
    wait("late", at=later_by(9))
    give_up(full[later(20)])

    offer(at=later_by(10))

    assert offered("late") == slot(later(20))


def test_days_that_are_long_over_are_not_looked_at(full, monkeypatch):
    search, asked = joining.openings.search, []

    def counted(*args, **more):
        asked.append(args)
        return search(*args, **more)

    monkeypatch.setattr(joining.openings, "search", counted)

    assert wait("anna", since=date(1, 1, 1))
    assert len(asked) == 1


def test_who_needs_to_be_sent_and_was_not_does_not_wait():
    a_provider("ek", visits=("cardiologist",), weekly={})
    wanted = Wanted("cardiologist", (CLINIC,), DAY, DAY)

    with pytest.raises(Forbidden, match="has to send you"):
        waiting.join(wanted, by=a_resident("anna"), at=MONDAY)


def test_two_clicks_at_once_are_one_place(full, monkeypatch):
    stale = Diary("anna")
    wait("anna")
    monkeypatch.setattr(joining.Diary, "batch_get", lambda *a, **k: iter([stale]))

    with pytest.raises(Conflict, match="already"):
        wait("anna")


def test_a_line_that_is_called_by_what_was_given_up_is_served(full):
    wait("anna")
    freed = give_up(full[later(20)])

    waiting.serve(waiting.Called("appointment.cancelled", freed.reference), at=MONDAY)

    assert offered("anna") == slot(later(20))


def test_every_line_with_somebody_in_it_is_looked_at(full, monkeypatch):
    sent = []
    monkeypatch.setattr(waiting.queues, "send", lambda queue, found: sent.extend(found) or 0)
    wait("anna")

    waiting.ring()

    (called,) = sent
    waiting.serve(called, at=MONDAY)
    assert (called.visit, called.site) == ("nurse", CLINIC)


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


def test_when_the_days_are_over_so_is_the_waiting(full):
    wait("anna")

    offer(at=TUESDAY + timedelta(days=1))

    assert waiting.mine("anna") == []


def test_every_offer_stays_to_be_seen(full):
    made = wait("anna")
    give_up(full[later(20)])
    offer()

    found = WaitingEvent.query(made.reference, WaitingEvent.part.startswith("event#"))
    assert sorted(event.kind for event in found) == ["waiting.joined", "waiting.offered"]


def test_who_can_book_at_once_does_not_wait():
    with pytest.raises(Conflict, match="free times"):
        wait("anna")


def test_one_stands_in_a_line_once_and_leaves_it(full):
    made = wait("anna")
    with pytest.raises(Conflict, match="already"):
        wait("anna")
    with pytest.raises(NotFound):
        waiting.leave(made.reference, by=a_resident("boris"), at=MONDAY)

    waiting.leave(made.reference, by=a_resident("anna"), at=MONDAY)

    assert waiting.mine("anna") == []


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"until": DAY + timedelta(days=40)}, "until"),
        ({"until": DAY - timedelta(days=9)}, "until"),
        ({"since": DAY + timedelta(days=1)}, "until"),
        ({"opens": "12:00", "closes": "08:00"}, "closes"),
        ({"opens": "noon"}, "closes"),
    ],
)
def test_what_cannot_be_waited_for_is_named(wanted, field):
    with pytest.raises(Invalid) as refused:
        wait("anna", **wanted)

    assert field in refused.value.fields
