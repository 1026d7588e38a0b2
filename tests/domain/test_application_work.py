"""What officers and applicants do with an application, step by step."""

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import applications, photos
from chalicelib.domain.applications import Illegal, Outcome
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from tests.applications import (
    ANNA,
    ANSWERS,
    BORIS,
    ELSEWHERE,
    HEAD_OF_IT,
    HOUR,
    OFFICER,
    QUESTIONS,
    REASON,
    SECOND,
    TUESDAY,
    WEDNESDAY,
    answer,
    asked,
    awaited,
    day,
    decided,
    events,
    handed_over,
    head,
    kinds,
    prepare,
    prepared,
    refused,
    registered,
    sent,
    taken,
)
from tests.factories import MONDAY, an_officer
from tests.papers import a_document

__all__ = ["handed_over"]
pytestmark = pytest.mark.usefixtures("tables")


def wrong_in(act, *args, **given):
    with pytest.raises(Invalid) as refused:
        act(*args, **given)
    return set(refused.value.fields)


def test_what_was_sent_is_registered_and_the_clock_begins():
    registered_now = applications.register(sent().reference, at=MONDAY + HOUR)

    assert (registered_now.state, registered_now.registered_on) == ("registered", day(2))
    assert (registered_now.due_on, registered_now.next_alarm_on) == (day(5), day(6))
    assert registered_now.queue == "registry#new"
    assert events(registered_now.reference)[-1].facts["due_on"] == "2026-03-05"


def test_it_is_registered_once():
    reference = registered().reference

    again = applications.register(reference, at=TUESDAY)

    assert again.registered_on == day(2)
    assert kinds(reference) == ["submitted", "registered"]


def test_an_officer_of_the_authority_takes_it_up_and_a_colleague_may_go_on():
    reference = taken().reference
    assert head(reference).officer == "officer"
    assert head(reference).queue == "registry#review"

    applications.take(reference, by=SECOND, at=TUESDAY)

    assert head(reference).officer == "second"
    assert kinds(reference)[2:] == ["taken", "taken"]


def test_who_has_it_takes_it_no_second_time():
    reference = taken().reference

    applications.take(reference, by=OFFICER, at=TUESDAY)

    assert kinds(reference).count("taken") == 1


@pytest.mark.parametrize("stranger", [ELSEWHERE, BORIS, an_officer("admin"), Actor("")])
def test_for_everybody_else_there_is_no_such_application(stranger):
    reference = registered().reference

    for act in (applications.find, applications.history):
        with pytest.raises(NotFound):
            act(reference, by=stranger)
    with pytest.raises(NotFound):
        applications.take(reference, by=stranger, at=MONDAY)


def test_nobody_works_on_their_own_application():
    reference = registered(owner=OFFICER.id).reference

    with pytest.raises(Forbidden, match="your own"):
        applications.take(reference, by=OFFICER, at=MONDAY)


def test_the_officer_asks_and_the_clock_stands_still_until_the_answer():
    reference = asked().reference
    now = head(reference)
    assert (now.state, now.paused_on, now.queue) == ("info_requested", day(3), "registry#review")

    answer(reference, WEDNESDAY)

    now = head(reference)
    assert (now.state, now.paused_on, now.due_on) == ("in_review", None, day(6))
    (request,) = now.asked
    assert request["questions"] == QUESTIONS
    assert request["answers"] == {"1": ANSWERS[1], "2": ANSWERS[2]}
    assert kinds(reference)[-2:] == ["asked", "answered"]


@pytest.mark.parametrize(
    ("questions", "wrong"),
    [
        ([], {"questions"}),
        ([{"text": "?"}] * 11, {"questions"}),
        ([{"text": " "}, {"text": "x" * 4001}], {"question-1", "question-2"}),
        ([{"text": "Which?", "field": "shoe-size"}], {"question-1"}),
    ],
)
def test_what_is_wrong_with_questions_is_said(questions, wrong):
    reference = taken().reference

    assert (
        wrong_in(applications.ask, reference, questions=questions, by=OFFICER, at=MONDAY) == wrong
    )
    assert head(reference).state == "in_review"


def test_every_question_has_to_be_answered():
    reference = asked().reference

    given = {1: "The one of my birth.", 2: " "}
    wrong = wrong_in(applications.answer, reference, answers=given, by=ANNA, at=WEDNESDAY)

    assert wrong == {"answer-2"}


def test_files_come_with_an_answer_if_they_are_ones_own_and_private(send):
    reference = asked().reference
    theirs = awaited(BORIS)
    mine = awaited(ANNA)
    for photo in (theirs, mine):
        send(a_document(), to=photo)

    assert wrong_in(answer, reference, WEDNESDAY, files=[theirs]) == {"files"}
    assert wrong_in(answer, reference, WEDNESDAY, files=[mine] + ["x"] * 5) == {"files"}
    answer(reference, WEDNESDAY, files=[mine, mine])

    assert head(reference).files == [mine]
    assert photos.find([mine])[0].attached_to == reference


