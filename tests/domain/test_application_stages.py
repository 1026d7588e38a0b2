"""How far an application has come, and by when it is expected to be decided."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.applications.rules import State
from chalicelib.domain.applications.stages import REACHED, Mark, Stage, progress
from chalicelib.models.application import Application, ApplicationEvent
from tests.factories import MONDAY

TODAY = MONDAY.date()
DUE = date(2026, 3, 16)
S = State
TO_REVIEW = (S.SUBMITTED, S.REGISTERED, S.IN_REVIEW)


def an_application(state: State, **more) -> Application:
    known = {"registered_on": TODAY, "due_on": DUE, "term": 10} | more
    return Application("S1-2026-K7QF2M-F", state=state, **known)


def history(*states: State, begins: datetime = MONDAY) -> list[ApplicationEvent]:
    """One event a day."""
    return [
        ApplicationEvent(at=begins + timedelta(days=day), became=state)
        for day, state in enumerate(states)
    ]


def seen(*states: State, handed_over: bool = False, today: date = TODAY, **more):
    """The progress of an application that came through these states, one a day."""
    application = an_application(states[-1], **more)
    return progress(application, history(*states), handed_over=handed_over, today=today)


def marks(found) -> dict[Stage, Mark]:
    return {step.stage: step.mark for step in found.steps}


def test_what_is_being_examined_has_a_past_and_a_future():
    found = seen(*TO_REVIEW)

    assert [tuple(step) for step in found.steps] == [
        ("sent", "done", date(2026, 3, 2)),
        ("registered", "done", date(2026, 3, 3)),
        ("examined", "now", date(2026, 3, 4)),
        ("decided", "to_come", DUE),
        ("completed", "to_come", None),
    ]
    assert found.expected == DUE
    assert found.left == 10
    assert not found.paused
    assert not found.overdue


def test_what_is_made_and_collected_has_two_stages_more():
    assert list(marks(seen(*TO_REVIEW, handed_over=True))) == [
        "sent", "registered", "examined", "decided", "made", "ready", "completed",
    ]  # fmt: skip


def test_what_others_sign_along_waits_for_them_before_it_is_registered():
    cosigners = [{"state": "pending"}]
    waiting = seen(S.AWAITING_COSIGN, cosigners=cosigners, registered_on=None)
    signed = seen(S.AWAITING_COSIGN, S.SUBMITTED, cosigners=cosigners, registered_on=None)

    assert marks(waiting)[Stage.SENT] == Mark.NOW
    assert marks(waiting)[Stage.SIGNED] == Mark.TO_COME
    assert waiting.paused
    assert marks(signed)[Stage.SIGNED] == Mark.NOW
    assert not signed.paused


def test_before_it_is_registered_the_term_is_counted_from_today():
    found = seen(S.SUBMITTED, registered_on=None, due_on=date(2026, 1, 1))

    assert found.expected == DUE
    assert not found.overdue


def test_while_an_answer_is_waited_for_the_expected_day_moves_with_today():
    paused = {"paused_on": date(2026, 3, 5)}
    soon, later = (
        seen(*TO_REVIEW, S.INFO_REQUESTED, today=day, **paused)
        for day in (date(2026, 3, 5), date(2026, 3, 26))
    )

    assert soon.paused
    assert later.paused
    assert soon.expected == DUE
    assert later.expected == date(2026, 4, 8)  # after Easter
    assert soon.left == later.left == 7
    assert not later.overdue
    assert marks(later)[Stage.EXAMINED] == Mark.NOW


def test_what_is_late_counts_below_zero():
    on_the_day, after = (seen(*TO_REVIEW, today=DUE + timedelta(days=days)) for days in (0, 3))

    assert (on_the_day.left, on_the_day.overdue) == (0, False)
    assert (after.left, after.overdue) == (-3, True)


@pytest.mark.parametrize("state", [S.DECISION_PENDING, S.IN_REVIEW, S.INFO_REQUESTED])
def test_until_it_is_signed_it_is_being_examined(state):
    found = seen(*TO_REVIEW, state)

    assert marks(found)[Stage.EXAMINED] == Mark.NOW
    assert found.steps[2].day == date(2026, 3, 4)  # since an officer took it first


def test_what_was_passed_on_waits_to_be_taken_again():
    found = seen(*TO_REVIEW, S.TRANSFERRED)

    assert marks(found)[Stage.REGISTERED] == Mark.NOW
    assert marks(found)[Stage.EXAMINED] == Mark.TO_COME
    assert [step.day for step in found.steps[:3]] == [TODAY, date(2026, 3, 3), None]


def test_a_refusal_ends_the_way_and_tells_no_reasons():
    reasons = [{"text": "The photo shows somebody else"}]
    found = seen(*TO_REVIEW, S.DECISION_PENDING, S.REFUSED, outcome="refused", reasons=reasons)

    assert list(marks(found).values()) == [Mark.DONE] * 4
    assert found.outcome == "refused"
    assert found.expected is found.left is None
    assert "somebody else" not in repr(found)


def test_what_is_approved_goes_on_until_the_person_has_it():
    way = (*TO_REVIEW, S.DECISION_PENDING, S.APPROVED)
    approved = seen(*way, outcome="approved", handed_over=True)
    ready = seen(*way, S.IN_PRODUCTION, S.READY, outcome="approved", handed_over=True)
    done = seen(*way, S.COMPLETED, outcome="approved")

    assert marks(approved)[Stage.DECIDED] == Mark.NOW
    assert marks(ready)[Stage.READY] == Mark.NOW
    assert set(marks(done).values()) == {Mark.DONE}
    assert done.outcome == "approved"


@pytest.mark.parametrize(
    ("state", "stage"), [(S.WITHDRAWN, Stage.WITHDRAWN), (S.EXPIRED, Stage.EXPIRED)]
)
def test_what_was_broken_off_ends_where_it_was(state, stage):
    found = seen(S.SUBMITTED, S.REGISTERED, state)

    assert marks(found) == dict.fromkeys((Stage.SENT, Stage.REGISTERED, stage), Mark.DONE)
    assert found.expected is None


def test_what_goes_on_after_it_ran_out_is_as_if_it_had_not():
    found = seen(*TO_REVIEW, S.INFO_REQUESTED, S.EXPIRED, S.IN_REVIEW)

    assert list(marks(found)) == ["sent", "registered", "examined", "decided", "completed"]
    assert marks(found)[Stage.EXAMINED] == Mark.NOW


def test_a_decision_that_an_appeal_has_undone_is_to_come_once_more():
    way = (*TO_REVIEW, S.DECISION_PENDING, S.REFUSED, S.IN_REVIEW)
    found = seen(*way, outcome="refused", due_on=date(2026, 4, 1))

    assert found.steps[3] == (Stage.DECIDED, Mark.TO_COME, date(2026, 4, 1))
    assert found.outcome is None


def test_every_state_is_somewhere_on_the_way():
    assert set(REACHED) == set(State)
