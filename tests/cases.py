"""Applications on their way over the desks of an authority."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib import forms, services, workdays
from chalicelib.actors import Actor
from chalicelib.domain import applications
from chalicelib.domain.applications import Act, Application, Outcome, Relation, State, cosigners
from chalicelib.domain.applications.keeping import event_of
from chalicelib.domain.applications.references import new
from tests.factories import MONDAY, a_resident, an_officer

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
AUTHORITY, SERVICE = "transport", "traffic-restriction"
ANNA, BORIS = a_resident("anna"), a_resident("boris")
OFFICER = an_officer(f"case_officer.{AUTHORITY}", "olga")
COLLEAGUE = an_officer(f"case_officer.{AUTHORITY}", "oleg")
HEAD = an_officer(f"head.{AUTHORITY}", "helga")
STRANGER = an_officer("case_officer.education", "stranger")
REQUEST = "A place to park in front of my house, from June on."
ANSWERS = {
    "request": REQUEST,
    "capacity": "self",
    "name": "Anna Mäkinen",
    "email": "anna@example.org",
    "attachments": ["6f1c9d0e52b84f3a9a6de1f0c1b2a3d4"],
    "consent": True,
}
QUESTION = "In which street is your house?"
WHY = "The street belongs to the state."


def sent(owner: str = "anna", at: datetime = MONDAY, **more: Any) -> Application:
    """As it is laid down when a draft is sent."""
    service = services.service(SERVICE)
    known: dict[str, Any] = {
        "service": service.code,
        "form": forms.GENERAL,
        "form_version": 1,
        "owner": owner,
        "person": owner,
        "authority": AUTHORITY,
        "state": State.SUBMITTED,
        "answers": ANSWERS,
        "sources": {"name": "self", "email": "register"},
        "term": service.term,
        "begun_at": at,
        "submitted_at": at,
        "due_on": workdays.working_day(workdays.day_of(at), after=service.term),
    }
    made = Application(new(at.date()), **known | more)
    event = event_of(
        made, Act.SUBMIT, by=Actor(owner), role=Relation.RESIDENT, at=at, became=made.state
    )
    made.save()
    event.save()
    return made


def to_be_signed_along(*emails: str, at: datetime = MONDAY) -> Application:
    return sent(at=at, state=State.AWAITING_COSIGN, cosigners=cosigners.named(emails, at=at))


def registered(at: datetime = MONDAY, **more: Any) -> Application:
    """Each step of it, and of those below, some minutes before ``at``."""
    reference = sent(at=at - 5 * MINUTE, **more).reference
    applications.register(reference, at=at - 4 * MINUTE)
    return applications.find(reference, by=OFFICER)


def taken(at: datetime = MONDAY, **more: Any) -> Application:
    return applications.take(registered(at, **more).reference, by=OFFICER, at=at - 3 * MINUTE)


def asked(at: datetime = MONDAY, **more: Any) -> Application:
    questions = [{"text": QUESTION, "field": "request"}, {"text": "Which car do you drive?"}]
    reference = taken(at, **more).reference
    return applications.ask(reference, questions=questions, by=OFFICER, at=at - 2 * MINUTE)


def prepared(
    outcome: Outcome = Outcome.APPROVED, at: datetime = MONDAY, **more: Any
) -> Application:
    reasons = [{"code": "incomplete", "text": WHY}] if outcome is Outcome.REFUSED else []
    return applications.prepare(
        taken(at, **more).reference,
        outcome=outcome,
        reasons=reasons,
        note="It is in order",
        by=OFFICER,
        at=at - 2 * MINUTE,
    )


def decided(outcome: Outcome = Outcome.APPROVED, at: datetime = MONDAY, **more: Any) -> Application:
    return applications.sign(prepared(outcome, at, **more).reference, by=HEAD, at=at - MINUTE)


def to_be_made(at: datetime = MONDAY) -> Application:
    """Approved, by a form of a thing that is collected."""
    return decided(at=at, form="parking-permit-disabled", answers={"holder": "self", "truth": True})


def of(application: Application) -> str:
    """Its page, for whose it is."""
    return f"/applications/{application.reference}"
