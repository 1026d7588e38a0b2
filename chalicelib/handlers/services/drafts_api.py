"""Applying for a service over HTTP, as JSON: the form, a draft with its answers and files, sending
it."""

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib import forms, services, workdays
from chalicelib.domain import answers
from chalicelib.domain.applications import drafts
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.domain.photos import Photo
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.errors import NotFound
from chalicelib.forms import Form
from chalicelib.handlers.services import application_views as views
from chalicelib.handlers.services.application_views import ApplicationView

blueprint = Capability(__name__)
RESIDENTS = level(1)


class FormQuery(Struct):
    """The version in force, if none is named, or an older one: a draft ends with the one that it
    began with."""

    version: Annotated[int, Meta(ge=1)] | None = None


class NewDraft(Struct):
    """`organisation` is the id of the one that you act for: some services are for organisations
    alone, some for nobody but yourself. `check` are answers to «is this for me?», by the codes of
    its questions: all of them, where not everybody can apply. `fixes` and `appeals` name a refused
    application of yours: to repair it, with everything that was in it, or to appeal against it."""

    service: str = ""
    organisation: str | None = None
    check: dict[str, str] = {}
    fixes: str | None = None
    appeals: str | None = None


class DraftChanges(Struct):
    """`answers` by the codes of the form's fields; null takes one back, others stay as they are.
    `version` is the draft as you saw it: if it was changed meanwhile, nothing is done."""

    answers: dict[str, Any]
    version: int | None = None


class DraftFileView(Struct):
    """`state` is `waiting` until it was looked at, then `ready`, or `refused` for a `reason`."""

    id: str
    state: str
    reason: str | None
    kind: str | None
    bytes: int | None
    pages: int | None


class DraftView(Struct):
    """`sources` says where an answer was taken from: `self` from the account, `register` if an
    operator has seen it, `corrected` if you say otherwise. `problems` is what keeps it from being
    sent, by the names of fields: `children-2-born`. `dropped` was sent, and is not asked after the
    other answers: it is not kept."""

    id: str
    service: str
    form: str
    form_version: int
    organisation: str | None
    answers: dict[str, Any]
    sources: dict[str, str]
    files: list[DraftFileView]
    problems: dict[str, str]
    dropped: list[str]
    expires_at: datetime
    application: str | None
    version: int


class WantedFile(Struct):
    """`field` is the name of the question that the file answers, `proof` or `children-2-paper`:
    then a file of a type that it does not take is refused."""

    field: str | None = None


class FileInvitation(Struct):
    """A form (multipart/form-data) to be posted to ``url``: these fields, then ``file``, last.
    Then name the ``id`` in the answer that it belongs to."""

    id: str
    url: str
    fields: dict[str, str]


@blueprint.api("GET /api/v1/services/{id}/form", who=ANYONE)
def show_form(call: Call, id: str, query: FormQuery) -> Form:
    """What a service has to know: its steps and fields, and the JSON Schema that answers have to
    fit (draft 2020-12)."""
    service = services.service(id)
    if not service.by_form:
        raise NotFound("there is no form for this service here")
    today = workdays.day_of(call.at)
    return forms.public(forms.of_service(service.form), query.version, today=today)


@blueprint.api(
    "POST /api/v1/applications/drafts",
    who=RESIDENTS,
    status=201,
    location="/api/v1/applications/drafts/{id}",
)
def begin_draft(call: Call, form: NewDraft) -> DraftView:
    """Begin to apply; with the same Idempotency-Key the same draft comes back.

    What your account knows is filled in. It is kept for 30 days from the last change.
    """
    draft = drafts.begin(
        form.service,
        by=call.actor,
        at=call.at,
        answers=form.check,
        organisation=form.organisation,
        fixes=form.fixes,
        appeals=form.appeals,
        key=call.idempotency_key,
    )
    return _view(call, draft)


@blueprint.api("GET /api/v1/applications/drafts/{id}", who=RESIDENTS)
def show_draft(call: Call, id: str) -> DraftView:
    """A draft of yours, with what became of its files."""
    return _view(call, _found(call, id))


@blueprint.api("PATCH /api/v1/applications/drafts/{id}", who=RESIDENTS)
def change_draft(call: Call, id: str, form: DraftChanges) -> DraftView:
    """Answer some of it. Nothing has to fit yet: `problems` says what does not."""
    draft = _found(call, id)
    put = drafts.put_all(draft, form.answers, at=call.at, version=form.version)
    return _view(call, put.draft, dropped=put.dropped)


@blueprint.api("DELETE /api/v1/applications/drafts/{id}", who=RESIDENTS, status=204)
def delete_draft(call: Call, id: str) -> None:
    """Throw it away."""
    drafts.discard(_found(call, id))


@blueprint.api("POST /api/v1/applications/drafts/{id}/files", who=RESIDENTS, status=201)
def invite_file(call: Call, id: str, form: WantedFile) -> FileInvitation:
    """Be invited to send a file: JPEG, PNG, WebP or PDF, at most 15 MB, and 50 MB together.

    A question may take photos or PDFs alone, as `types` in the form says; what is not taken is
    among the `problems`.

    The invitation is good for an hour; a file that no application has within sixty days is thrown
    away. With the same Idempotency-Key it is the same file, and its form is good for an hour from
    then.
    """
    key = call.idempotency_key
    draft = _found(call, id)
    made = drafts.invite(draft, form.field, by=call.actor, at=call.at, key=key)
    return FileInvitation(made.id, made.url, made.fields)


@blueprint.api(
    "POST /api/v1/applications/drafts/{id}/submit",
    who=RESIDENTS,
    status=201,
    location="/api/v1/applications/{reference}",
    keyed=False,
)
def submit_draft(call: Call, id: str) -> ApplicationView:
    """Send it. However often it is sent, it is one application: the draft is its own key.

    422 names every field that is missing or wrong.
    """
    sent = drafts.submit(_found(call, id), by=call.actor, at=call.at)
    return views.brief(sent, call)


def _found(call: Call, id: str) -> ApplicationDraft:
    return drafts.find(id, by=call.actor, at=call.at)


def _view(call: Call, draft: ApplicationDraft, dropped: tuple[str, ...] = ()) -> DraftView:
    form, today = drafts.form_of(draft), workdays.day_of(call.at)
    files = list(drafts.files_of(draft).values())
    wrong = drafts.mistyped(form, draft.answers, files)
    if not draft.submitted_as:
        wrong = answers.wrong(form, draft.answers, today=today) | wrong
    return DraftView(
        id=draft.id,
        service=draft.service,
        form=draft.form,
        form_version=int(draft.form_version),
        organisation=draft.owner if draft.owner != draft.person else None,
        answers=draft.answers,
        sources=draft.sources,
        files=[_file(call, file) for file in files],
        problems={name: call.tell(why) for name, why in wrong.items()},
        dropped=list(dropped),
        expires_at=draft.expires_at,
        application=draft.submitted_as,
        version=int(draft.version),
    )


def _file(call: Call, file: Photo) -> DraftFileView:
    return DraftFileView(
        id=file.id,
        state=file.state,
        reason=call.tell(file.reason) if file.reason else None,
        kind=file.kind,
        bytes=int(file.bytes) if file.bytes else None,
        pages=int(file.pages) if file.pages else None,
    )
