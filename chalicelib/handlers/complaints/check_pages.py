"""The moderator's desk for public checks: what waits to be looked at, and what was found there."""

from datetime import date
from typing import Any

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Act, Known, State
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.edge.paging import CursorQuery
from chalicelib.errors import Invalid
from chalicelib.handlers.complaints.acts import permission
from chalicelib.handlers.complaints.statements import history_of, send, statement
from chalicelib.messages import say

blueprint = Capability(__name__)
MODERATORS = staff(Role.MODERATOR)
FOUND = {"yes": True, "no": False}
STEPS = {
    "words": ("one", say("Public check")),
    "photos": ("photos", say("Photos of what was found")),
}


class FindingForm(Struct):
    version: int
    solved: str = ""


@blueprint.page("GET /moderation/checks", who=MODERATORS)
def checks(call: Call, query: CursorQuery) -> Response:
    """The public checks that wait, the oldest reports first."""
    state = State.UNDER_PUBLIC_CHECK
    return call.render(
        "complaints/checks/list.html",
        title=call.tell(say("Public checks")),
        page=complaints.awaiting(state, by=call.actor, cursor=query.cursor or None),
        topic=catalogue.topic,
        area=catalogue.area,
        today=catalogue.in_city(call.at).date(),
    )


@statement(
    blueprint,
    "/moderation/checks/{reference}",
    act=Act.CHECK_CONFIRMS,
    who=MODERATORS,
    least=complaints.LEAST_NOTE,
)
def to_find(call: Call, known: Known, step: str, **more: Any) -> Response:
    """What has to be looked at, and what was found there: in words, then in photos."""
    template, title = STEPS[step]
    complaint, words = known.complaint, step == "words"
    allowed = permission(Act.CHECK_CONFIRMS, known, call, more["draft"], to_read=words)
    return call.render(
        f"complaints/checks/{template}.html",
        title=call.tell(title),
        complaint=complaint,
        history=history_of(call, complaint, step=step),
        topic=catalogue.topic(complaint.topic),
        agency=catalogue.agency(complaint.agency),
        area=catalogue.area,
        day=date.fromisoformat,
        questions=complaints.questions(complaint, by=call.actor),
        least=complaints.LEAST_NOTE,
        most=complaints.LONGEST_TEXT,
        **more,
        **allowed,
    )


@blueprint.page("POST /moderation/checks/{reference}/photos", who=MODERATORS, again=to_find)
def settle(call: Call, reference: str, form: FindingForm) -> Response:
    """Write down what was found: it decides."""
    if form.solved not in FOUND:
        wrong = {"solved": say("choose one of the options")}
        raise Invalid(fields=wrong)
    solved = FOUND[form.solved]
    send(complaints.settle, call, reference, solved=solved, version=form.version)
    told = say("%(reference)s: what was found is kept, and decides", reference=reference)
    return call.redirect("/moderation/checks", notice=told)
