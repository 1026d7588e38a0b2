"""What applications keep of a person: for the person to read, and to be forgotten."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain import photos
from chalicelib.domain.applications import own, papers
from chalicelib.domain.applications.draft_files import attached
from chalicelib.domain.applications.draft_keeping import form_of
from chalicelib.domain.applications.keeping import MEANWHILE
from chalicelib.domain.applications.listing import owned, read
from chalicelib.domain.applications.rules import UNDECIDED, State
from chalicelib.domain.keeping import keep_alone, setting
from chalicelib.errors import NotFound
from chalicelib.models.application import (
    CORRECTION,
    DRAFT,
    Application,
    ApplicationDraft,
    Correction,
)
from chalicelib.models.base import together

GONE = (
    "owner", "person", "answers", "sources", "corrected", "files", "asked", "cosigners", "code",
    "proposal", "parties", "place", "next_alarm_on", "queue",
)  # fmt: skip


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    return {
        "applications": [_as_told(each) for each in _of(person)],
        "drafts": [_as_begun(each) for each in _drafts_of(person)],
    }


def forget(person: str, *, at: datetime) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing.

    What is not decided is withdrawn. Of what is, nobody can say any more whose it was or what they
    told; that there was one, and how long it took, is counted by its events.
    """
    for found in _of(person):
        if State(found.state) in UNDECIDED:
            own.withdraw(found.reference, by=Actor(person, level=1), at=at)
    for found in _of(person):
        photos.let_go(found.files or (), of=found.reference)
        papers.burn(found.reference)
        _sever(found)
    _drop_corrections(person)
    for draft in _drafts_of(person):
        photos.give_up(attached(form_of(draft), draft.answers))
        draft.delete()


def _sever(found: Application) -> None:
    """Of a refusal the codes of its reasons stay, and no words."""
    reasons = [each | {"text": None} for each in found.reasons or ()]
    changes = {**dict.fromkeys(GONE), "reasons": reasons or None}
    keep_alone(lambda: found.update(setting(Application, changes)), otherwise=MEANWHILE)


def _drop_corrections(person: str) -> None:
    """What waits for an operator, in applications of organisations as well."""
    from chalicelib.domain import accounts  # 20 ms that nobody else here needs

    with suppress(NotFound):
        for name in accounts.profile(person).correcting:
            reference, _, field = name.partition("#")
            Correction(reference, CORRECTION + field).delete()


def _of(person: str) -> list[Application]:
    return [each for each in read(owned(person)) if each.owner == person]


def _drafts_of(person: str) -> list[ApplicationDraft]:
    """Those of an organisation stay with it."""
    begun = [each for each in Application.by_owner.query(person) if each.part == DRAFT]
    wanted = [(ApplicationDraft, each.reference, DRAFT) for each in begun]
    return [draft for draft in together(*wanted, consistent=True) if draft]


def _as_begun(draft: ApplicationDraft) -> dict[str, Any]:
    return {
        "service": draft.service,
        "answers": draft.answers,
        "begun_at": draft.begun_at.isoformat(),
        "expires_at": draft.expires_at.isoformat(),
    }


def _as_told(found: Application) -> dict[str, Any]:
    return {
        "reference": found.reference,
        "service": found.service,
        "state": found.state,
        "answers": found.answers,
        "files": found.files,
        "asked": found.asked,
        "cosigners": found.cosigners,
        "submitted_at": found.submitted_at.isoformat(),
        "due_on": found.due_on.isoformat(),
        "outcome": found.outcome,
        "reasons": found.reasons,
        "document": found.document,
    }
