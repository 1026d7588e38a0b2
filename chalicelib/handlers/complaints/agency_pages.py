"""The agency's desk: its cases by deadline, and every step that it can take with one."""

from collections import Counter
from datetime import date
from typing import Annotated, Any

from chalice.app import Response
from msgspec import Meta, Struct, field

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import complaints, photos
from chalicelib.domain.complaints import drafts
from chalicelib.edge import forms
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
MOST = 100  # cases on one page
OFFICERS = staff(Role.AGENCY)
Note = Annotated[str, Meta(max_length=complaints.LONGEST_TEXT)]


class StepForm(Struct):
    version: int


class ScheduleForm(Struct):
    version: int
    day: str = field(name="on-day", default="")
    month: str = field(name="on-month", default="")
    year: str = field(name="on-year", default="")
    note: Note = ""


class AnswerForm(Struct):
    note: Note = ""


class PhotoForm(Struct):
    photo: str


class ForwardForm(Struct):
    version: int
    agency: str
    note: Note = ""


class NotOursForm(Struct):
    version: int
    who: Note = ""
    note: Note = ""


class NoActionForm(Struct):
    version: int
    note: Note = ""


@blueprint.page("GET /work", who=OFFICERS)
def cases(call: Call) -> Response:
    """The agency's open cases, those overdue first."""
    agency = _agency(call)
    state, cursor = _asked(call, "state") or None, _asked(call, "cursor") or None
    page = complaints.work_of(agency, by=call.actor, state=state, cursor=cursor, limit=MOST)
    whole = page.cursor is None and cursor is None
    return call.render(
        "complaints/work/list.html",
        title=call.tell(say("Cases of the agency")),
        agency=catalogue.agency(agency),
        agencies=[catalogue.agency(code) for code in _agencies(call)],
        page=page,
        counts=Counter(str(case.state) for case in page.items) if whole and not state else None,
        state=state,
        topic=catalogue.topic,
        at=call.at,
    )


@blueprint.page("GET /work/{reference}", who=OFFICERS)
def case(call: Call, reference: str) -> Response:
    """One case, with what can be done about it."""
    return _about(call, reference, "one", say("Case %(reference)s", reference=reference))


@blueprint.page("POST /work/{reference}/acknowledge", who=OFFICERS, again=case)
def acknowledge(call: Call, reference: str, form: StepForm) -> Response:
    """Say that the agency has seen it."""
    complaints.acknowledge(reference, by=call.actor, at=call.at, version=form.version)
    return _done(call, reference, say("Residents see that you have read the report"))


@blueprint.page("POST /work/{reference}/start", who=OFFICERS, again=case)
def start(call: Call, reference: str, form: StepForm) -> Response:
    """Say that work has begun."""
    complaints.start(reference, by=call.actor, at=call.at, version=form.version)
    return _done(call, reference, say("Residents see that work has begun"))


@blueprint.page("GET /work/{reference}/schedule", who=OFFICERS)
def to_schedule(call: Call, reference: str) -> Response:
    """Promise a date."""
    return _about(call, reference, "schedule", say("Promise a date"))


