"""What becomes of an appointment: another time as one swap, cancelled, or received."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest

from chalicelib import visits
from chalicelib.actors import Actor
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Act, SlotTaken, State, changing
from chalicelib.domain.appointments.rules import MOVES
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from tests.appointments import (
    CLERK,
    CLINIC,
    TUESDAY,
    a_provider,
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

ANNA = a_resident("anna")


@pytest.fixture(autouse=True)
def clinic(tables):
    a_provider()


def cancel(made, by=ANNA, at=MONDAY):
    return appointments.cancel(appointments.mine(made.reference, by=by), by=by, at=at)


def reschedule(made, begins, at=MONDAY, by=ANNA, **where):
    return appointments.reschedule(made.reference, slot(begins, **where), by=by, at=at)


def act(made, what, by=CLERK, at=MONDAY, **more):
    return appointments.act(made.reference, what, by=by, at=at, **more)


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


class TestReceiving:
    def test_somebody_comes_is_received_and_goes(self):
        made = book()

        for what, state in (
            (Act.CHECK_IN, State.CHECKED_IN),
            (Act.BEGIN, State.IN_SERVICE),
            (Act.COMPLETE, State.COMPLETED),
        ):
            assert act(made, what, at=TUESDAY).state == state

        assert diary() == {}
        assert happened(made.reference) == ["begun", "booked", "checked_in", "completed"]

    def test_nobody_is_said_not_to_have_come_before_it_begins(self):
        made = book()

        with pytest.raises(Conflict):
            act(made, Act.MISS, at=TUESDAY - timedelta(seconds=1))
        assert act(made, Act.MISS, at=TUESDAY).state == State.NO_SHOW

    def test_each_thing_has_its_day(self):
        made = book()
        assert Act.CHECK_IN not in appointments.acts(made, at=MONDAY)
        with pytest.raises(Conflict, match="another day"):
            act(made, Act.CHECK_IN, at=MONDAY)

        assert act(made, Act.CHECK_IN, at=TUESDAY - timedelta(minutes=30))

    def test_what_is_over_is_called_off_though_its_sheet_is_gone(self):
        made = book()
        appointments.changing.Sheet("clinic-kamppi.aho.2026-03-03").delete()

        assert act(made, Act.REVOKE, at=TUESDAY, reason="Nobody was here").state == State.REVOKED
        assert diary() == {}

    def test_it_is_called_off_with_a_reason_that_is_told(self):
        made = book()

        with pytest.raises(Invalid) as refused:
            act(made, Act.REVOKE, reason=" ")
        assert "reason" in refused.value.fields

        assert act(made, Act.REVOKE, reason="The doctor is ill").state == State.REVOKED
        assert sheet() == {}
        assert diary() == {}

    def test_others_than_the_staff_of_the_site_do_none_of_it(self):
        made = book()

        for other in (ANNA, an_officer("clerk.registry"), an_officer("moderator")):
            with pytest.raises(Forbidden):
                act(made, Act.CHECK_IN, by=other)

    def test_staff_do_not_move_what_is_the_persons(self):
        made = book()

        with pytest.raises(Forbidden, match="only the person"):
            act(made, Act.CANCEL)

    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("what", [a for a in Act if a not in (Act.CANCEL, Act.RESCHEDULE)])
    def test_from_each_state_exactly_what_the_table_says(self, state, what):
        made = book()
        made.update([appointments.Appointment.state.set(state)])

        at = TUESDAY - timedelta(hours=1) if what is Act.CONFIRM else TUESDAY

        def try_it():
            return act(made, what, at=at, reason="why").state

        if what in MOVES[state]:
            assert try_it() == MOVES[state][what]
        else:
            with pytest.raises(Conflict):
                try_it()


class TestAMarriage:
    """Whoever receives them has to agree."""

    @pytest.fixture
    def asked(self):
        self.begins = TUESDAY + timedelta(days=58)
        a_provider("hall", visits=("marriage",), site="registry")
        wanted = slot(self.begins - timedelta(hours=1), "marriage", "hall", "registry")
        return appointments.book(wanted, by=ANNA, at=MONDAY)

    def test_it_is_asked_for_and_its_time_is_taken(self, asked):
        assert asked.state == State.REQUESTED
        assert set(sheet("2026-04-30", "hall", "registry").values()) == {asked.reference}

    def test_it_is_confirmed_or_denied(self, asked):
        clerk = an_officer("clerk.registry", "clerk")

        assert act(asked, Act.CONFIRM, by=clerk).state == State.BOOKED
        moved = appointments.reschedule(
            asked.reference,
            slot(self.begins, "marriage", "hall", "registry"),
            by=ANNA,
            at=MONDAY,
        )
        assert moved.state == State.REQUESTED  # another time has to be agreed to
        assert happened(asked.reference) == [
            "confirmed",
            "requested",
            "rescheduled",
            "to_confirm",
            "to_confirm",
        ]


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
