"""Applying for a service, one question on a page; what was answered is kept between the pages."""

from chalice.app import Response
from msgspec import Struct

from chalicelib import services, workdays
from chalicelib.domain.applications import drafts
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.handlers.services import apply_showing as showing
from chalicelib.handlers.services.catalogue_pages import service_page
from chalicelib.handlers.services.hindrances import before_applying, check_page

blueprint = Capability(__name__)
RESIDENTS, APPLICANTS = showing.RESIDENTS, showing.APPLICANTS
PROBE = "probe-"  # how a form names an answer to «is this for me?»


class Begin(Struct):
    """Answers to «is this for me?» come along as ``probe-…``."""

    fixes: str | None = None
    appeals: str | None = None


class StepQuery(Struct):
    """``back`` leads to the check of all answers; ``find`` names an address to be looked up."""

    back: str | None = None
    find: str | None = None


class Answered(Struct):
    """``act`` is the button: none to go on, or ``add:children``. ``version`` is the draft as the
    page had it."""

    version: int
    act: str = ""


def where_it_began(call: Call, code: str) -> str:
    """The page from which one applies, with what was answered there."""
    told = probed(call)
    return check_page(services.service(code), told) if told else f"/services/{code}"


@blueprint.page(
    "POST /services/{code}/apply",
    who=RESIDENTS,
    again=service_page,
    again_at="/services/{code}",
    start=where_it_began,
)
def begin_application(call: Call, code: str, form: Begin) -> Response:
    """Begin to apply; who cannot yet is shown what comes first."""
    service, told = services.service(code), probed(call)
    if not (form.fixes or form.appeals):
        offered = drafts.form_to_begin(service, today=workdays.day_of(call.at))
        if first := before_applying(service, offered, told, call.actor):
            return call.redirect(first)
    draft = drafts.begin(
        code,
        by=call.actor,
        at=call.at,
        answers=told,
        fixes=form.fixes,
        appeals=form.appeals,
    )
    return showing.onward(call, draft)


@blueprint.page("GET /apply/{draft}", who=APPLICANTS, along=drafts.item)
def continue_application(call: Call, draft: str) -> Response:
    """Go on where the application was left."""
    kept = showing.at_hand(call, draft)
    if drafts.is_guests(kept) and call.actor.level:
        return call.redirect(f"/apply/{draft}/adopt")
    return showing.onward(call, drafts.open_again(kept, at=call.at))


@blueprint.page("GET /apply/{draft}/{step}", who=APPLICANTS, along=drafts.item)
def apply_step(call: Call, draft: str, step: str, query: StepQuery) -> Response:
    """A question, or several that belong together."""
    kept = showing.at_hand(call, draft)
    if kept.submitted_as:
        return showing.onward(call, kept)
    page = drafts.page(kept, step)
    if (asked := showing.only_files(page)) and not drafts.is_guests(kept):
        return showing.files_page(call, kept, step, asked.code)
    return showing.step_page(call, page, find=query.find, **showing.common(call, kept, step))


@blueprint.page("POST /apply/{draft}/{step}", who=APPLICANTS, again=apply_step, along=drafts.item)
def answer_step(call: Call, draft: str, step: str, query: StepQuery, form: Answered) -> Response:
    """Answer it; buttons on the page other than «continue» keep what was typed, and come back."""
    kept = showing.at_hand(call, draft)
    page = drafts.page(kept, step)
    act, _, about = form.act.partition(":")
    given = showing.given_in(page, call.values, act, about)
    if act in LEADS_TO:
        drafts.keep(kept, step, given, at=call.at, version=form.version)
        return LEADS_TO[act](call, kept, step, act, about)
    return showing.onward(call, drafts.put(kept, step, given, at=call.at, version=form.version))


def probed(call: Call) -> dict[str, str]:
    """The answers to «is this for me?» that came along."""
    return {
        name.removeprefix(PROBE): value
        for name, value in call.values.items()
        if name.startswith(PROBE) and isinstance(value, str)
    }


def _same_page(call: Call, draft: ApplicationDraft, step: str, act: str, about: str) -> Response:
    return showing.same_page(call, showing.way_of(draft), step, act, about)


def _to_files(call: Call, draft: ApplicationDraft, step: str, _act: str, about: str) -> Response:
    return call.redirect(f"/apply/{draft.id}/{step}/files/{about}")


def _come_back_later(
    call: Call, draft: ApplicationDraft, _step: str, _act: str, _about: str
) -> Response:
    if drafts.is_guests(draft):
        return call.redirect(f"/apply/{draft.id}/letter")
    drafts.send_link(draft, by=call.actor, at=call.at)
    return call.redirect(f"/apply/{draft.id}/later")


LEADS_TO = {
    "add": _same_page,
    "remove": _same_page,
    "find": _same_page,
    "file": _to_files,
    "later": _come_back_later,
}
