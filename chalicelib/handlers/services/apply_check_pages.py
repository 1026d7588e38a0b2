"""The end of a form: all answers once more, sending it, coming back later, throwing it away."""

from chalice.app import Response

from chalicelib import services, workdays
from chalicelib.domain.applications import drafts
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.handlers.services import apply_showing as showing
from chalicelib.handlers.services.hindrances import hindrance_of
from chalicelib.messages import say

blueprint = Capability(__name__)


@blueprint.page("GET /apply/{draft}/check", who=showing.APPLICANTS, along=drafts.item)
def check_answers(call: Call, draft: str) -> Response:
    """All that was told, before it is sent."""
    kept = showing.at_hand(call, draft)
    if kept.submitted_as or drafts.next_step(kept, today=workdays.day_of(call.at)):
        return showing.onward(call, kept)
    hindrance = hindrance_of(kept, services.service(kept.service))
    shown = showing.common(call, kept, "check", hindrance=hindrance)
    return showing.all_answers(call, **shown)


@blueprint.page(
    "POST /apply/{draft}/check",
    who=showing.APPLICANTS,
    again=check_answers,
    along=drafts.item,
)
def send_application(call: Call, draft: str) -> Response:
    """Send it; sent twice, it is one application. A guest makes it theirs first."""
    kept = showing.at_hand(call, draft)
    if drafts.is_guests(kept):
        return call.redirect(f"/apply/{draft}/adopt")
    sent = drafts.submit(kept, by=call.actor, at=call.at)
    return call.redirect(f"/applications/{sent.reference}?sent=yes")


@blueprint.page("GET /apply/{draft}/later", who=showing.APPLICANTS, along=drafts.item)
def kept_for_later(call: Call, draft: str) -> Response:
    """Until when it is kept, and how one comes back to it."""
    kept = showing.at_hand(call, draft)
    if drafts.is_guests(kept):
        return call.redirect(f"/apply/{draft}/letter")
    return call.render(
        "applications/apply/later.html",
        title=call.tell(say("Your answers are kept")),
        **showing.common(call, kept, "later"),
    )


@blueprint.page(
    "POST /apply/{draft}/later",
    who=showing.APPLICANTS,
    again=kept_for_later,
    along=drafts.item,
)
def come_back_later(call: Call, draft: str) -> Response:
    """Send oneself the link by which one comes back; a guest says where to."""
    kept = showing.at_hand(call, draft)
    if drafts.is_guests(kept):
        return call.redirect(f"/apply/{draft}/letter")
    drafts.send_link(kept, by=call.actor, at=call.at)
    return call.redirect(f"/apply/{draft}/later")


@blueprint.page("GET /apply/{draft}/delete", who=showing.APPLICANTS, along=drafts.item)
def to_delete(call: Call, draft: str) -> Response:
    """What it means to throw it away."""
    kept = showing.at_hand(call, draft)
    if kept.submitted_as:
        return showing.onward(call, kept)
    return call.render(
        "applications/apply/delete.html",
        title=call.tell(say("Delete what you have written?")),
        **showing.common(call, kept, "delete"),
    )


@blueprint.page(
    "POST /apply/{draft}/delete", who=showing.APPLICANTS, again=to_delete, along=drafts.item
)
def delete_draft(call: Call, draft: str) -> Response:
    """Throw it away."""
    kept = showing.at_hand(call, draft)
    drafts.discard(kept)
    after = "/services" if drafts.is_guests(kept) else "/me/applications"
    return call.redirect(after, notice=say("It is deleted, and was never sent"))
