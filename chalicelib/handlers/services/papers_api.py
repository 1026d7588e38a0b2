"""Checking documents and following applications over HTTP, without an account."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from chalicelib import services
from chalicelib.domain.applications import checking, tracking
from chalicelib.domain.applications.codes import document as written
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.handlers.services.application_views import (
    CountdownView,
    StageView,
    countdown,
    stages_of,
)
from chalicelib.handlers.services.catalogue_api import NamedView

blueprint = Capability(__name__)


class DocumentView(Struct):
    """A decision that the city has issued. `valid` until an appeal has undone it (`revoked_on`).
    `sha256` is that of the file; none for the moments until the file is made."""

    code: str
    valid: bool
    service: NamedView
    authority: NamedView
    outcome: str
    on_appeal: bool
    decided_on: date
    revoked_on: date | None
    sha256: str | None


class TrackedView(Struct):
    """How far an application is, and by when it will be decided; nothing of whose it is."""

    reference: str
    service: NamedView
    authority: NamedView
    outcome: str | None
    countdown: CountdownView
    stages: list[StageView]


class TrackForm(Struct):
    """The number of the application, and the code of eight letters that came with it."""

    reference: Annotated[str, Meta(max_length=40)]
    code: Annotated[str, Meta(max_length=40)]


@blueprint.api("GET /api/v1/documents/{code}", who=ANYONE)
def show_document(call: Call, code: str) -> DocumentView:
    """Whether a document is authentic, and what it decided; 404 if the city never issued it."""
    found = checking.find(code)
    return DocumentView(
        code=written(code),
        valid=found.revoked_on is None,
        service=NamedView(found.service, services.service(found.service).title),
        authority=_authority(found.authority),
        outcome=found.outcome,
        on_appeal=found.on_appeal,
        decided_on=found.decided_on,
        revoked_on=found.revoked_on,
        sha256=found.sha256,
    )


@blueprint.api("POST /api/v1/applications/track", who=ANYONE)
def track_application(call: Call, form: TrackForm) -> TrackedView:
    """How far an application has come. Ten wrong codes a day for each number, then 429."""
    found = tracking.track(form.reference, form.code, at=call.at)
    return TrackedView(
        reference=found.reference,
        service=NamedView(found.service, services.service(found.service).title),
        authority=_authority(found.authority),
        outcome=found.progress.outcome,
        countdown=countdown(found.progress),
        stages=stages_of(found.progress),
    )


def _authority(code: str) -> NamedView:
    return NamedView(code, services.name("authority", code))
