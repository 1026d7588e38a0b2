"""Discussions of ideas at the portal: reading, saying something, answering, finding it helpful."""

from http import HTTPStatus
from typing import Any, Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Doing, phases, talk
from chalicelib.domain.ideas.talk import Flaw, Order, Room, Said, Side
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.edge.paging import CursorQuery
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)


class TalkQuery(Struct):
    sort: Order = Order.BEST
    cursor: str | None = None


class SayForm(Struct):
    text: str = ""
    side: Side = Side.NEUTRAL
    asks: Literal["yes"] | None = None


class HelpfulForm(Struct):
    on: Literal["yes", "no"] = "yes"


class FlagForm(Struct):
    flaw: Flaw


@blueprint.page("GET /ideas/{id}/talk", who=ANYONE, along=talk.along)
def discussion(call: Call, id: str, query: TalkQuery) -> Response:
    """What is said about an idea, thread by thread."""
    found = talk.threads(
        id, query.sort, by=call.actor, after=paging.key(query.cursor), idea=call.along
    )
    return call.render(
        "ideas/talk/threads.html",
        title=call.tell(say("Discussion")),
        found=found,
        orders=list(Order),
        sort=query.sort,
        first=bool(query.cursor),
        cursor=paging.cursor(found.last),
        **_around(call, found.room),
    )


@blueprint.page("POST /ideas/{id}/talk", who=RESIDENTS, again=discussion, along=talk.along)
def speak(call: Call, id: str, form: SayForm) -> Response:
    """Say something about the idea."""
    return _speak(call, id, "", form)


@blueprint.page("GET /ideas/{id}/talk/{comment}", who=ANYONE, along=talk.along)
def thread(call: Call, id: str, comment: str, query: CursorQuery) -> Response:
    """A thread, or a part of it."""
    after = paging.key(query.cursor)
    found = talk.thread(id, comment, by=call.actor, after=after, idea=call.along)
    if found.path != comment and call.status == HTTPStatus.OK:  # it has moved; what was typed stays
        return call.redirect(_place(id, found.path))
    return call.render(
        "ideas/talk/thread.html",
        title=call.tell(say("Thread")),
        found=found,
        to=found.path,
        deepest=talk.DEEPEST,
        flaws=list(Flaw),
        first=bool(query.cursor),
        cursor=paging.cursor(found.last),
        **_around(call, found.room),
    )


@blueprint.page("POST /ideas/{id}/talk/{comment}", who=RESIDENTS, again=thread, along=talk.along)
def answer(call: Call, id: str, comment: str, form: SayForm) -> Response:
    """Answer a comment."""
    return _speak(call, id, comment, form)


@blueprint.page("GET /ideas/{id}/talk/{comment}/edit", who=RESIDENTS, along=talk.along)
def edit_form(call: Call, id: str, comment: str) -> Response:
    """A comment of one's own, to be written anew or taken away."""
    found = talk.thread(id, comment, by=call.actor, idea=call.along)
    wanted = next((one for one in (found.first, *found.items) if one.path == found.path), None)
    return call.render(
        "ideas/talk/edit.html",
        title=call.tell(say("Your comment")),
        comment=wanted,
        **_around(call, found.room),
    )


@blueprint.page(
    "POST /ideas/{id}/talk/{comment}/edit", who=RESIDENTS, again=edit_form, along=talk.along
)
def edit(call: Call, id: str, comment: str, form: SayForm) -> Response:
    """Say it in other words."""
    said = Said(form.text, form.side)
    talk.edit(id, comment, said, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(_place(id, comment), notice=say("Your comment is changed"))


@blueprint.page("POST /ideas/{id}/talk/{comment}/delete", who=RESIDENTS, along=talk.along)
def delete(call: Call, id: str, comment: str) -> Response:
    """Take a comment of one's own away."""
    talk.delete(id, comment, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(f"/ideas/{id}/talk", notice=say("Your comment is taken away"))


@blueprint.page("GET /ideas/{id}/talk/{comment}/versions", who=ANYONE, along=talk.along)
def versions(call: Call, id: str, comment: str) -> Response:
    """What a comment said before."""
    found = talk.history(id, comment, by=call.actor, idea=call.along)
    return call.render(
        "ideas/talk/versions.html",
        title=call.tell(say("What the comment said before")),
        found=found,
        back=_place(id, comment),
    )


@blueprint.page(
    "POST /ideas/{id}/talk/{comment}/helpful", who=RESIDENTS, again=thread, along=talk.along
)
def helpful(call: Call, id: str, comment: str, form: HelpfulForm) -> Response:
    """Say that a comment helps, or no more."""
    on = form.on == "yes"
    talk.mark(id, comment, on, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(_place(id, comment))


@blueprint.page(
    "POST /ideas/{id}/talk/{comment}/flag", who=RESIDENTS, again=thread, along=talk.along
)
def flag(call: Call, id: str, comment: str, form: FlagForm) -> Response:
    """Ask the moderators to look at a comment."""
    talk.flag(id, comment, form.flaw, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(_place(id, comment), notice=say("The moderators will look at it"))


def _speak(call: Call, id: str, to: str, form: SayForm) -> Response:
    said = Said(form.text, form.side, form.asks == "yes")
    made = talk.comment(id, said, to=to, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(_place(id, made.path), notice=say("Your comment is there for everybody"))


def _place(id: str, comment: str) -> str:
    """The permanent link of a comment: its thread, and itself in it."""
    root = comment.partition(".")[0]
    return f"/ideas/{id}/talk/{root}#c-{comment}"


def _around(call: Call, here: Room) -> dict[str, Any]:
    """What every page of a discussion shows beside it."""
    plan, opened = here.plan, here.project.state != ideas.DRAFT
    return {
        "here": here,
        "words": ideas.words_of(here.idea),
        "idea": here.idea,
        "plan": plan,
        "most": talk.MOST,
        "open_now": here.stays and phases.allows(plan.phases, Doing.DISCUSS, call.at),
        "respond_by": ideas.respond_by(plan) if opened else None,
        "agency": catalogue.agency(plan.agency),
        "at": call.at,
    }
