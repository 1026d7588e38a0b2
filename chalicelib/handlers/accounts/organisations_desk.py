"""The desk at which operators confirm who may speak for an organisation."""

from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.domain import accounts, organisations
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.handlers.accounts import parties
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
OPERATORS = staff(Role.OPERATOR)
HOME = "/staff/organisations"
PURPOSE = "organisation %(reference)s: who may speak for it"
Note = Annotated[str, Meta(max_length=500)]


class DeskQuery(Struct):
    number: Annotated[str, Meta(max_length=organisations.LONGEST_NUMBER)] = ""
    cursor: str | None = None


class PaperForm(Struct):
    version: int
    paper: str = ""
    note: Note = ""


class ReasonForm(Struct):
    version: int
    reason: Note = ""


class AppointForm(Struct):
    version: int
    email: str = ""
    paper: str = ""
    note: Note = ""


class PersonForm(Struct):
    person: str


@blueprint.page("GET /staff/organisations", who=OPERATORS)
def desk(call: Call, query: DeskQuery) -> Response:
    """What waits, the oldest first; or the one that has a number."""
    page = (
        organisations.by_number(query.number, by=call.actor)
        if query.number
        else organisations.waiting(by=call.actor, after=paging.key(query.cursor))
    )
    return call.render(
        "accounts/organisations/desk.html",
        title=call.tell(say("Organisations")),
        found=page.items,
        number=query.number,
        cursor=paging.cursor(page.last),
        first=bool(query.cursor),
    )


@blueprint.page("GET /staff/organisations/{id}", who=OPERATORS)
def case(call: Call, id: str) -> Response:
    """One organisation; its members are shown by what they are, and not by their names."""
    whole = organisations.case(id, by=call.actor)
    return call.render(
        "accounts/organisations/case.html",
        title=whole.head.name,
        whole=whole,
        head=whole.head,
        papers=[(code, call.tell(title)) for code, title in organisations.PAPERS.items()],
        own=call.actor.id in whole.people,
    )


@blueprint.page("POST /staff/organisations/{id}/person", who=OPERATORS, again=case)
def open_member(call: Call, id: str, form: PersonForm) -> Response:
    """Open the record of a member; the person sees that, and what for."""
    whole = organisations.case(id, by=call.actor)
    person = organisations.member_at_desk(whole, form.person, by=call.actor)
    purpose = PURPOSE % {"reference": whole.head.number}
    accounts.saw(person, by=call.actor, purpose=purpose, at=call.at)
    return call.redirect(f"/staff/people/{person}")


@blueprint.page("POST /staff/organisations/{id}/confirm", who=OPERATORS, again=case)
def confirm(call: Call, id: str, form: PaperForm) -> Response:
    whole = organisations.confirm(
        id, paper=form.paper, note=form.note, version=form.version, by=call.actor, at=call.at
    )
    parties.renamed(whole)
    return _done(call, id, say("Confirmed: the organisation can act"))


@blueprint.page("POST /staff/organisations/{id}/refuse", who=OPERATORS, again=case)
def refuse(call: Call, id: str, form: ReasonForm) -> Response:
    whole = organisations.refuse(
        id, reason=form.reason, version=form.version, by=call.actor, at=call.at
    )
    parties.ended(whole)
    return _done(call, id, say("Refused; the owner is told, and reads the reason"))


@blueprint.page("POST /staff/organisations/{id}/close", who=OPERATORS, again=case)
def close(call: Call, id: str, form: ReasonForm) -> Response:
    whole = organisations.close(
        id, reason=form.reason, version=form.version, by=call.actor, at=call.at
    )
    parties.ended(whole)
    return _done(call, id, say("Closed; its members are told, and read the reason"))


@blueprint.page("POST /staff/organisations/{id}/appoint", who=OPERATORS, again=case)
def appoint(call: Call, id: str, form: AppointForm) -> Response:
    """Make somebody an owner; whose account it is, is looked up, and that is written down."""
    head = organisations.case(id, by=call.actor).head
    purpose = PURPOSE % {"reference": head.number}
    person = accounts.look_up(form.email, by=call.actor, purpose=purpose, at=call.at)
    organisations.appoint(
        id,
        person,
        paper=form.paper,
        note=form.note,
        version=form.version,
        by=call.actor,
        at=call.at,
    )
    return _done(call, id, say("Appointed: the person is an owner now"))


def _done(call: Call, id: str, told: Message) -> Response:
    return call.redirect(f"{HOME}/{id}", notice=told)
