"""The desks of an authority: what waits, one application with what can be done, what is late."""

from typing import Annotated
from urllib.parse import quote, urlencode

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import services, workdays
from chalicelib.actors import Role
from chalicelib.domain import accounts, applications
from chalicelib.domain.applications import (
    MOST_QUESTIONS,
    STAFF,
    Application,
    Desk,
    Outcome,
    Relation,
    State,
)
from chalicelib.domain.applications.rules import LONGEST, WAITS_AT
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.errors import Forbidden, Invalid, NotFound
from chalicelib.handlers.services import application_showing as showing
from chalicelib.messages import Message, say
from chalicelib.services import Authority

blueprint = Capability(__name__)
OFFICERS, HEADS = staff(Role.CASE_OFFICER), staff(Role.HEAD)
OFFICE = staff(Role.CASE_OFFICER, Role.HEAD)
Text = Annotated[str, Meta(max_length=LONGEST)]
PAGE = 100  # of a list, in which the services that are not asked for are left out
HINDERED = (Relation.OWNER, Relation.COSIGNER, Relation.PARTY, Relation.DECIDER)
FEW = 2  # lines for questions, before more are asked for


class DeskQuery(Struct):
    authority: str | None = None
    desk: Desk | None = None
    service: str | None = None
    reference: str = ""  # of one that somebody asks about
    cursor: str | None = None


class OverdueQuery(Struct):
    authority: str | None = None


class Step(Struct):
    """``version`` is what the officer had before their eyes, ``office`` the authority whose desk
    they came from."""

    version: int
    office: str = ""


class Asking(Step):
    """The questions are ``question-1``, ``question-2`` …, each ``about-…`` an answer or none.
    ``more`` shows one line more, and sends nothing."""

    more: int | None = None


class Passing(Step):
    authority: str = ""
    reason: Text = ""


class Proposal(Step):
    """Of each reason there is ``text-…`` and ``field-…`` by its code."""

    outcome: Outcome | None = None
    reasons: list[str] = []
    note: Text = ""


class Note(Step):
    note: Text = ""


class Readiness(Step):
    where: Text = ""


@blueprint.page("GET /work/applications", who=OFFICE)
def desk(call: Call, query: DeskQuery) -> Response:
    """What waits at a desk, what is due first. Of a page, the services that are not asked for are
    left out: what is due first stays first. A number leads to its application, on whatever desk."""
    if wanted := query.reference.strip().upper():
        return call.redirect(f"/work/applications/{quote(wanted, safe='')}")
    own, authority = authorities(call, query.authority)
    at_desk = query.desk or (Desk.NEW if call.actor.is_(Role.CASE_OFFICER) else Desk.SIGNING)
    page = applications.waiting(
        authority.code, at_desk, by=call.actor, limit=PAGE, after=paging.key(query.cursor)
    )
    return call.render(
        "applications/work/list.html",
        title=call.tell(say("Applications")),
        authority=authority,
        authorities=own,
        desks=list(Desk),
        desk=at_desk,
        service=query.service,
        offered=[one for one in services.services() if one.authority == authority.code],
        found=[one for one in page.items if query.service in (None, one.service)],
        today=workdays.day_of(call.at),
        name_of=services.service,
        cursor=paging.cursor(page.last),
        first=bool(query.cursor),
    )


@blueprint.page("GET /work/applications/overdue", who=OFFICE)
def overdue(call: Call, query: OverdueQuery) -> Response:
    """What is late at an authority: with whom it lies, and by how many working days."""
    own, authority = authorities(call, query.authority)
    found = applications.overdue(authority.code, by=call.actor, at=call.at)
    today = workdays.day_of(call.at)
    late = {one.reference: workdays.working_days(one.due_on, today) for one in found}
    by_officer: dict[str, list[Application]] = {}
    for one in found:
        by_officer.setdefault(one.officer or "", []).append(one)
    return call.render(
        "applications/work/overdue.html",
        title=call.tell(say("What is late")),
        authority=authority,
        authorities=own,
        by_officer=sorted(by_officer.items(), key=lambda each: -len(each[1])),
        late=late,
        people=accounts.contacts(officer for officer in by_officer if officer),
        name_of=services.service,
    )


@blueprint.page("GET /work/applications/{reference}", who=OFFICE)
def case(call: Call, reference: str) -> Response:
    """Everything about one application, and what can be done with it. Its person sees that it was
    looked at, and by which office."""
    return _about(call, reference)


@blueprint.page("POST /work/applications/{reference}/take", who=OFFICERS, again=case)
def take(call: Call, reference: str, form: Step) -> Response:
    """Begin to examine it, or take it over."""
    applications.take(reference, by=call.actor, at=call.at, version=form.version)
    return call.redirect(f"/work/applications/{reference}", notice=say("You have taken it"))


