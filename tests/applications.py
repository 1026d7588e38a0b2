"""Applications that exist before a test begins, in the state it needs."""

from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from chalicelib import forms, workdays
from chalicelib.actors import Actor
from chalicelib.domain import applications, photos
from chalicelib.domain.applications import (
    Act,
    Application,
    ApplicationEvent,
    Outcome,
    Relation,
    State,
    cosigners,
    references,
    rules,
)
from chalicelib.domain.applications.keeping import event_of
from chalicelib.models.application import DOCUMENT, HEAD, Document
from tests.factories import MONDAY, a_resident, an_officer

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SERVICE, AUTHORITY, TERM = "marriage-ceremony-elsewhere", "registry", 3
TUESDAY, WEDNESDAY = MONDAY + DAY, MONDAY + 2 * DAY

ANNA, BORIS = a_resident("anna"), a_resident("boris")
OFFICER = an_officer("case_officer.registry", "officer")
SECOND = an_officer("case_officer.registry", "second")
HEAD_OF_IT = an_officer("head.registry", "head")
OTHER_HEAD = an_officer("head.registry", "other-head")
ELSEWHERE = an_officer(["case_officer.housing", "head.housing"], "elsewhere")

REASON = {"code": "incomplete", "text": "It does not say which record."}
QUESTIONS = [{"text": "Which record is it?", "field": "request"}, {"text": "From which year?"}]
ANSWERS = {1: "The one of my birth.", 2: "1984."}


def on(day: int, month: int = 3, hour: int = 9) -> datetime:
    """A day of 2026; the 2nd of March is a Monday."""
    return MONDAY.replace(month=month, day=day, hour=hour)


def sent(by: Actor = ANNA, at: datetime = MONDAY, **changed: Any) -> Application:
    """As it is when it has just been sent."""
    today = workdays.day_of(at)
    usual: dict[str, Any] = {
        "service": SERVICE,
        "form": "general-request",
        "form_version": 1,
        "owner": by.id,
        "person": by.id,
        "authority": AUTHORITY,
        "state": State.SUBMITTED,
        "answers": {"request": "A new copy of the record of my birth."},
        "begun_at": at,
        "submitted_at": at,
        "term": TERM,
        "due_on": rules.due(today, TERM),
        "next_alarm_on": today,
    }
    application = Application(references.new(today), **(usual | changed))
    application.save(condition=Application.reference.does_not_exist())
    role = Relation.RESIDENT
    event_of(application, Act.SUBMIT, by=by, role=role, at=at, became=application.state).save()
    return application


def to_be_signed_along(*emails: str, at: datetime = MONDAY, **changed: Any) -> Application:
    named = cosigners.named(emails or ["boris@example.org"], at=at)
    alarm = workdays.day_after(cosigners.last_day(named))
    state = State.AWAITING_COSIGN
    return sent(at=at, cosigners=named, state=state, next_alarm_on=alarm, **changed)


def registered(at: datetime = MONDAY, **changed: Any) -> Application:
    return applications.register(sent(at=at, **changed).reference, at=at + MINUTE)


def taken(at: datetime = MONDAY, **changed: Any) -> Application:
    reference = registered(at=at, **changed).reference
    return applications.take(reference, by=OFFICER, at=at + 2 * MINUTE)


def asked(at: datetime = TUESDAY, **changed: Any) -> Application:
    """Registered on Monday, and asked about on Tuesday."""
    return applications.ask(taken(**changed).reference, questions=QUESTIONS, by=OFFICER, at=at)


def answer(reference: str, at: datetime, **more: Any) -> Application:
    return applications.answer(reference, answers=ANSWERS, by=ANNA, at=at, **more)


def prepare(
    reference: str, outcome: Outcome = Outcome.APPROVED, at: datetime = TUESDAY, **more: Any
):
    reasons = [REASON] if outcome is Outcome.REFUSED else []
    given = {"outcome": outcome, "reasons": reasons, "by": OFFICER, "at": at} | more
    return applications.prepare(reference, **given)


def prepared(outcome: Outcome = Outcome.APPROVED, **changed: Any) -> Application:
    return prepare(taken(**changed).reference, outcome)


def decided(
    outcome: Outcome = Outcome.APPROVED, at: datetime = WEDNESDAY, **changed: Any
) -> Application:
    return applications.sign(prepared(outcome, **changed).reference, by=HEAD_OF_IT, at=at)


def refused(at: datetime = WEDNESDAY, **changed: Any) -> Application:
    return decided(Outcome.REFUSED, at=at, **changed)


def made(application: Application) -> None:
    """The file of its decision is there."""
    document_of(application).update([Document.sha256.set("0" * 64)])


def document_of(application: Application) -> Document:
    return Document.get(f"{DOCUMENT}{application.document}", "document", consistent_read=True)


def head(reference: str) -> Application:
    return Application.get(reference, HEAD, consistent_read=True)


def events(reference: str) -> list[ApplicationEvent]:
    return list(ApplicationEvent.query(reference, ApplicationEvent.part.startswith("event#")))


def kinds(reference: str) -> list[str]:
    return [event.kind.removeprefix("application.") for event in events(reference)]


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    """Something is made, and collected."""
    known = msgspec.structs.replace(forms.form("general-request", 1), handed_over=True)
    monkeypatch.setattr(forms, "form", lambda _code, _version=None: known)


def awaited(by: Actor) -> str:
    """A document that may be sent, and few may see."""
    document = photos.new(by=by, at=TUESDAY, private=True)
    document.save()
    return str(document.id)
