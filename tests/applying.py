"""People who apply: with a draft, answered as far as a test needs it."""

from datetime import timedelta
from typing import Any

from chalicelib.domain import photos
from chalicelib.domain.applications import drafts
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.domain.photos import PhotoState
from chalicelib.models.application import Application, ApplicationEvent
from chalicelib.models.event import PREFIX
from chalicelib.models.person import Person
from tests.factories import MONDAY, a_resident
from tests.forms import BABY_BOX, TOLD

ANNA, BORIS = a_resident("anna"), a_resident("boris")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
TODAY = MONDAY.date()


def an_account(person: str = "anna", **told: Any) -> Person:
    """Somebody who has told all of themselves; level 2: an operator has seen their documents."""
    known = {
        "email": f"{person}@example.org",
        "name": "Anna Aalto",
        "phone": "+358 9 310 1691",
        "address": "house-1",
        "residence": "Mannerheimintie 5",
        "district": "kluuvi",
        "born_on": "1990-05-17",
        "level": 1,
        "language": "en",
        "opened_at": MONDAY,
    }
    made = Person(person, **(known | told))
    made.save()
    return made


def begun(by=ANNA, at=MONDAY, service=BABY_BOX, **more: Any) -> ApplicationDraft:
    return drafts.begin(service, by=by, at=at, **more)


def told(by=ANNA, at=MONDAY, **answers: Any) -> ApplicationDraft:
    """A draft in which everything is answered."""
    return drafts.put_all(begun(by, at), TOLD | answers, at=at).draft


def again(draft: ApplicationDraft, by=ANNA, at=MONDAY) -> ApplicationDraft:
    """As somebody else has it before their eyes."""
    return drafts.find(draft.id, by=by, at=at)


def sent(by=ANNA, at=MONDAY, **answers: Any) -> Application:
    return drafts.submit(told(by, at, **answers), by=by, at=at)


def refused(application: Application, *reasons: dict[str, Any], on=MONDAY) -> Application:
    """As an authority leaves it that has refused."""
    application.update(
        [
            Application.state.set("refused"),
            Application.outcome.set("refused"),
            Application.decided_on.set(on.date()),
            Application.decided_by.set("head"),
            Application.reasons.set(list(reasons)),
        ]
    )
    return application


def events(entity: str) -> list[ApplicationEvent]:
    return list(ApplicationEvent.query(entity, ApplicationEvent.part.startswith(PREFIX)))


def kinds(entity: str) -> list[str]:
    return [event.kind.removeprefix("application.") for event in events(entity)]


def submit(draft: ApplicationDraft, by=ANNA, at=MONDAY) -> Application:
    return drafts.submit(draft, by=by, at=at)


def a_file(id="paper", by="anna", **more: Any) -> None:
    """A file that was sent, and looked at."""
    known = {"state": PhotoState.READY, "private": True, "bytes": 1000, "kind": photos.PDF}
    photos.Photo(id, owner=by, uploaded_at=MONDAY, loose="loose", **(known | more)).save()


def answer(draft: ApplicationDraft, step: str, *, at=MONDAY, version=None, **given: Any):
    return drafts.put(draft, step, given, at=at, version=version)


def step_after(draft: ApplicationDraft):
    return drafts.next_step(draft, today=TODAY)
