"""Initiatives over HTTP as JSON: for everybody, for who lives there, and for the offices."""

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.catalogue import Text
from chalicelib.domain import initiatives
from chalicelib.domain.initiatives import Initiative, NewInitiative, Seen, State, Verdict
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level, staff

blueprint = Capability(__name__)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)
AGENCIES, FACILITATORS = staff(Role.AGENCY), staff(Role.FACILITATOR)
OFFICES = staff(Role.MODERATOR, Role.ADMIN, Role.AGENCY, Role.FACILITATOR)


class AnswerView(Struct):
    """`verdict`: `done`, or will be; `partly`; `not_done`."""

    verdict: str
    text: str
    at: datetime | None


class InitiativeView(Struct):
    """`signatures` of as many as are `needed`; `due_on` is the last day for the agency's answer,
    `asked` is why residents are asked in a ballot instead.
    `signed`, and the `reason` why yours was returned, are told where you are known."""

    id: str
    state: str
    title: str
    text: str
    scope: str
    place: Text
    agency: str | None
    signatures: int
    needed: int
    signed: bool
    opened_at: datetime | None
    closes_at: datetime | None
    due_on: date | None
    overdue: bool
    answer: AnswerView | None
    asked: str | None
    ballot: str | None
    reason: str | None
    version: int


class InitiativeList(Struct):
    items: list[InitiativeView]
    next: str | None = None


class InitiativeForm(Struct):
    """What you ask for, and how far it reaches: where you live is known."""

    title: str
    text: str
    scope: Literal["courtyard", "street", "district", "city"]


class WordsForm(Struct):
    title: str
    text: str
    version: int | None = None


class PublishForm(Struct):
    """`agency` is the one that has to answer if enough people sign."""

    agency: str
    version: int | None = None


class InitiativeReturnForm(Struct):
    reason: str
    version: int | None = None


class InitiativeAnswerForm(Struct):
    verdict: Literal["done", "partly", "not_done"]
    answer: str
    version: int | None = None


class InitiativeAskForm(Struct):
    """`reason` is why residents are asked instead, in at least 100 characters that everybody
    reads."""

    reason: str
    version: int | None = None


class DeskQuery(Struct):
    """An area, or an agency."""

    area: str = ""
    agency: str = ""


class InitiativesQuery(Struct):
    show: Literal["collecting", "reached", "answered", "to_ballot", "not_reached"] = "collecting"
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 20


@blueprint.api("GET /api/v1/initiatives", who=ANYONE)
def browse_initiatives(call: Call, query: InitiativesQuery) -> InitiativeList:
    """What residents ask of the city, the last first. Signatures are as they were counted last."""
    after = paging.key(query.cursor)
    found = initiatives.listed(State(query.show), limit=query.limit, after=after)
    return InitiativeList([_view(one, call) for one in found.items], paging.cursor(found.last))


@blueprint.api("GET /api/v1/me/initiatives", who=level(1))
def browse_my_initiatives(call: Call) -> InitiativeList:
    """What you have opened, be it published or not."""
    found = initiatives.mine(by=call.actor)
    return InitiativeList([_view(one, call) for one in found.items])


@blueprint.api("GET /api/v1/work/initiatives", who=OFFICES)
def browse_waiting_initiatives(call: Call, query: DeskQuery) -> InitiativeList:
    """What waits to be read, from an area, or to be answered by an agency."""
    if query.agency:
        waiting = initiatives.to_answer(query.agency, by=call.actor)
    else:
        waiting = initiatives.to_read(query.area, by=call.actor)
    return InitiativeList([_view(one, call) for one in waiting])


@blueprint.api("GET /api/v1/initiatives/{id}", who=ANYONE)
def read_initiative(call: Call, id: str) -> InitiativeView:
    """One initiative, with its answer."""
    return _view(initiatives.shown(id, by=call.actor), call)


