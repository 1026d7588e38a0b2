"""The waiting list: what becomes free is offered in order, to one at a time."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import SlotTaken, Wanted, joining, waiting
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.diary import Diary
from chalicelib.models.waiting import WaitingEvent
from tests.appointments import CLINIC, TUESDAY, a_provider, book, later, slot
from tests.factories import MONDAY, a_resident
from tests.waiting import DAY, clinic, full, give_up, later_by, offer, offered, wait

__all__ = ["clinic", "full"]
pytestmark = pytest.mark.usefixtures("clinic")


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
