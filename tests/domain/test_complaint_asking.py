"""The agency asks the author something, and the author answers."""

from datetime import date, timedelta

import pytest

from chalicelib.domain import complaints
from chalicelib.domain.complaints import Act, Known, usecases
from chalicelib.errors import Conflict, Forbidden, Invalid
from tests.complaints import (
    AGENCY,
    ANNA,
    BORIS,
    LAPSES,
    MODERATOR,
    OFFICER,
    QUESTION,
    SAID,
    TUESDAY,
    UNTIL,
    WEDNESDAY,
    answer,
    answered,
    ask,
    asked,
    filed,
    published,
    reply,
    told,
)
from tests.factories import MONDAY, an_officer
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")


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


def test_the_author_is_asked_once_in_each_deadline():
    reference = asked().reference
    with pytest.raises(Conflict, match="waits for what its author is asked"):
        ask(reference)
    reply(reference)
    with pytest.raises(Conflict, match="only once"):
        ask(reference, WEDNESDAY)
    assert not may_be_asked(reference)

    answer(reference, WEDNESDAY)
    complaints.deny(reference, note="It is dark.", by=ANNA, at=WEDNESDAY + timedelta(hours=1))

    assert may_be_asked(reference)
    assert len(ask(reference, WEDNESDAY + timedelta(hours=2)).asked) == 2


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

    assert not may_be_asked(reference)
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

    with pytest.raises(Conflict, match="changed meanwhile"):
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
    with pytest.raises(Conflict, match="changed meanwhile"):
        complaints.answer_question(reference, answer="Another.", by=ANNA, at=WEDNESDAY)


def test_who_saw_an_older_version_has_to_look_again():
    reference = published().reference
    seen = complaints.find(reference).version
    complaints.start(reference, by=OFFICER, at=TUESDAY)

    with pytest.raises(Conflict, match="changed meanwhile"):
        ask(reference, version=seen)


def test_asking_and_answering_take_two_round_trips_each():
    reference = published().reference

    with counted() as calls:
        ask(reference)
        reply(reference)

    assert calls == ["GetItem", "TransactWriteItems"] * 2


def may_be_asked(reference):
    known = Known(complaints.find(reference), supports=False)
    return complaints.refusal(known, Act.ASK, by=OFFICER, at=WEDNESDAY) is None
