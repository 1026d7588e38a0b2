"""Applications that were decided, laid straight into the table, and the form that made them."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib import forms
from chalicelib.catalogue import Text
from chalicelib.config import settings
from chalicelib.domain.applications import papers
from chalicelib.domain.applications.rules import State
from chalicelib.forms import Field, Form, Reason, Step
from chalicelib.models.application import (
    DOCUMENT,
    Application,
    ApplicationEvent,
    ApplicationItem,
    Document,
)
from chalicelib.models.event import new_part
from chalicelib.outbound import storage
from tests.factories import MONDAY

REFERENCE, CODE, TRACKER = "S1-2026-K7QF2M-F", "K7QF-2M9X-PDTA-4HJK", "B4C5D6E7"
DECIDED_ON = date(2026, 3, 12)
AT = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
KEY = f"private/decisions/{CODE}.pdf"
WAY = (State.SUBMITTED, State.REGISTERED, State.IN_REVIEW)
ANSWERS = {
    "who": {"first_name": "Анна", "last_name": "Мякинен", "born_on": "1990-05-01"},
    "why": "Нужно <b>место</b> у дома & рядом с работой",
}
REASONS = [
    {
        "code": "photo",
        "clause": {"ru": "Правила, пункт 4", "en": "Rules, clause 4"},
        "field": "photo",
        "text": "На снимке не видно номера.\nСделайте его днём.",
    }
]


def a_form(*, handed_over: bool = False) -> Form:
    field = functools.partial(Field, required=False)
    return Form(
        code="general-request",
        version=1,
        published_on=date(2026, 1, 1),
        schema={},
        handed_over=handed_over,
        steps=(
            Step(
                "all",
                Text("Всё", "All of it"),
                (
                    field("who", "person", Text("Кто вы", "Who you are"), prefill="name"),
                    field("why", "textarea", Text("Зачем", "What for")),
                    field("photo", "file", Text("Снимок", "A photo")),
                ),
            ),
        ),
        reasons=(
            Reason(
                "photo",
                Text("Снимок нельзя разобрать", "The photo cannot be made out"),
                Text("Правила стоянки, пункт 4", "Rules of parking, clause 4"),
                "photo",
            ),
        ),
    )


@contextmanager
def the_form(**more: Any) -> Iterator[None]:
    """Every application is made by this form."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(forms, "form", lambda _code, _version=None: a_form(**more))
        yield


@contextmanager
def a_media_bucket() -> Iterator[Any]:
    storage._client.cache_clear()
    bucket = boto3.resource("s3").Bucket(settings.media_bucket)
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    yield bucket
    storage._client.cache_clear()


def an_application(*states: State, reference: str = REFERENCE, **more: Any) -> Application:
    """Anna’s, that came through these states, one a day."""
    kept = Application(
        reference,
        service="parking-permit-disabled",
        form="general-request",
        form_version=1,
        owner="anna",
        person="anna",
        authority="transport",
        state=states[-1],
        answers=ANSWERS,
        code=TRACKER,
        begun_at=MONDAY,
        submitted_at=MONDAY,
        registered_on=date(2026, 3, 3),
        term=10,
        due_on=date(2026, 3, 17),
    )
    for name, value in more.items():
        setattr(kept, name, value)
    kept.save()
    for day, state in enumerate(states):
        at = MONDAY + timedelta(days=day)
        ApplicationEvent(
            reference, new_part(at), kind="application.moved", at=at, became=state
        ).save()
    return kept


def decided(outcome: str = "approved", *, code: str = CODE, **more: Any) -> Application:
    """Anna’s, with its decision, whose document is not made yet."""
    told = {"reasons": REASONS} if outcome == "refused" else {}
    known = {"outcome": outcome, "decided_on": DECIDED_ON, "document": code} | told | more
    kept = an_application(*WAY, State(outcome), **known)
    Document(
        DOCUMENT + code,
        service=kept.service,
        authority=kept.authority,
        outcome=outcome,
        decided_on=DECIDED_ON,
    ).save()
    return kept


def issued(outcome: str = "approved", *, at: datetime = MONDAY, **more: Any) -> Application:
    """The same, with its document in the bucket."""
    kept = decided(outcome, **more)
    papers.make(kept.reference, at=at)
    return kept


@pytest.fixture
def by_the_form(tables: None) -> Iterator[None]:
    with the_form():
        yield


def content(media: Any) -> bytes:
    """What is written in the file of the decision."""
    return bytes(media.Object(KEY).get()["Body"].read())


def documented() -> list[ApplicationEvent]:
    """The events that say so."""
    found = ApplicationItem.query(REFERENCE)
    return [e for e in found if getattr(e, "kind", "") == "application.documented"]


def document() -> Document:
    return Document.get(DOCUMENT + CODE, "document")