@blueprint.page("POST /work/{reference}/schedule", who=OFFICERS, again=to_schedule)
def schedule(call: Call, reference: str, form: ScheduleForm) -> Response:
    """Promise a date, and say why not before it."""
    complaints.schedule(
        reference,
        on=forms.day((form.day, form.month, form.year), field="on"),
        note=form.note,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return _done(call, reference, say("The date is promised and shown to everybody"))


@blueprint.page("GET /work/{reference}/forward", who=OFFICERS)
def to_forward(call: Call, reference: str) -> Response:
    """Pass it to another agency."""
    return _about(call, reference, "forward", say("Pass it to another agency"))


@blueprint.page("POST /work/{reference}/forward", who=OFFICERS, again=to_forward)
def forward(call: Call, reference: str, form: ForwardForm) -> Response:
    """Pass it to another agency of the city."""
    complaints.forward(
        reference,
        agency=form.agency,
        note=form.note,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    told = say("%(reference)s is passed on", reference=reference)
    return call.redirect("/work", notice=told)


@blueprint.page("GET /work/{reference}/not-responsible", who=OFFICERS)
def to_disclaim(call: Call, reference: str) -> Response:
    """Say who is in charge."""
    return _about(call, reference, "not_responsible", say("No agency of the city is in charge"))


@blueprint.page("POST /work/{reference}/not-responsible", who=OFFICERS, again=to_disclaim)
def disclaim(call: Call, reference: str, form: NotOursForm) -> Response:
    """Close it, naming who is in charge."""
    complaints.not_responsible(
        reference,
        who=form.who,
        note=form.note,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return _done(call, reference, say("Closed; the resident is told who is in charge"))


@blueprint.page("GET /work/{reference}/no-action", who=OFFICERS)
def to_decline(call: Call, reference: str) -> Response:
    """Say why nothing will be done."""
    return _about(call, reference, "no_action", say("No action will be taken"))


@blueprint.page("POST /work/{reference}/no-action", who=OFFICERS, again=to_decline)
def decline(call: Call, reference: str, form: NoActionForm) -> Response:
    """Close it without doing anything, and say why."""
    complaints.no_action(reference, note=form.note, by=call.actor, at=call.at, version=form.version)
    return _done(call, reference, say("Closed; everybody can read why"))


@blueprint.page("GET /work/{reference}/answer", who=OFFICERS)
def to_answer(call: Call, reference: str) -> Response:
    """Say what was done."""
    draft = drafts.statement(reference, by=call.actor, at=call.at)
    return _about(call, reference, "answer", say("What was done?"), draft=draft)


@blueprint.page("POST /work/{reference}/answer", who=OFFICERS, again=to_answer)
def write_answer(call: Call, reference: str, form: AnswerForm) -> Response:
    """Keep what was written; photos come next."""
    drafts.state(reference, form.note, by=call.actor, at=call.at)
    return call.redirect(f"/work/{reference}/answer/photos")


@blueprint.page("GET /work/{reference}/answer/photos/{photo}", who=OFFICERS)
def answer_photo_sent(call: Call, reference: str, photo: str) -> Response:
    """Where a browser comes back to when the store has taken a photo."""
    draft = drafts.statement(reference, by=call.actor, at=call.at)
    drafts.add_photo(draft.id, photo, by=call.actor, at=call.at)
    return call.redirect(f"/work/{reference}/answer/photos")


@blueprint.page("GET /work/{reference}/answer/photos", who=OFFICERS)
def answer_photos(call: Call, reference: str) -> Response:
    """Photos of what was done, without which there is no answer."""
    here = f"/work/{reference}/answer/photos"
    draft = drafts.statement(reference, by=call.actor, at=call.at)
    if draft.text is None:
        return call.redirect(f"/work/{reference}/answer")
    upload = photos.upload(by=call.actor, at=call.at, back_to=f"{here}/{{photo}}")
    return _about(
        call,
        reference,
        "answer_photos",
        say("Photos of what was done"),
        uploads_to=upload.url,
        draft=draft,
        upload=upload,
        photos=drafts.photos_of(draft),
        most_photos=complaints.MOST_PHOTOS,
    )


@blueprint.page("POST /work/{reference}/answer/remove", who=OFFICERS, again=answer_photos)
def remove_answer_photo(call: Call, reference: str, form: PhotoForm) -> Response:
    """Take a photo out."""
    draft = drafts.statement(reference, by=call.actor, at=call.at)
    drafts.remove_photo(draft.id, form.photo, by=call.actor, at=call.at)
    return call.redirect(f"/work/{reference}/answer/photos", notice=say("The photo is removed"))


@blueprint.page("POST /work/{reference}/answer/photos", who=OFFICERS, again=answer_photos)
def answer(call: Call, reference: str, form: StepForm) -> Response:
    """Answer: from now on the residents decide whether it is solved."""
    draft = drafts.statement(reference, by=call.actor, at=call.at)
    complaints.answer(
        reference,
        note=draft.text or "",
        photos=[photo.id for photo in drafts.photos_of(draft)],
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    drafts.stated(reference, by=call.actor)
    return _done(call, reference, say("Answered; residents have 15 days to say whether it is so"))


def _about(call: Call, reference: str, template: str, title: Message, **more: Any) -> Response:
    """A page about one case; its version is the one that the officer has before their eyes."""
    complaint, history = complaints.read(reference, by=call.actor)
    return call.render(
        f"complaints/work/{template}.html",
        title=call.tell(title),
        complaint=complaint,
        history=history,
        topic=catalogue.topic(complaint.topic),
        area=catalogue.area,
        day=date.fromisoformat,
        agencies=catalogue.agencies(),
        most=complaints.LONGEST_TEXT,
        at=call.at,
        **more,
    )


def _done(call: Call, reference: str, told: Message) -> Response:
    return call.redirect(f"/work/{reference}", notice=told)


def _agencies(call: Call) -> list[str]:
    """The agencies this officer works for; all of them, if for the city as a whole."""
    scopes = call.actor.scopes(Role.AGENCY)
    return [one.code for one in catalogue.agencies() if "" in scopes or one.code in scopes]


def _agency(call: Call) -> str:
    mine = _agencies(call)
    wanted = _asked(call, "agency")
    return wanted if wanted in mine else mine[0]


def _asked(call: Call, name: str) -> str:
    return call.query.get(name, [""])[0]