@blueprint.page("POST /work/applications/{reference}/ask", who=OFFICERS, again=case)
def ask(call: Call, reference: str, form: Asking) -> Response:
    """Ask the person for what is missing."""
    if form.more:
        return _about(call, reference, lines=form.more)
    questions = [
        {"text": text, "field": showing.typed(call, f"about-{n}")}
        for n in range(1, MOST_QUESTIONS + 1)
        if (text := showing.typed(call, f"question-{n}"))
    ]
    applications.ask(
        reference, questions=questions, by=call.actor, at=call.at, version=form.version
    )
    return _on(call, form, Desk.REVIEW, say("The questions are sent, and the clock stands still"))


@blueprint.page("POST /work/applications/{reference}/transfer", who=OFFICERS, again=case)
def transfer(call: Call, reference: str, form: Passing) -> Response:
    """Pass it on to the authority that answers for it."""
    applications.transfer(
        reference,
        authority=form.authority,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return _on(call, form, Desk.NEW, say("It is passed on"))


@blueprint.page("POST /work/applications/{reference}/prepare", who=OFFICERS, again=case)
def prepare(call: Call, reference: str, form: Proposal) -> Response:
    """Propose a decision to who signs."""
    if form.outcome is None:
        raise Invalid(fields={"outcome": say("choose one of the options")})
    reasons = [
        {
            "code": code,
            "text": showing.typed(call, f"text-{code}"),
            "field": showing.typed(call, f"field-{code}"),
        }
        for code in form.reasons
    ]
    applications.prepare(
        reference,
        outcome=form.outcome,
        reasons=reasons,
        note=form.note,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return _on(call, form, Desk.REVIEW, say("The decision waits to be signed"))


@blueprint.page("POST /work/applications/{reference}/sign", who=HEADS, again=case)
def sign(call: Call, reference: str, form: Step) -> Response:
    """Sign what was prepared: from now on it counts."""
    applications.sign(reference, by=call.actor, at=call.at, version=form.version)
    return _on(call, form, Desk.SIGNING, say("The decision is signed; the person is told"))


@blueprint.page("POST /work/applications/{reference}/send-back", who=HEADS, again=case)
def send_back(call: Call, reference: str, form: Note) -> Response:
    """Have it examined once more."""
    applications.send_back(
        reference, note=form.note, by=call.actor, at=call.at, version=form.version
    )
    return _on(call, form, Desk.SIGNING, say("It is sent back to be examined"))


@blueprint.page("POST /work/applications/{reference}/produce", who=OFFICERS, again=case)
def produce(call: Call, reference: str, form: Step) -> Response:
    """What was applied for is being made."""
    applications.produce(reference, by=call.actor, at=call.at, version=form.version)
    return _on(call, form, Desk.MAKING, say("It is written down"))


@blueprint.page("POST /work/applications/{reference}/ready", who=OFFICERS, again=case)
def make_ready(call: Call, reference: str, form: Readiness) -> Response:
    """It can be collected, and where."""
    applications.make_ready(
        reference, where=form.where, by=call.actor, at=call.at, version=form.version
    )
    return _on(call, form, Desk.MAKING, say("It is written down; the person is told where to come"))


@blueprint.page("POST /work/applications/{reference}/hand-over", who=OFFICERS, again=case)
def hand_over(call: Call, reference: str, form: Step) -> Response:
    """It was collected."""
    applications.hand_over(reference, by=call.actor, at=call.at, version=form.version)
    return _on(call, form, Desk.MAKING, say("It is written down: the application is completed"))


def _about(call: Call, reference: str, lines: int = FEW) -> Response:
    case = applications.read(reference, by=call.actor, at=call.at)
    if not STAFF & case.are:
        raise NotFound("there is no application %(reference)s", reference=reference)
    shown = showing.common(call, case)
    return call.render(
        "applications/work/case.html",
        title=shown["service"].title[call.language],
        desk=WAITS_AT.get(State(case.application.state)),
        authorities=services.authorities(),
        fields=[
            {"value": field.code, "text": field.label[call.language]}
            for field in shown["form"].fields
        ],
        lines=lines,
        hindered=next((each for each in HINDERED if each in case.are), None),
        most_questions=MOST_QUESTIONS,
        **shown,
    )


def _on(call: Call, form: Step, desk: Desk, told: Message) -> Response:
    """Back to the desk, for the next one."""
    to = urlencode({"authority": form.office, "desk": desk} if form.office else {"desk": desk})
    return call.redirect(f"/work/applications?{to}", notice=told)


def authorities(call: Call, wanted: str | None) -> tuple[list[Authority], Authority]:
    """Those for which somebody works, and the one they look at: the first, if they name none."""
    scopes = call.actor.scopes(Role.CASE_OFFICER) | call.actor.scopes(Role.HEAD)
    own = [one for one in services.authorities() if "" in scopes or one.code in scopes]
    if not own:
        raise Forbidden("your role does not include this")
    return own, next((one for one in own if one.code == wanted), own[0])
