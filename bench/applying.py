"""What it costs to send an application, to look at it, and to do something with it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from bench import city
from bench.asking import Operation
from chalicelib.actors import Actor
from chalicelib.domain import applications
from chalicelib.domain.applications import State, drafts, references
from chalicelib.models.application import Application
from tests.factories import an_officer

SENT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def operations() -> list[Operation]:
    return [
        Operation("applications.submit", submitting, 2, 40),
        Operation("applications.read", reading, 1, 10),
        Operation("applications.ask", asking, 2, 25),
    ]


def submitting() -> Callable[[], Any]:
    """A draft in which all is answered: everything is looked at once more, and kept."""
    person, told = city.somebody(), {"capacity": "self", "consent": True, "name": "Anna Aalto"}
    draft = drafts.begin("library-card", by=person, at=SENT).id
    answers = told | {"request": "A card for the library.", "email": "anna@example.org"}
    drafts.put_all(drafts.find(draft, by=person, at=SENT), answers, at=SENT)
    return lambda: drafts.submit(drafts.find(draft, by=person, at=SENT), by=person, at=SENT)


def reading() -> Callable[[], Any]:
    """By whose it is; what an officer reads is written down besides, once a day."""
    person = city.somebody()
    reference = taken(person)
    return lambda: applications.read(reference, by=person, at=SENT)


def asking() -> Callable[[], Any]:
    """As every act: what is there is read, and changed with its event."""
    reference, officer = taken(city.somebody()), an_officer("case_officer.registry", uuid4().hex)
    questions = [{"text": "Which record is it?"}]
    return lambda: applications.ask(reference, questions=questions, by=officer, at=SENT)


def taken(person: Actor) -> str:
    """Sent, registered, and in the hands of an officer."""
    today = SENT.date()
    sent = Application(
        references.new(today),
        service="civil-record-duplicate",
        form="general-request",
        form_version=1,
        owner=person.id,
        person=person.id,
        authority="registry",
        state=State.SUBMITTED,
        answers={"request": "A copy of the record of my birth."},
        begun_at=SENT,
        submitted_at=SENT,
        term=3,
        due_on=today,
    )
    sent.save()
    applications.register(sent.reference, at=SENT)
    officer = an_officer("case_officer.registry", uuid4().hex)
    applications.take(sent.reference, by=officer, at=SENT)
    return str(sent.reference)