def test_it_is_passed_on_with_a_reason_that_the_applicant_reads():
    reference = taken().reference
    given = {"by": OFFICER, "at": TUESDAY, "reason": "The record lies in the archive."}

    assert wrong_in(applications.transfer, reference, authority="x", **given) == {"authority"}
    assert wrong_in(applications.transfer, reference, authority="registry", **given) == {
        "authority"
    }
    passed = applications.transfer(reference, authority="archive", **given)

    assert (passed.state, passed.officer, passed.due_on) == ("transferred", None, day(5))
    assert head(reference).queue == "archive#new"
    with pytest.raises(NotFound):
        applications.find(reference, by=OFFICER)
    last = applications.history(reference, by=ANNA)[-1]
    assert last.public_note == given["reason"]
    assert (last.facts["authority"], last.facts["from"]) == ("archive", "registry")


def test_a_refusal_needs_a_reason_of_the_forms_list():
    reference = taken().reference
    for reasons in ([], [{"code": "ugly"}], [REASON, REASON]):
        assert wrong_in(prepare, reference, Outcome.REFUSED, reasons=reasons) == {"reasons"}
    assert wrong_in(
        prepare, reference, Outcome.REFUSED, reasons=[REASON | {"field": "shoe-size"}]
    ) == {"text-incomplete"}

    prepare(reference, Outcome.REFUSED)

    (reason,) = head(reference).proposal["reasons"]
    assert (reason["code"], reason["field"], reason["text"]) == (
        "incomplete",
        "request",
        REASON["text"],
    )
    assert reason["clause"]["en"].endswith("§ 14")


def test_what_is_prepared_waits_for_the_head_and_can_be_sent_back():
    reference = prepared().reference
    assert head(reference).queue == "registry#signing"

    with pytest.raises(Forbidden):
        applications.send_back(reference, note="Which year?", by=OFFICER, at=TUESDAY)
    assert wrong_in(applications.send_back, reference, note=" ", by=HEAD_OF_IT, at=TUESDAY) == {
        "note"
    }
    applications.send_back(reference, note="Which year?", by=HEAD_OF_IT, at=TUESDAY)

    now = head(reference)
    assert (now.state, now.proposal, now.prepared_by) == ("in_review", None, None)


def test_the_applicant_reads_neither_private_notes_nor_who_of_the_staff_it_was():
    reference = taken().reference
    prepare(reference, note="I am not sure.")
    applications.send_back(reference, note="Then ask.", by=HEAD_OF_IT, at=WEDNESDAY)

    of_anna = applications.history(reference, by=ANNA)
    of_staff = applications.history(reference, by=SECOND)

    assert [event.private_note for event in of_anna] == [None] * 5
    assert [event.actor for event in of_anna] == ["anna", None, None, None, None]
    assert [event.private_note for event in of_staff][-2:] == ["I am not sure.", "Then ask."]
    assert [event.actor for event in of_staff][-2:] == ["officer", "head"]


def test_what_is_made_is_collected(handed_over):
    reference = decided().reference
    assert head(reference).queue == "registry#making"

    applications.produce(reference, by=OFFICER, at=WEDNESDAY + HOUR)
    assert wrong_in(applications.make_ready, reference, where=" ", by=OFFICER, at=WEDNESDAY) == {
        "where"
    }
    applications.make_ready(reference, where="Room 3", by=OFFICER, at=WEDNESDAY + 2 * HOUR)
    assert applications.find(reference, by=ANNA).place == "Room 3"
    applications.hand_over(reference, by=SECOND, at=WEDNESDAY + 3 * HOUR)

    now = head(reference)
    assert (now.state, now.queue) == ("completed", None)
    assert kinds(reference)[-3:] == ["in_production", "ready", "handed_over"]


def test_where_the_document_is_all_nothing_is_made():
    reference = decided().reference

    with pytest.raises(Conflict, match="document"):
        applications.produce(reference, by=OFFICER, at=WEDNESDAY)


@pytest.mark.parametrize("state", [sent, registered, taken, asked, prepared])
def test_it_can_be_taken_back_until_it_is_decided(state):
    reference = state().reference

    applications.withdraw(reference, by=ANNA, at=WEDNESDAY)

    now = head(reference)
    assert (now.state, now.queue, now.next_alarm_on) == ("withdrawn", None, None)


@pytest.mark.parametrize("state", [decided, refused])
def test_what_is_decided_cannot_be_taken_back(state):
    application = state()

    with pytest.raises(Illegal) as refusal:
        applications.withdraw(application.reference, by=ANNA, at=WEDNESDAY)

    assert refusal.value.more["state"] == application.state


def test_what_an_officer_did_not_see_they_do_not_change():
    reference = taken().reference
    seen = applications.find(reference, by=OFFICER).version
    applications.take(reference, by=SECOND, at=TUESDAY)

    with pytest.raises(Conflict, match="has changed meanwhile"):
        prepare(reference, version=seen)
