"""Initiatives at the portal: looking, opening, signing, and taking a signature back."""

from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue, collecting
from chalicelib.domain import initiatives
from chalicelib.domain.initiatives import NewInitiative, Relation, State
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.messages import say

blueprint = Capability(__name__)


class ListQuery(Struct):
    show: Literal["collecting", "reached", "answered", "to_ballot", "not_reached", "mine"] = (
        "collecting"
    )
    cursor: str | None = None


class NewForm(Struct):
    title: str
    text: str
    scope: str


class WordsForm(Struct):
    title: str
    text: str
    version: int


@blueprint.page("GET /initiatives", who=ANYONE)
def initiative_list(call: Call, query: ListQuery) -> Response:
    """What residents ask of the city, by how far it is."""
    if query.show == "mine":
        found = initiatives.mine(by=call.actor)
    else:
        found = initiatives.listed(State(query.show), after=paging.key(query.cursor))
    return call.render(
        "ideas/initiatives/list.html",
        title=call.tell(say("Initiatives of residents")),
        show_state=query.show,
        found=found.items,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
        place_of=initiatives.place_of,
        at=call.at,
    )


@blueprint.page("GET /initiatives/new", who=level(2))
def new_initiative(call: Call) -> Response:
    """Write what you ask for, and how far it reaches."""
    return call.render(
        "ideas/initiatives/new.html",
        title=call.tell(say("Open an initiative")),
        choices=initiatives.choices(by=call.actor),
        terms=collecting.terms(),
    )


@blueprint.page("POST /initiatives/new", who=level(2), again=new_initiative)
def open_initiative(call: Call, form: NewForm) -> Response:
    """Send it; a moderator reads it before everybody does."""
    new = NewInitiative(form.title, form.text, form.scope)
    made = initiatives.open(new, by=call.actor, at=call.at)
    sent = say("It was sent: a moderator reads it before everybody sees it")
    return call.redirect(f"/initiatives/{made.id}", notice=sent)


@blueprint.page("GET /initiatives/{id}", who=ANYONE)
def initiative(call: Call, id: str) -> Response:
    """One initiative: what is asked, how many have signed, and what the city says."""
    seen = initiatives.shown(id, by=call.actor)
    one = seen.initiative
    return call.render(
        "ideas/initiatives/one.html",
        title=one.title,
        seen=seen,
        one=one,
        place=initiatives.place_of(one),
        agency=catalogue.agency(one.agency) if one.agency else None,
        theirs=Relation.AUTHOR in initiatives.relations(one, call.actor),
        at=call.at,
    )


@blueprint.page("POST /initiatives/{id}/words", who=level(2), again=initiative)
def send_again(call: Call, id: str, form: WordsForm) -> Response:
    """Send it again, in other words."""
    initiatives.send_again(
        id, form.title, form.text, by=call.actor, at=call.at, version=form.version
    )
    sent = say("It was sent: a moderator reads it before everybody sees it")
    return call.redirect(f"/initiatives/{id}", notice=sent)


@blueprint.page("POST /initiatives/{id}/sign", who=level(2), again=initiative)
def sign(call: Call, id: str) -> Response:
    """Sign it, with one click."""
    initiatives.sign(id, by=call.actor, at=call.at)
    return call.redirect(f"/initiatives/{id}", notice=say("You have signed this initiative"))


@blueprint.page("POST /initiatives/{id}/withdraw", who=level(2), again=initiative)
def withdraw(call: Call, id: str) -> Response:
    """Take the signature back."""
    initiatives.withdraw(id, by=call.actor, at=call.at)
    return call.redirect(f"/initiatives/{id}", notice=say("Your signature was taken back"))
