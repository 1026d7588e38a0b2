"""Who comes is received, who does not has not come; a marriage is confirmed before."""

from datetime import timedelta

import pytest

from chalicelib.domain import appointments
from chalicelib.domain.appointments import Act, State
from chalicelib.domain.appointments.rules import MOVES
from chalicelib.errors import Conflict, Forbidden, Invalid
from tests.appointments import ANNA, TUESDAY, a_provider, act, book, diary, happened, sheet, slot
from tests.factories import MONDAY, an_officer

pytestmark = pytest.mark.usefixtures("clinic")


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
