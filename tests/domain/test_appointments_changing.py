"""What becomes of an appointment: another time as one swap, cancelled, or given up."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest

from chalicelib import visits
from chalicelib.actors import Actor
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Act, SlotTaken, State, changing, rules
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from tests.appointments import (
    ANNA,
    CLERK,
    CLINIC,
    TUESDAY,
    a_provider,
    act,
    book,
    diary,
    free,
    happened,
    later,
    sheet,
    slot,
    times,
)
from tests.factories import MONDAY, a_resident, an_officer

COLLEAGUE = an_officer(f"clerk.{CLINIC}", "colleague")
pytestmark = pytest.mark.usefixtures("clinic")


def cancel(made, by=ANNA, at=MONDAY):
    return appointments.cancel(appointments.mine(made.reference, by=by), by=by, at=at)


def reschedule(made, begins, at=MONDAY, by=ANNA, **where):
    return appointments.reschedule(made.reference, slot(begins, **where), by=by, at=at)


class TestCancelling:
    def test_the_time_is_free_again_at_once_and_twice_is_once(self):
        made = book()

        assert cancel(made).state == State.CANCELLED
        assert cancel(made).state == State.CANCELLED

        assert sheet() == {}
        assert diary() == {}
        assert "06:00" in times(free())
        assert happened(made.reference) == ["booked", "cancelled"]
        assert book("boris")

    def test_nobody_cancels_or_sees_what_is_anothers(self):
        made = book()

        for other in (a_resident("boris"), Actor(""), CLERK):
            with pytest.raises(NotFound):
                cancel(made, by=other)

        assert appointments.find(made.reference).state == State.BOOKED

    def test_what_has_begun_is_not_cancelled(self):
        made = book()

        with pytest.raises(Conflict, match="has begun"):
            cancel(made, at=TUESDAY)

    def test_two_who_cancel_at_once_free_the_time_once(self, one_at_a_time):
        made = book()

        def try_it(_):
            try:
                return cancel(made).state
            except Conflict:
                return State.CANCELLED

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(try_it, range(4))) == {State.CANCELLED}
        assert happened(made.reference) == ["booked", "cancelled"]

    def test_a_booking_that_meets_a_cancelling_of_the_same_person_loses_nothing(self, monkeypatch):
        first = book(begins=later(60))
        real, done = appointments.booking.holding.ask, []

        def meanwhile(*args, **kwargs):
            asked = real(*args, **kwargs)
            if not done:
                done.append(cancel(first))
            return asked

        monkeypatch.setattr(appointments.booking.holding, "ask", meanwhile)
        second = book()

        assert list(diary()) == [second.reference]


class TestAnotherTime:
    def test_the_old_time_goes_and_the_new_one_comes_and_it_is_the_same_appointment(self):
        made = book()

        moved = reschedule(made, later(60))

        assert (moved.reference, moved.begins_at) == (made.reference, later(60))
        assert moved.ends_at == later(70)
        assert moved.sequence == made.sequence + 1
        assert set(sheet().values()) == {made.reference}
        assert len(sheet()) == 2
        assert {"06:00"} <= set(times(free()))
        assert happened(made.reference) == ["booked", "rescheduled"]

    def test_to_another_day_and_another_provider(self):
        a_provider("berg")
        made = book()

        moved = reschedule(made, TUESDAY + timedelta(days=1), provider="berg")

        assert (moved.provider, moved.site_day) == ("berg", f"{CLINIC}#2026-03-04")
        assert sheet() == {}
        assert len(sheet("2026-03-04", "berg")) == 2

    def test_half_into_its_own_time(self):
        a_provider("long", visits=("dentist",), step=5)
        made = book(visit="dentist", provider="long")

        moved = reschedule(made, later(20), visit="dentist", provider="long")

        assert len(sheet(provider="long")) == 9  # forty minutes, and five after
        assert moved.begins_at == later(20)
        assert book("boris", later(65), visit="dentist", provider="long")
        with pytest.raises(SlotTaken):
            book("vera", later(25), visit="dentist", provider="long")

    def test_what_another_has_is_refused_and_the_old_time_stays(self):
        made = book()
        book("boris", begins=later(60))

        with pytest.raises(SlotTaken):
            reschedule(made, later(60))

        kept = appointments.find(made.reference)
        assert (kept.begins_at, kept.sequence) == (TUESDAY, 0)
        assert len(sheet()) == 4

    def test_two_who_swap_at_once_into_one_time_are_one(self, one_at_a_time):
        made = [book(person, begins=later(20 * n)) for n, person in enumerate(["anna", "boris"])]

        def try_it(each):
            try:
                return bool(reschedule(each, later(100), by=a_resident(each.person)))
            except Conflict:
                return False

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(try_it, made))

        assert outcomes.count(True) == 1
        assert len(sheet()) == 4

    def test_a_held_time_can_be_taken_by_who_holds_it(self):
        made = book()
        appointments.hold(slot(later(60)), by=ANNA, at=MONDAY)

        assert reschedule(made, later(60)).begins_at == later(60)
        assert list(diary()) == [made.reference]

    def test_another_time_that_was_held_is_free_again(self):
        made = book()
        appointments.hold(slot(later(20)), by=ANNA, at=MONDAY)

        reschedule(made, later(40))

        assert set(sheet().values()) == {made.reference}
        assert "06:20" in times(free())

    def test_the_same_time_is_no_change(self):
        made = book()

        assert reschedule(made, TUESDAY).sequence == 0

    def test_another_kind_of_visit_is_another_appointment(self):
        a_provider("berg", visits=("dentist",))
        made = book()

        with pytest.raises(Invalid):
            reschedule(made, later(45), visit="dentist", provider="berg")


def test_what_was_booked_by_older_rules_is_given_up_all_the_same(monkeypatch):
    made = book()
    longer = msgspec.structs.replace(visits.visit("nurse"), minutes=30, after=10)
    monkeypatch.setattr(visits, "visit", lambda code: longer)

    assert cancel(made).state == State.CANCELLED
    assert sheet() == {}


def test_a_change_that_was_decided_on_what_is_not_so_any_more_is_refused(monkeypatch):
    made = book()
    stale = appointments.find(made.reference)
    act(made, Act.CHECK_IN, at=TUESDAY)
    monkeypatch.setattr(changing, "find", lambda reference: stale)

    with pytest.raises(Conflict, match="changed meanwhile"):
        act(made, Act.MISS, at=TUESDAY)


class TestTheirOwn:
    """A clerk who comes to the site where they work."""

    @pytest.mark.parametrize("what", sorted(set(Act) - rules.RESIDENTS))
    def test_staff_do_nothing_with_an_appointment_of_their_own(self, what):
        made = book(CLERK.id)

        with pytest.raises(Forbidden, match="of your own"):
            act(made, what, at=TUESDAY, reason="It suits me")
        assert appointments.find(made.reference).state == State.BOOKED

    def test_nobody_refers_themselves(self):
        made = book(CLERK.id)

        with pytest.raises(Forbidden, match="of your own"):
            appointments.refer(made, "cardiologist", until=TUESDAY.date(), by=CLERK, at=MONDAY)
        assert appointments.about(CLERK.id)["referred"] == {}

    def test_they_call_it_off_as_everybody_does_and_a_colleague_receives_them(self):
        first, second = book(CLERK.id), book(CLERK.id, TUESDAY + timedelta(hours=1))

        cancelled = appointments.cancel(first, by=CLERK, at=MONDAY)
        here = act(second, Act.CHECK_IN, by=COLLEAGUE, at=TUESDAY)

        assert (cancelled.state, here.state) == (State.CANCELLED, State.CHECKED_IN)


class TestBeingForgotten:
    def test_what_is_to_come_is_given_up_and_what_is_over_is_nobodys(self):
        past, coming = book(), book(begins=TUESDAY + timedelta(days=2))
        act(past, Act.CHECK_IN, at=TUESDAY)
        act(past, Act.COMPLETE, at=TUESDAY)

        for _ in range(2):
            appointments.forget("anna", at=TUESDAY + timedelta(days=1))

        assert appointments.find(coming.reference).state == State.CANCELLED
        assert appointments.find(past.reference).state == State.COMPLETED
        assert [appointments.find(r.reference).person for r in (past, coming)] == [None, None]
        assert diary() == {}
        assert sheet("2026-03-05") == {}
        assert appointments.about("anna")["appointments"] == []

    def test_all_that_is_kept_is_told_to_the_person(self):
        made = book()
        appointments.refer(made, "cardiologist", until=TUESDAY.date(), by=CLERK, at=MONDAY)

        told = appointments.about("anna")

        assert [each["reference"] for each in told["appointments"]] == [made.reference]
        assert told["referred"] == {"cardiologist": "2026-03-03"}
