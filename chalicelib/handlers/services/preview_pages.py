"""Previews of forms: which versions there are, and each as a resident would fill it in. Nothing is
kept: what was answered lies in the address."""

import base64
import zlib
from typing import Any

import msgspec
from chalice.app import Response
from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.config import settings
from chalicelib.domain import answers
from chalicelib.domain.applications import drafts, previews
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, staff
from chalicelib.errors import Invalid
from chalicelib.forms import Field, Step
from chalicelib.handlers.services import apply_showing as showing
from chalicelib.handlers.services.apply_showing import Way
from chalicelib.handlers.services.work_pages import authorities
from chalicelib.messages import say
from chalicelib.workdays import day_of

blueprint = Capability(__name__)
OFFICE = staff(Role.CASE_OFFICER, Role.HEAD)
CHECK = "check"
SAME_PAGE = ("add", "remove", "find")  # buttons that show something more
MOST_TOLD = 6_000  # letters; CloudFront takes an address of 8,192
MOST_BYTES = 200_000  # of the answers, as in a draft


class AuthorityQuery(Struct):
    authority: str | None = None


class Told(Struct):
    """``told`` are the answers so far; ``find`` names an address to be looked up."""

    told: str = ""
    find: str | None = None


class Answered(Struct):
    """``act`` is the button: none to go on, or ``add:children``."""

    act: str = ""


@blueprint.page("GET /work/forms", who=OFFICE)
def forms_of_authority(call: Call, query: AuthorityQuery) -> Response:
    """The forms by which an authority is asked, with their versions, each with a link to look at it
    that can be given on."""
    own, authority = authorities(call, query.authority)
    found = previews.versions(authority.code, by=call.actor, at=call.at)
    links = previews.links(found, by=call.actor, at=call.at)
    return call.render(
        "applications/work/forms.html",
        title=call.tell(say("Forms and their versions")),
        authority=authority,
        authorities=own,
        found=list(zip(found, links, strict=True)),
    )


@blueprint.page("GET /preview/{link}", who=ANYONE)
def preview(call: Call, link: str) -> Response:
    """What there is to know of a version beside its questions, and where it begins."""
    opened = previews.opened(link, at=call.at)
    first = opened.form.steps[0].code
    return call.render(
        "applications/apply/preview.html",
        title=call.tell(say("Preview of a form")),
        form=opened.form,
        service=opened.service,
        until=opened.until,
        begins=_way(link).to(first),
        address=f"{settings.portal_url}{_way(link).to()}",
    )


@blueprint.page("GET /preview/{link}/{step}", who=ANYONE)
def preview_step(call: Call, link: str, step: str, query: Told) -> Response:
    """A step, as a resident has it before them; or all answers, at the end."""
    opened = previews.opened(link, at=call.at)
    made, way = previews.draft(opened, _unpacked(query.told), at=call.at), _way(link, query.told)
    shown = showing.common(call, made, step, way, before=way.base, preview=True)
    if step == CHECK:
        unfit = drafts.next_step(made, today=day_of(call.at))
        return call.redirect(way.to(unfit)) if unfit else showing.all_answers(call, **shown)
    page = drafts.page(made, step)
    if asked := showing.only_files(page):
        return _files_page(call, page, asked, **shown)
    if call.errors:  # nothing was kept: the page has what was typed
        made.answers = made.answers | answers.from_texts(page, call.values)
    return showing.step_page(call, page, find=query.find, **shown)


@blueprint.page("POST /preview/{link}/{step}", who=ANYONE, again=preview_step)
def answer_preview(call: Call, link: str, step: str, query: Told, form: Answered) -> Response:
    """Answer a step, and go on with the answers in the address."""
    opened = previews.opened(link, at=call.at)
    made = previews.draft(opened, _unpacked(query.told), at=call.at)
    page = drafts.page(made, step)
    act, _, about = form.act.partition(":")
    given = showing.given_in(page, call.values, act, about)
    after = previews.answer(made, step, given, at=call.at)
    way = _way(link, _packed(after.draft.answers, step))
    if act in SAME_PAGE:
        return showing.same_page(call, way, step, act, about)
    if after.wrong:
        raise Invalid(fields=after.wrong)
    return call.redirect(way.to(_next(call, after.draft, step)))


def _files_page(call: Call, page: Step, asked: Field, **shown: Any) -> Response:
    """A question that is answered by files alone: here none are sent."""
    return call.render(
        "applications/apply/files.html",
        title=page.title[call.language],
        field=asked,
        files=[],
        upload=None,
        most=drafts.most_of(asked),
        files_here=shown["way"].to(page.code, back=_back(call)),
        alone=True,
        **shown,
    )


def _next(call: Call, made: ApplicationDraft, step: str) -> str:
    """The step that follows; whoever came from the check goes back to it."""
    reached = made if showing.is_from_check(call) else previews.before(made, step)
    return drafts.next_step(reached, today=day_of(call.at)) or CHECK


def _way(link: str, told: str = "") -> Way:
    return Way(f"/preview/{link}", told)


def _back(call: Call) -> str | None:
    return CHECK if showing.is_from_check(call) else None


def _packed(given: answers.Answers, step: str) -> str:
    """For an address; `Invalid` names the step if it becomes longer than one can be."""
    packed = base64.urlsafe_b64encode(zlib.compress(msgspec.json.encode(given), 9)).decode()
    if len(packed) > MOST_TOLD:
        why = say("this is more than a preview can hold: write less here")
        raise Invalid(fields={step: why})
    return packed


def _unpacked(told: str) -> dict[str, Any]:
    """Nothing, of what is none of ours: then it begins anew."""
    try:
        read = zlib.decompressobj().decompress(base64.urlsafe_b64decode(told), MOST_BYTES)
        return msgspec.json.decode(read, type=dict[str, Any])
    except (ValueError, msgspec.MsgspecError, zlib.error):
        return {}
