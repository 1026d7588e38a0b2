"""Pages on which people follow what they applied for: how far it is, questions, the decision."""

from typing import Any

from chalice.app import Response
from msgspec import Struct, field

from chalicelib import services
from chalicelib.domain import applications, photos
from chalicelib.domain.applications import (
    MOST_FILES,
    MOST_QUESTIONS,
    Act,
    Case,
    Relation,
    drafts,
)
from chalicelib.domain.applications.rules import ENDED
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import SIGNED_IN, level
from chalicelib.edge.paging import CursorQuery
from chalicelib.errors import NotFound
from chalicelib.handlers.services import application_showing as showing
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
RESIDENTS = level(1)
PLEASE = say("Please answer")
BETWEEN = "."  # ids of files in an address


class Opened(Struct):
    sent: str | None = None


class Attached(Struct):
    files: str = ""


class Answer(ShownForm):
    """The answers are ``answer-1``, ``answer-2`` …"""

    files: list[str] = field(default_factory=list)


@blueprint.page("GET /me/applications", who=SIGNED_IN)
def my_applications(call: Call, query: CursorQuery) -> Response:
    """Drafts to go on with, what is under way, and what has ended."""
    own = applications.shelf(by=call.actor, at=call.at, after=paging.key(query.cursor))
    return call.render(
        "applications/mine.html",
        title=call.tell(say("My applications")),
        drafts=own.drafts,
        running=[one for one in own.applications if one.state not in ENDED],
        ended=[one for one in own.applications if one.state in ENDED],
        late={
            one.reference for one in own.applications if applications.is_overdue(one, at=call.at)
        },
        service=services.service,
        cursor=paging.cursor(own.last),
        first=bool(query.cursor),
    )


@blueprint.page("GET /applications/{reference}", who=SIGNED_IN)
def one_application(call: Call, reference: str, query: Opened) -> Response:
    """One's application: how far it is, what is asked, what was decided."""
    return _show(call, _own(call, reference), "one", sent=bool(query.sent))


@blueprint.page("GET /applications/{reference}/answer", who=RESIDENTS)
def to_answer(call: Call, reference: str) -> Response:
    """The officer's questions, and the documents that go with the answer: before it is written, so
    that nothing typed is lost while a browser sends them."""
    return _answering(call, reference, [])


@blueprint.page("GET /applications/{reference}/answer/{files}", who=RESIDENTS)
def to_answer_with_files(call: Call, reference: str, files: str) -> Response:
    """The same once files were sent: where a browser comes back to when the store has taken one."""
    return _answering(call, reference, files.split(BETWEEN))


@blueprint.page("GET /applications/{reference}/answer/write", who=RESIDENTS)
def to_write(call: Call, reference: str, query: Attached) -> Response:
    """A box for each question; what was attached goes along, and comes back with what was typed."""
    given = call.values.get("files") or query.files.split(BETWEEN)
    files = [given] if isinstance(given, str) else [file for file in given if file]
    return _show(call, _own(call, reference), "write", say("Your answer"), files=files)


@blueprint.page("POST /applications/{reference}/answer", who=RESIDENTS, again=to_write)
def answer(call: Call, reference: str, form: Answer) -> Response:
    """Answer what the officer asked."""
    applications.answer(
        reference,
        answers={n: showing.typed(call, f"answer-{n}") for n in range(1, MOST_QUESTIONS + 1)},
        files=form.files,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return _back(call, reference, say("Your answer is sent, and the clock goes on"))


@blueprint.page("GET /applications/{reference}/withdraw", who=RESIDENTS)
def to_withdraw(call: Call, reference: str) -> Response:
    """What it means to take it back."""
    return _show(call, _own(call, reference), "withdraw", say("Withdraw the application?"))


@blueprint.page("POST /applications/{reference}/withdraw", who=RESIDENTS, again=to_withdraw)
def withdraw(call: Call, reference: str, form: ShownForm) -> Response:
    """Take it back."""
    applications.withdraw(reference, by=call.actor, at=call.at, version=form.version)
    return _back(call, reference, say("Your application is withdrawn"))


@blueprint.page("POST /applications/{reference}/reopen", who=RESIDENTS, again=one_application)
def reopen(call: Call, reference: str, form: ShownForm) -> Response:
    """Have examined after all what ran out."""
    applications.reopen(reference, by=call.actor, at=call.at, version=form.version)
    return _back(call, reference, say("Your application is open again"))


@blueprint.page("POST /applications/{reference}/fix", who=RESIDENTS, again=one_application)
def fix(call: Call, reference: str) -> Response:
    """Begin a draft with everything that the refused one had."""
    draft = drafts.begin("", fixes=reference, by=call.actor, at=call.at)
    return call.redirect(f"/apply/{draft.id}")


@blueprint.page("POST /applications/{reference}/appeal", who=RESIDENTS, again=one_application)
def appeal(call: Call, reference: str) -> Response:
    """Begin to appeal: somebody else decides anew."""
    draft = drafts.begin("", appeals=reference, by=call.actor, at=call.at)
    return call.redirect(f"/apply/{draft.id}")


def _answering(call: Call, reference: str, files: list[str]) -> Response:
    case = _own(call, reference)
    if Act.ANSWER not in case.may or len(files) >= MOST_FILES:
        return _show(call, case, "answer", PLEASE, files=files, upload=None)
    here = f"/applications/{reference}/answer/{BETWEEN.join([*files, '{photo}'])}"
    upload = photos.upload(by=call.actor, at=call.at, back_to=here, private=True)
    return _show(
        call,
        case,
        "answer",
        PLEASE,
        files=files,
        upload=upload,
        uploads_to=upload.url,
    )


def _own(call: Call, reference: str) -> Case:
    """One's own application; to everybody else there is none."""
    case = applications.read(reference, by=call.actor, at=call.at)
    if Relation.OWNER not in case.are:
        raise NotFound("there is no application %(reference)s", reference=reference)
    return case


def _show(
    call: Call, case: Case, template: str, title: Message | None = None, **more: Any
) -> Response:
    shown = showing.common(call, case)
    named = call.tell(title) if title else shown["service"].title[call.language]
    return call.render(f"applications/{template}.html", title=named, **shown, **more)


def _back(call: Call, reference: str, told: Message) -> Response:
    return call.redirect(f"/applications/{reference}", notice=told)
