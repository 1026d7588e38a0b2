"""The agency asks the author something: the clock stands still, and goes on whatever comes."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import complaints
from chalicelib.domain.complaints import usecases
from chalicelib.errors import Conflict, Forbidden, Invalid
from tests.complaints import (
    AGENCY,
    ANNA,
    BORIS,
    MODERATOR,
    OFFICER,
    TUESDAY,
    WEDNESDAY,
    answer,
    answered,
    asked,
    filed,
    published,
)
from tests.factories import MONDAY, an_officer
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")

# Published on Monday, the 2nd of March, due on Thursday, the 5th. Asked on Tuesday, the 3rd: an
# answer is waited for until Tuesday, the 10th; without one it goes on on the 11th.
QUESTION, SAID = "Which of the lamps is it?", "The one by the door."
UNTIL, LAPSES = date(2026, 3, 10), MONDAY.replace(day=11)


def ask(reference, at=TUESDAY, by=OFFICER, **given):
    return complaints.ask(reference, question=QUESTION, by=by, at=at, **given)


def reply(reference, at=WEDNESDAY, by=ANNA, **given):
    return complaints.answer_question(reference, answer=SAID, by=by, at=at, **given)


def told(reference):
    return complaints.history(reference)[-1]


def test_who_is_asked_has_five_working_days_and_the_clock_stands_still():
    now = complaints.find(asked().reference)

    assert (now.state, now.agency_open) == ("info_requested", AGENCY)
    assert complaints.question_until(now) == UNTIL
    assert now.next_alarm_on == LAPSES.date()
    event = told(now.reference)
    assert (event.kind, event.facts["answer_until"]) == ("complaint.asked", "2026-03-10")
    assert event.concerns == {"anna"}
    assert complaints.is_overdue(now, at=LAPSES) is False


def test_events_tell_nothing_of_what_was_asked_and_answered():
    reference = asked().reference
    reply(reference)

    for event in complaints.history(reference)[-2:]:
        said = (event.public_note, event.private_note, event.reason, *event.facts.values())
        assert not {QUESTION, SAID} & set(said)


@pytest.mark.parametrize(
    ("before", "back"),
    [
        (None, "acknowledged"),  # what an agency asks about, it has seen
        (lambda ref: complaints.acknowledge(ref, by=OFFICER, at=MONDAY), "acknowledged"),
        (lambda ref: complaints.start(ref, by=OFFICER, at=MONDAY), "in_progress"),
        (
            lambda ref: complaints.schedule(ref, on=date(2026, 3, 20), by=OFFICER, at=MONDAY),
            "scheduled",
        ),
    ],
)
def test_the_answer_brings_it_back_to_where_it_was(before, back):
    reference = published().reference
    if before:
        before(reference)
    ask(reference)

    now = reply(reference)

    assert now.state == back
    assert now.asked[0]["answer"] == SAID
    event = told(reference)
    assert (event.kind, event.role, event.concerns) == (
        "complaint.question_answered",
        "author",
        {"officer"},
    )


@pytest.mark.parametrize(
    ("answered_on", "due"),
    [
        (TUESDAY, date(2026, 3, 5)),  # on the same day
        (MONDAY.replace(day=6), date(2026, 3, 10)),
        (MONDAY.replace(day=10), date(2026, 3, 12)),
        (MONDAY.replace(day=20), date(2026, 3, 12)),  # it stands still for five days at most
    ],
)
def test_the_clock_goes_on_as_many_working_days_later_as_it_stood_still(answered_on, due):
    reference = asked().reference

    now = reply(reference, answered_on)

    assert (now.due_on, now.overdue) == (due, answered_on.date() > due)
    assert told(reference).facts["due_on"] == due.isoformat()


def test_who_does_not_answer_is_waited_for_until_the_last_day_and_no_longer():
    reference = asked().reference

    assert complaints.meet(reference, at=LAPSES - timedelta(days=1)).state == "info_requested"
    now = complaints.meet(reference, at=LAPSES)
    again = complaints.go_on_without(reference, at=LAPSES)

    assert (now.state, now.due_on) == ("acknowledged", date(2026, 3, 12))
    assert again.version == now.version
    event = told(reference)
    assert (event.kind, event.role) == ("complaint.question_lapsed", "system")
    assert event.concerns == {"anna", "officer"}
    with pytest.raises(Conflict, match="nothing is asked"):
        reply(reference, LAPSES)


def test_a_platform_that_did_not_run_for_weeks_waits_no_longer_than_five_days_either():
    reference = asked().reference
    late = MONDAY.replace(day=27)

    now = complaints.meet(reference, at=late)

    assert (now.due_on, now.overdue, now.next_alarm_on) == (date(2026, 3, 12), True, late.date())
    assert complaints.meet(reference, at=late).escalated == 4


def test_nobody_is_told_of_a_deadline_that_stands_still_and_then_of_the_new_one():
    reference = asked().reference

    for day in (5, 6, 9):
        complaints.meet(reference, at=MONDAY.replace(day=day))
    assert told(reference).kind == "complaint.asked"
    now = reply(reference, MONDAY.replace(day=10))

    assert now.next_alarm_on == date(2026, 3, 10)  # two working days before the 12th
    assert complaints.meet(reference, at=MONDAY.replace(day=10)).escalated == 1
    assert complaints.meet(reference, at=MONDAY.replace(day=13)).escalated == 2


def test_what_was_told_before_is_not_told_again():
    reference = published().reference
    complaints.meet(reference, at=TUESDAY)
    ask(reference, TUESDAY)

    assert reply(reference, MONDAY.replace(day=10)).next_alarm_on == date(2026, 3, 13)


def test_what_is_late_when_it_is_asked_stays_late():
    reference = published().reference
    late = MONDAY.replace(day=9)
    ask(reference, late)

    assert complaints.is_overdue(complaints.find(reference), at=late)
    now = reply(reference, MONDAY.replace(day=11))

    assert (now.due_on, now.overdue, now.next_alarm_on) == (
        date(2026, 3, 9),
        True,
        date(2026, 3, 11),
    )


def test_the_author_is_asked_once_in_each_deadline():
    reference = asked().reference
    with pytest.raises(Conflict, match="waits for what its author is asked"):
        ask(reference)
    reply(reference)
    with pytest.raises(Conflict, match="only once"):
        ask(reference, WEDNESDAY)
    assert not complaints.may_be_asked(complaints.find(reference))

    answer(reference, WEDNESDAY)
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY + timedelta(hours=1))

    assert complaints.may_be_asked(complaints.find(reference))
    assert len(ask(reference, WEDNESDAY + timedelta(hours=2)).asked) == 2


@pytest.mark.parametrize(
    ("go_on", "state", "alarm"),
    [
        (lambda ref: complaints.start(ref, by=OFFICER, at=WEDNESDAY), "in_progress", 4),
        (
            lambda ref: complaints.forward(
                ref, agency="roads", note="It is on a bridge.", by=OFFICER, at=WEDNESDAY
            ),
            "routed",
            4,
        ),
        (lambda ref: answer(ref, WEDNESDAY), "awaiting_verdict", 20),
        (
            lambda ref: complaints.no_action(
                ref, note="The yard will be rebuilt.", by=OFFICER, at=WEDNESDAY
            ),
            "no_action",
            None,
        ),
        (lambda ref: complaints.withdraw(ref, by=ANNA, at=WEDNESDAY), "withdrawn", None),
    ],
)
def test_the_agency_need_not_wait_and_whatever_it_does_lets_the_clock_go_on(go_on, state, alarm):
    reference = asked().reference

    now = go_on(reference)

    assert (now.state, now.due_on) == (state, date(2026, 3, 6))
    assert now.next_alarm_on == (alarm and date(2026, 3, alarm))
    assert complaints.question_until(now) is None
    assert told(reference).facts["due_on"] == "2026-03-06"


def test_joining_meanwhile_lets_the_clock_stand():
    reference = asked().reference

    complaints.support(reference, by=BORIS, at=WEDNESDAY)

    assert reply(reference).state == "acknowledged"


@pytest.mark.parametrize("made", [filed, answered])
def test_only_what_the_agency_has_and_has_not_answered_is_asked_about(made):
    with pytest.raises((Conflict, Forbidden)):
        ask(made().reference, WEDNESDAY)


@pytest.mark.parametrize(
    "by", [MODERATOR, BORIS, an_officer("agency.roads"), an_officer(f"agency.{AGENCY}", "anna")]
)
def test_nobody_asks_but_the_agency_and_nobody_themselves(by):
    reference = published().reference

    with pytest.raises(Forbidden):
        ask(reference, by=by)


def test_nobody_answers_for_the_author():
    reference = asked().reference

    for by in (BORIS, OFFICER, MODERATOR):
        with pytest.raises(Forbidden):
            reply(reference, by=by)


def test_who_has_left_is_not_asked():
    reference = published().reference
    complaints.forget("anna", at=TUESDAY)

    assert not complaints.may_be_asked(complaints.find(reference))
    with pytest.raises(Conflict, match="nobody to be asked"):
        ask(reference)


@pytest.mark.parametrize("written", ["", "Where?", "x" * 4001])
def test_a_question_says_something(written):
    reference = published().reference

    with pytest.raises(Invalid) as refused:
        complaints.ask(reference, question=written, by=OFFICER, at=TUESDAY)

    assert set(refused.value.fields) == {"question"}


@pytest.mark.parametrize("written", ["  ", "x" * 4001])
def test_an_answer_says_something(written):
    with pytest.raises(Invalid) as refused:
        complaints.answer_question(asked().reference, answer=written, by=ANNA, at=WEDNESDAY)

    assert set(refused.value.fields) == {"answer"}


def test_two_officers_at_once_and_one_question_is_asked(monkeypatch):
    reference = published().reference
    before = complaints.find(reference)
    ask(reference)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    with pytest.raises(Conflict, match="someone else"):
        ask(reference, by=an_officer(f"agency.{AGENCY}", "second"))

    monkeypatch.undo()
    assert len(complaints.find(reference).asked) == 1


def test_an_answer_that_is_sent_twice_at_once_is_one_and_another_one_is_refused(monkeypatch):
    reference = asked().reference
    before = complaints.find(reference)
    first = reply(reference)
    monkeypatch.setattr(usecases, "find", lambda _: before)

    second = reply(reference)

    assert (second.state, second.version) == (first.state, first.version)
    with pytest.raises(Conflict, match="someone else"):
        complaints.answer_question(reference, answer="Another.", by=ANNA, at=WEDNESDAY)


def test_who_saw_an_older_version_has_to_look_again():
    reference = published().reference
    seen = complaints.find(reference).version
    complaints.start(reference, by=OFFICER, at=TUESDAY)

    with pytest.raises(Conflict, match="someone else"):
        ask(reference, version=seen)


def test_asking_and_answering_take_two_round_trips_each():
    reference = published().reference

    with counted() as calls:
        ask(reference)
        reply(reference)

    assert calls == ["GetItem", "TransactWriteItems"] * 2
