"""The agency's desk: its cases by deadline, and every step that it can take with one."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Act, Complaint, ComplaintEvent, Known
from chalicelib.domain.complaints.rules import IN_WORK
from chalicelib.domain.photos import proving
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import staff
from chalicelib.handlers.complaints.acts import act, permission
from chalicelib.handlers.complaints.statements import history_of, send, statement
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
MOST = 100  # cases on one page
OFFICERS = staff(Role.AGENCY)
OFFERED = (
    *(Act.ANSWER, Act.SCHEDULE, Act.ASK, Act.ACKNOWLEDGE, Act.START),
    *(Act.FORWARD, Act.NOT_RESPONSIBLE, Act.NO_ACTION),
)
ANSWER = {
    "words": ("answer", say("What was done?")),
    "photos": ("answer_photos", say("Photos of what was done")),
}
Note = Annotated[str, Meta(max_length=complaints.LONGEST_TEXT)]


class ScheduleForm(Struct):
    version: int
    on: date
    note: Note = ""


class ForwardForm(Struct):
    version: int
    agency: str
    note: Note = ""


class AskForm(Struct):
    version: int
    question: Note = ""


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
    if after := _asked(call, "after"):
        return _next(call, agency, after)
    state, cursor = _asked(call, "state") or None, _asked(call, "cursor") or None
    page = complaints.work_of(agency, by=call.actor, state=state, cursor=cursor, limit=MOST)
    whole = page.cursor is None and cursor is None
    return call.render(
        "complaints/work/list.html",
        title=call.tell(say("Reports for the agency")),
        agency=catalogue.agency(agency),
        agencies=[catalogue.agency(code) for code in _agencies(call)],
        page=page,
        counts=Counter(str(case.state) for case in page.items) if whole and not state else None,
        overdue={c.reference for c in page.items if complaints.is_overdue(c, at=call.at)},
        first=cursor is not None,
        state=state,
        topic=catalogue.topic,
        at=call.at,
    )


@blueprint.page("GET /work/{reference}", who=OFFICERS)
def case(call: Call, reference: str) -> Response:
    """One case, with what can be done about it."""
    complaint, history = complaints.read(reference, by=call.actor)
    known = Known(complaint, supports=False)
    return _draw(
        call,
        complaint,
        history,
        "one",
        say("Report %(reference)s", reference=reference),
        may=complaints.allowed(known, OFFERED, by=call.actor, at=call.at),
        theirs=call.actor.is_(Role.AGENCY, complaint.agency),
        own=complaint.author == call.actor.id and complaint.state in IN_WORK,
    )


@blueprint.page("POST /work/{reference}/acknowledge", who=OFFICERS, again=case)
def acknowledge(call: Call, reference: str, form: ShownForm) -> Response:
    """Say that the agency has seen it."""
    act(complaints.acknowledge, reference, form, call)
    return _done(call, reference, say("Residents see that you have read the report"))


@blueprint.page("POST /work/{reference}/start", who=OFFICERS, again=case)
def start(call: Call, reference: str, form: ShownForm) -> Response:
    """Say that work has begun."""
    act(complaints.start, reference, form, call)
    return _done(call, reference, say("Residents see that work has begun"))


@blueprint.page("GET /work/{reference}/schedule", who=OFFICERS)
def to_schedule(call: Call, reference: str) -> Response:
    """Promise a date."""
    return _step(call, reference, Act.SCHEDULE, say("Promise a date"))


@blueprint.page("POST /work/{reference}/schedule", who=OFFICERS, again=to_schedule)
def schedule(call: Call, reference: str, form: ScheduleForm) -> Response:
    """Promise a date, and say why not before it."""
    complaints.schedule(
        reference, on=form.on, note=form.note, by=call.actor, at=call.at, version=form.version
    )
    return _done(call, reference, say("The date is promised and shown to everybody"))


@blueprint.page("GET /work/{reference}/forward", who=OFFICERS)
def to_forward(call: Call, reference: str) -> Response:
    """Pass it to another agency."""
    return _step(call, reference, Act.FORWARD, say("Pass it to another agency"))


@blueprint.page("POST /work/{reference}/forward", who=OFFICERS, again=to_forward)
def forward(call: Call, reference: str, form: ForwardForm) -> Response:
    """Pass it to another agency of the city."""
    act(complaints.forward, reference, form, call)
    told = say("%(reference)s is passed on", reference=reference)
    return call.redirect("/work", notice=told)


@blueprint.page("GET /work/{reference}/ask", who=OFFICERS)
def to_ask(call: Call, reference: str) -> Response:
    """Ask the author something."""
    return _step(call, reference, Act.ASK, say("Ask the author"))


@blueprint.page("POST /work/{reference}/ask", who=OFFICERS, again=to_ask)
def ask(call: Call, reference: str, form: AskForm) -> Response:
    """Ask the author something; the deadline stands still until the answer comes."""
    act(complaints.ask, reference, form, call)
    return _done(call, reference, say("The question is sent, and the deadline stands still"))


@blueprint.page("GET /work/{reference}/not-responsible", who=OFFICERS)
def to_disclaim(call: Call, reference: str) -> Response:
    """Say who is in charge."""
    return _step(call, reference, Act.NOT_RESPONSIBLE, say("No agency of the city is in charge"))


@blueprint.page("POST /work/{reference}/not-responsible", who=OFFICERS, again=to_disclaim)
def disclaim(call: Call, reference: str, form: NotOursForm) -> Response:
    """Close it, naming who is in charge."""
    act(complaints.not_responsible, reference, form, call)
    return _done(call, reference, say("Closed; the resident is told who is in charge"))


@blueprint.page("GET /work/{reference}/no-action", who=OFFICERS)
def to_decline(call: Call, reference: str) -> Response:
    """Say why nothing will be done."""
    return _step(call, reference, Act.NO_ACTION, say("No action will be taken"))


@blueprint.page("POST /work/{reference}/no-action", who=OFFICERS, again=to_decline)
def decline(call: Call, reference: str, form: NoActionForm) -> Response:
    """Close it without doing anything, and say why."""
    act(complaints.no_action, reference, form, call)
    return _done(call, reference, say("Closed; everybody can read why"))


@statement(blueprint, "/work/{reference}/answer", act=Act.ANSWER, who=OFFICERS, least=1)
def to_answer(call: Call, known: Known, step: str, **more: Any) -> Response:
    """Say what was done, then show it: without a photo there is no answer."""
    allowed = permission(Act.ANSWER, known, call, more["draft"])
    history = history_of(call, known.complaint, step=step)
    template, title = ANSWER[step]
    more |= {"proof": proving, **allowed}
    return _draw(call, known.complaint, history, template, title, **more)


@blueprint.page("POST /work/{reference}/answer/photos", who=OFFICERS, again=to_answer)
def answer(call: Call, reference: str, form: ShownForm) -> Response:
    """Answer: from now on the residents decide whether it is solved."""
    send(complaints.answer, call, reference, version=form.version)
    return _done(call, reference, say("Answered; residents have 15 days to say whether it is so"))


def _step(call: Call, reference: str, act: Act, title: Message) -> Response:
    complaint, history = complaints.read(reference, by=call.actor)
    allowed = permission(act, Known(complaint, supports=False), call)
    return _draw(call, complaint, history, act, title, **allowed)


def _draw(
    call: Call,
    complaint: Complaint,
    history: Sequence[ComplaintEvent],
    template: str,
    title: Message,
    **more: Any,
) -> Response:
    """A page about one case; its version is the one that the officer has before their eyes."""
    return call.render(
        f"complaints/work/{template}.html",
        title=call.tell(title),
        complaint=complaint,
        history=history,
        topic=catalogue.topic(complaint.topic),
        area=catalogue.area,
        day=date.fromisoformat,
        agency=catalogue.agency(complaint.agency),
        agencies=catalogue.agencies(),
        most=complaints.LONGEST_TEXT,
        questions=complaints.questions(complaint, by=call.actor),
        question_until=complaints.question_until(complaint),
        behind=complaints.behind(complaint),
        overdue=complaints.is_overdue(complaint, at=call.at),
        at=call.at,
        **more,
    )


def _done(call: Call, reference: str, told: Message) -> Response:
    return call.redirect(f"/work/{reference}", notice=told)


def _next(call: Call, agency: str, after: str) -> Response:
    """On to the case that follows by deadline, so that a long list is worked through from its top
    without finding one's place in it each time."""
    page = complaints.work_of(agency, by=call.actor, cursor=after, limit=1)
    for following in page.items:
        return call.redirect(f"/work/{following.reference}")
    told = say("That was the last report of the list; this is its beginning")
    return call.redirect(f"/work?agency={agency}", notice=told)


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
