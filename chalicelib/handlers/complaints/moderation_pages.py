"""The moderator's desk: what waits to be read, and publishing it or saying why not."""

from datetime import date

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Act, Known, State
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import staff
from chalicelib.handlers.complaints.acts import act, permission
from chalicelib.messages import say

blueprint = Capability(__name__)
MODERATORS = staff(Role.MODERATOR)
HOURS = 24  # within which every report is to be read


class RejectForm(Struct):
    version: int
    code: str = ""
    note: str = ""
    of: str | None = None


@blueprint.page("GET /moderation", who=MODERATORS)
def queue(call: Call) -> Response:
    """What waits to be read, the oldest first."""
    cursor = _asked(call, "cursor") or None
    page = complaints.awaiting(State.IN_MODERATION, by=call.actor, cursor=cursor)
    after = _asked(call, "after")
    if after:
        for waiting in page.items:
            if waiting.reference != after:
                return call.redirect(f"/moderation/{waiting.reference}")
    return call.render(
        "complaints/moderation/queue.html",
        title=call.tell(say("Reports to read")),
        page=page,
        first=cursor is not None,
        hours=HOURS,
        topic=catalogue.topic,
        area=catalogue.area,
        at=call.at,
    )


@blueprint.page("GET /moderation/{reference}", who=MODERATORS)
def to_read(call: Call, reference: str) -> Response:
    """One report, with all that a decision needs."""
    complaint, history = complaints.read(reference, by=call.actor)
    return call.render(
        "complaints/moderation/one.html",
        title=call.tell(say("Report %(reference)s", reference=reference)),
        complaint=complaint,
        topic=catalogue.topic(complaint.topic),
        agency=catalogue.agency(complaint.agency),
        area=catalogue.area,
        history=history,
        day=date.fromisoformat,
        questions=complaints.questions(complaint, by=call.actor),
        codes=complaints.REJECTIONS,
        at=call.at,
        **permission(Act.PUBLISH, Known(complaint, supports=False), call, to_read=True),
    )


@blueprint.page("POST /moderation/{reference}/publish", who=MODERATORS, again=to_read)
def publish(call: Call, reference: str, form: ShownForm) -> Response:
    """Publish it; the agency in charge gets it at once."""
    act(complaints.publish, reference, form, call)
    return call.redirect(
        f"/moderation?after={reference}",
        notice=say("%(reference)s is published", reference=reference),
    )


@blueprint.page("POST /moderation/{reference}/reject", who=MODERATORS, again=to_read)
def reject(call: Call, reference: str, form: RejectForm) -> Response:
    """Say to its author why it cannot be published."""
    act(complaints.reject, reference, form, call)
    return call.redirect(
        f"/moderation?after={reference}",
        notice=say("%(reference)s is not published; its author is told why", reference=reference),
    )


def _asked(call: Call, name: str) -> str:
    return call.query.get(name, [""])[0]