@blueprint.api(
    "POST /api/v1/initiatives", who=level(2), status=201, location="/api/v1/initiatives/{id}"
)
def open_initiative(call: Call, form: InitiativeForm) -> InitiativeView:
    """Open one; a moderator reads it before everybody sees it."""
    new = NewInitiative(form.title, form.text, form.scope)
    key = call.idempotency_key
    made = initiatives.open(new, by=call.actor, at=call.at, key=key)
    return _view(Seen(made, 0), call)


@blueprint.api("PUT /api/v1/initiatives/{id}", who=level(2))
def rewrite_initiative(call: Call, id: str, form: WordsForm) -> InitiativeView:
    """Send one again that a moderator has returned, in other words."""
    sent = initiatives.send_again(
        id, form.title, form.text, by=call.actor, at=call.at, version=form.version
    )
    return _view(Seen(sent, 0), call)


@blueprint.api("POST /api/v1/initiatives/{id}/sign", who=level(2))
def sign_initiative(call: Call, id: str) -> InitiativeView:
    """Sign it, as somebody who lives there. Who has signed already, has signed."""
    initiatives.sign(id, by=call.actor, at=call.at)
    return _view(initiatives.shown(id, by=call.actor), call)


@blueprint.api("DELETE /api/v1/initiatives/{id}/sign", who=level(2))
def withdraw_signature(call: Call, id: str) -> InitiativeView:
    """Take your signature back, as long as they are collected."""
    initiatives.withdraw(id, by=call.actor, at=call.at)
    return _view(initiatives.shown(id, by=call.actor), call)


@blueprint.api("POST /api/v1/initiatives/{id}/publish", who=MODERATORS)
def publish_initiative(call: Call, id: str, form: PublishForm) -> InitiativeView:
    """Show it to everybody: from now on it is signed."""
    shown = initiatives.publish(id, form.agency, by=call.actor, at=call.at, version=form.version)
    return _view(Seen(shown, 0), call)


@blueprint.api("POST /api/v1/initiatives/{id}/return", who=MODERATORS)
def return_initiative(call: Call, id: str, form: InitiativeReturnForm) -> InitiativeView:
    """Not as it is: its author reads why, in at least 20 characters."""
    back = initiatives.send_back(id, form.reason, by=call.actor, at=call.at, version=form.version)
    return _view(Seen(back, 0), call)


@blueprint.api("POST /api/v1/initiatives/{id}/answer", who=AGENCIES)
def answer_initiative(call: Call, id: str, form: InitiativeAnswerForm) -> InitiativeView:
    """The agency's answer, in at least 100 characters that everybody reads."""
    initiatives.answer(
        id,
        Verdict(form.verdict),
        form.answer,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return _view(initiatives.shown(id, by=call.actor), call)


@blueprint.api("POST /api/v1/initiatives/{id}/ask", who=FACILITATORS)
def ask_in_a_ballot(call: Call, id: str, form: InitiativeAskForm) -> InitiativeView:
    """Ask residents instead of answering: a draft of a ballot comes of it, and the agency does not
    have to answer any more."""
    initiatives.ask(id, form.reason, by=call.actor, at=call.at, version=form.version)
    return _view(initiatives.shown(id, by=call.actor), call)


def _view(seen: Seen, call: Call) -> InitiativeView:
    one = seen.initiative
    theirs = initiatives.Relation.AUTHOR in initiatives.relations(one, call.actor)
    return InitiativeView(
        one.id,
        one.state,
        one.title,
        one.text,
        one.scope,
        initiatives.place_of(one),
        one.agency,
        seen.people,
        int(one.needed),
        seen.mine,
        one.opened_at,
        one.closes_at,
        one.due_on,
        bool(one.overdue),
        _answer(one),
        one.asked,
        one.ballot,
        one.reason if theirs else None,
        int(one.version or 0),
    )


def _answer(one: Initiative) -> AnswerView | None:
    if one.answer is None:
        return None
    return AnswerView(str(one.verdict), one.answer, one.answered_at)
