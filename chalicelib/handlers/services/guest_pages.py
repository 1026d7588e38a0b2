"""Applying before one has an account: beginning, the letter by which a guest goes on elsewhere, and
making it one's own in the end."""

from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import identifiers, services
from chalicelib.domain import accounts
from chalicelib.domain.applications import drafts, guest_letters, guests
from chalicelib.domain.applications.drafts import ApplicationDraft
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.handlers.services import apply_showing as showing
from chalicelib.handlers.services.apply_pages import probed
from chalicelib.handlers.services.catalogue_pages import service_page
from chalicelib.handlers.services.hindrances import before_applying
from chalicelib.messages import say
from chalicelib.workdays import day_of

blueprint = Capability(__name__)


class Link(Struct):
    """What a letter leads here with; the code stays with whom the page has shown it."""

    link: Annotated[str, Meta(max_length=100)] = ""


class Proof(Struct):
    link: Annotated[str, Meta(max_length=100)]
    code: Annotated[str, Meta(max_length=40)]


class Where(Struct):
    email: Annotated[str, Meta(max_length=254)]


@blueprint.page(
    "POST /services/{code}/guest",
    who=ANYONE,
    again=service_page,
    again_at="/services/{code}",
)
def begin_as_guest(call: Call, code: str) -> Response:
    """Begin without an account; who has one, and who acts for an organisation, uses it."""
    service, told = services.service(code), probed(call)
    if call.actor.signed_in or not service.is_for(organisation=False):
        return call.redirect(f"/sign-in?next=/services/{code}")
    offered = drafts.form_to_begin(service, today=day_of(call.at))
    if first := before_applying(service, offered, told, call.actor):
        return call.redirect(first)
    secret = call.guest or identifiers.secret()
    draft = drafts.begin_as_guest(
        code, by=guests.guest(secret), source=call.source, at=call.at, answers=told
    )
    call.known_as_guest(secret)
    return showing.onward(call, draft)


@blueprint.page("GET /apply/{draft}/letter", who=showing.APPLICANTS, along=drafts.item)
def ask_where_to(call: Call, draft: str) -> Response:
    """Where a guest has the link sent; who has an account is written to there."""
    kept = showing.at_hand(call, draft)
    if not drafts.is_guests(kept):
        return call.redirect(f"/apply/{draft}/later")
    call.values = {"email": _address(kept)} | dict(call.values)
    return call.render(
        "applications/apply/letter.html",
        title=call.tell(say("Save it and go on later")),
        sent_before=bool(kept.letter),
        **showing.common(call, kept, "letter"),
    )


@blueprint.page(
    "POST /apply/{draft}/letter", who=showing.APPLICANTS, again=ask_where_to, along=drafts.item
)
def send_letter(call: Call, draft: str, form: Where) -> Response:
    """The page that shows the code is the answer itself: it is nowhere else to be had."""
    kept = showing.at_hand(call, draft)
    if not drafts.is_guests(kept):
        return call.redirect(f"/apply/{draft}/later")
    code = guest_letters.send(
        kept, form.email, language=call.language, source=call.source, at=call.at
    )
    return call.render(
        "applications/apply/letter_sent.html",
        title=call.tell(say("Your answers are kept")),
        code=code,
        email=form.email,
        until=call.at + drafts.KEPT,
        **showing.common(call, kept, "letter"),
    )


@blueprint.page("GET /apply/{draft}/resume", who=ANYONE)
def ask_for_code(call: Call, draft: str, query: Link) -> Response:
    """The same page for every draft, whether or not there is one."""
    call.values = {"link": query.link} | dict(call.values)
    page = call.render(
        "applications/apply/resume.html",
        title=call.tell(say("Go on with your application")),
        here=f"/apply/{draft}/resume",
    )
    page.headers["Cache-Control"] = "no-store"
    return page


@blueprint.page("POST /apply/{draft}/resume", who=ANYONE, again=ask_for_code, along=drafts.item)
def resume(call: Call, draft: str, form: Proof) -> Response:
    secret = call.guest or identifiers.secret()
    guest_letters.resume(
        call.along or drafts.known(draft),
        link=form.link,
        code=form.code,
        secret=secret,
        at=call.at,
    )
    call.known_as_guest(secret)
    return call.redirect(f"/apply/{draft}")


@blueprint.page("GET /apply/{draft}/adopt", who=showing.RESIDENTS, along=drafts.item)
def to_adopt(call: Call, draft: str) -> Response:
    """Whose it becomes, before it does: the account that is signed in may be somebody else's."""
    kept = showing.at_hand(call, draft)
    if not drafts.is_guests(kept):
        return showing.onward(call, kept)
    return call.render(
        "applications/apply/adopt.html",
        title=call.tell(say("Go on with your account")),
        email=accounts.profile(call.actor.id).email,
        to_be_seen=call.actor.level < drafts.form_of(kept).level,
        **showing.common(call, kept, "adopt"),
    )


@blueprint.page(
    "POST /apply/{draft}/adopt", who=showing.RESIDENTS, again=to_adopt, along=drafts.item
)
def adopt(call: Call, draft: str) -> Response:
    """It is theirs; the rest is asked, or all of it is looked at once more and sent."""
    guests.adopt(showing.at_hand(call, draft), secret=call.guest, by=call.actor, at=call.at)
    notice = say("It is among your applications now. Add what is missing, then send it.")
    return call.redirect(f"/apply/{draft}", notice=notice)


def _address(draft: ApplicationDraft) -> str:
    """Where a letter went before, or what they have told in the form."""
    asked = (field.code for field in drafts.form_of(draft).fields if field.prefill == "email")
    told = (draft.answers.get(code) for code in asked)
    known = (draft.letter or {}).get("email") or next(told, None)
    return known if isinstance(known, str) else ""
