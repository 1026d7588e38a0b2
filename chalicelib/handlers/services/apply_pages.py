"""Applying for a service, one question on a page; what was answered is kept between the pages."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response
from msgspec import Struct

from chalicelib import services
from chalicelib.domain import answers, places
from chalicelib.domain.applications import drafts
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.domain.places import Address
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.forms import Step
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
        offered = drafts.form_to_begin(service)
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
    given = showing.as_typed(call, kept, page)
    return call.render(
        "applications/apply/step.html",
        title=page.title[call.language],
        page=page,
        in_heading=showing.in_heading(page),
        entries=showing.entries(page, given),
        perhaps=drafts.perhaps(kept, step),
        most_entries=showing.MOST_ENTRIES,
        files=showing.files(page, given),
        looked_up=query.find,
        found=_houses(call, query.find),
        from_check=query.back == "check",
        **showing.common(call, kept, step),
    )


@blueprint.page("POST /apply/{draft}/{step}", who=APPLICANTS, again=apply_step, along=drafts.item)
def answer_step(call: Call, draft: str, step: str, query: StepQuery, form: Answered) -> Response:
    """Answer it; buttons on the page other than «continue» keep what was typed, and come back."""
    kept = showing.at_hand(call, draft)
    page = drafts.page(kept, step)
    act, _, about = form.act.partition(":")
    given = _given(page, call.values, act, about)
    if act in LEADS_TO:
        drafts.keep(kept, step, given, at=call.at, version=form.version)
        return LEADS_TO[act](call, kept, step, about)
    return showing.onward(call, drafts.put(kept, step, given, at=call.at, version=form.version))


def probed(call: Call) -> dict[str, str]:
    """The answers to «is this for me?» that came along."""
    return {
        name.removeprefix(PROBE): value
        for name, value in call.values.items()
        if name.startswith(PROBE) and isinstance(value, str)
    }


def _given(page: Step, values: Mapping[str, Any], act: str, about: str) -> dict[str, Any]:
    """What was typed, with an entry of a group more or less if that was the button."""
    if act == "remove":
        values = {name: text for name, text in values.items() if not name.startswith(f"{about}-")}
    given = answers.from_texts(page, values)
    if act == "add" and any(field.code == about and field.fields for field in page.fields):
        given[about] = [*given.get(about, []), {}]
    return given


def _same_page(call: Call, draft: ApplicationDraft, step: str, about: str) -> Response:
    return call.redirect(f"/apply/{draft.id}/{step}{_back(call)}#{about}")


def _look_up(call: Call, draft: ApplicationDraft, step: str, about: str) -> Response:
    more = "&" if _back(call) else "?"
    return call.redirect(f"/apply/{draft.id}/{step}{_back(call)}{more}find={about}#{about}-text")


def _to_files(call: Call, draft: ApplicationDraft, step: str, about: str) -> Response:
    return call.redirect(f"/apply/{draft.id}/{step}/files/{about}")


def _come_back_later(call: Call, draft: ApplicationDraft, step: str, about: str) -> Response:
    if drafts.is_guests(draft):
        return call.redirect(f"/apply/{draft.id}/letter")
    drafts.send_link(draft, by=call.actor, at=call.at)
    return call.redirect(f"/apply/{draft.id}/later")


LEADS_TO = {
    "add": _same_page,
    "remove": _same_page,
    "find": _look_up,
    "file": _to_files,
    "later": _come_back_later,
}


def _back(call: Call) -> str:
    return "?back=check" if call.query.get("back") == ["check"] else ""


def _houses(call: Call, name: str | None) -> list[Address]:
    """The city's addresses that begin as what was typed under this name."""
    typed = call.values.get(f"{name}-text", "") if name else ""
    return places.search(typed) if isinstance(typed, str) else []
