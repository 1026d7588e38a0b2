"""Whoever gets in each other's way with an application: two at once, and what the second finds."""

import pytest

from chalicelib import identifiers
from chalicelib.domain import applications
from chalicelib.domain.applications import Outcome, alarms, asking, deciding, giving, own, work
from chalicelib.errors import Conflict
from chalicelib.models.application import Document
from tests.applications import (
    ANNA,
    HEAD_OF_IT,
    OFFICER,
    OTHER_HEAD,
    SECOND,
    TUESDAY,
    WEDNESDAY,
    answer,
    asked,
    decided,
    events,
    head,
    kinds,
    made,
    on,
    prepare,
    prepared,
    registered,
    sent,
    taken,
)
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def at_once(monkeypatch):
    """Two acts, both decided on what was read before either was kept; what the second is told."""

    def at_once(reference, module, first, second):
        before = head(reference)
        first()
        with monkeypatch.context() as patch:
            patch.setattr(module, "load", lambda _: before)
            with pytest.raises(Conflict, match="has changed meanwhile"):
                second()

    return at_once


def test_two_officers_take_it_and_one_has_it(at_once):
    reference = registered().reference

    at_once(
        reference,
        work,
        lambda: applications.take(reference, by=OFFICER, at=TUESDAY),
        lambda: applications.take(reference, by=SECOND, at=TUESDAY),
    )

    assert head(reference).officer == "officer"
    assert kinds(reference).count("taken") == 1


def test_two_officers_prepare_it_and_one_decision_waits(at_once):
    reference = taken().reference

    at_once(
        reference,
        work,
        lambda: prepare(reference, Outcome.REFUSED),
        lambda: prepare(reference, Outcome.APPROVED, by=SECOND),
    )

    assert head(reference).proposal["outcome"] == "refused"
    assert kinds(reference).count("prepared") == 1


def test_it_is_passed_on_while_somebody_prepares_it(at_once):
    reference = taken().reference
    given = {"authority": "archive", "reason": "It lies there."}

    at_once(
        reference,
        work,
        lambda: applications.transfer(reference, by=SECOND, at=TUESDAY, **given),
        lambda: prepare(reference),
    )

    assert (head(reference).state, head(reference).proposal) == ("transferred", None)


def test_an_answer_comes_as_the_application_runs_out(at_once):
    reference = asked().reference
    applications.attend(reference, at=on(13))

    at_once(
        reference,
        alarms,
        lambda: answer(reference, on(25)),
        lambda: applications.expire(reference, at=on(25)),
    )
    assert applications.expire(reference, at=on(25)).state == "in_review"

    assert "expired" not in kinds(reference)


def test_it_runs_out_as_the_answer_comes(at_once):
    reference = asked().reference
    applications.attend(reference, at=on(13))

    at_once(
        reference,
        asking,
        lambda: applications.expire(reference, at=on(25)),
        lambda: answer(reference, on(25)),
    )

    assert kinds(reference)[-1] == "expired"
    assert head(reference).asked[0].get("answers") is None


def test_two_heads_sign_it_and_there_is_one_document(at_once):
    reference = prepared().reference

    at_once(
        reference,
        deciding,
        lambda: applications.sign(reference, by=HEAD_OF_IT, at=WEDNESDAY),
        lambda: applications.sign(reference, by=OTHER_HEAD, at=WEDNESDAY),
    )

    documents = [each for each in Document.scan() if each.key.startswith("document#")]
    assert [each.key for each in documents] == [f"document#{head(reference).document}"]
    assert head(reference).decided_by == "head"


def test_it_is_taken_back_as_the_head_signs(at_once):
    reference = prepared().reference

    at_once(
        reference,
        own,
        lambda: applications.sign(reference, by=HEAD_OF_IT, at=WEDNESDAY),
        lambda: applications.withdraw(reference, by=ANNA, at=WEDNESDAY),
    )

    assert head(reference).state == "approved"


def test_two_workers_register_it_and_the_second_finds_it_done(at_once):
    reference = sent().reference

    at_once(
        reference,
        alarms,
        lambda: applications.register(reference, at=MONDAY),
        lambda: applications.register(reference, at=TUESDAY),
    )

    assert applications.register(reference, at=TUESDAY).due_on == head(reference).due_on
    assert kinds(reference).count("registered") == 1


def test_two_workers_complete_it_and_the_second_finds_it_done(at_once):
    application = decided()
    made(application)
    reference = application.reference

    at_once(
        reference,
        giving,
        lambda: applications.complete(reference, at=WEDNESDAY),
        lambda: applications.complete(reference, at=WEDNESDAY),
    )

    assert kinds(reference).count("completed") == 1


def test_it_is_escalated_as_the_decision_is_prepared(at_once):
    reference = taken().reference
    before = head(reference)

    prepare(reference)
    with pytest.raises(Conflict, match="has changed meanwhile"):
        alarms.escalate(before, at=on(6))
    applications.attend(reference, at=on(6))  # the queue brings it again

    assert kinds(reference)[-2:] == ["prepared", "escalated"]


def test_an_act_whose_event_cannot_be_kept_is_not_done(monkeypatch):
    reference = registered().reference
    told = events(reference)[-1]
    monkeypatch.setattr(identifiers, "event", lambda _: told.id)

    with pytest.raises(Conflict):
        applications.take(reference, by=OFFICER, at=TUESDAY)

    assert head(reference).state == "registered"


def test_a_code_that_another_document_has_is_not_given_twice(monkeypatch):
    first = decided()
    monkeypatch.setattr(identifiers, "document", lambda: first.document)
    reference = prepared().reference

    with pytest.raises(Conflict):
        applications.sign(reference, by=HEAD_OF_IT, at=WEDNESDAY)

    assert head(reference).state == "decision_pending"
