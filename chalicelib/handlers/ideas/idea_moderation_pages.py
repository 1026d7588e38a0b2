"""Ideas at the moderators' desk: what was sent, changed or reported waits to be read; publishing it
or saying why not."""

from collections.abc import Callable
from typing import Any, Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import ideas, photos
from chalicelib.domain.ideas import Idea, flags, pending, rules, usecases
from chalicelib.domain.ideas.versions import hide
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.handlers.ideas.idea_pages import idea_of
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
MODERATORS = staff(Role.MODERATOR)
HOURS = 24  # within which every idea is to be read (spec 00 §2)


class DeskQuery(Struct):
    area: str = ""


class DecisionForm(Struct):
    version: int
    act: Literal[
        "publish", "return", "publish_change", "return_change", "leave", "take_down", "hide"
    ]
    code: str = ""
    reason: str = ""
    number: int = 0


@blueprint.page("GET /moderation/ideas", who=MODERATORS)
def ideas_to_read(call: Call, query: DeskQuery) -> Response:
    """What waits to be read in a part of the city, the oldest first."""
    mine = [one.id for one in catalogue.areas() if call.actor.moderates(one.id)]
    area = query.area if query.area in mine else mine[0]
    return call.render(
        "ideas/moderation/queue.html",
        title=call.tell(say("Ideas to read")),
        waiting=[(one, ideas.words_of(one.idea)) for one in ideas.to_moderate(area, by=call.actor)],
        areas=[catalogue.area(id) for id in mine],
        area=area,
        hours=HOURS,
        at=call.at,
    )


@blueprint.page("GET /moderation/ideas/{id}", who=MODERATORS, along=usecases.item)
def idea_to_read(call: Call, id: str) -> Response:
    """One idea, with all that a decision needs."""
    idea, flagged = flags.read(idea_of(call, id), by=call.actor)
    return call.render(
        "ideas/moderation/one.html",
        title=ideas.words_of(idea).title or id,
        idea=idea,
        flagged=flagged,
        words=ideas.words_of(idea),
        changes=pending.changes(idea) if idea.waits else (),
        earlier=range(usecases.first_of(idea), int(idea.edition)),
        urls=photos.Urls.of,
        codes=rules.RETURNED,
    )


@blueprint.page(
    "POST /moderation/ideas/{id}", who=MODERATORS, again=idea_to_read, along=usecases.item
)
def decide_idea(call: Call, id: str, form: DecisionForm) -> Response:
    """Publish it, or a change of it, or say why not; leave what was reported, take it down, or hide
    what it said once."""
    idea = ideas.shown(idea_of(call, id), by=call.actor)
    decide, told = ACTS[form.act]
    decide(idea, form, call)
    return call.redirect(f"/moderation/ideas?area={idea.area}", notice=told(id))


def _said(form: DecisionForm) -> dict[str, Any]:
    return {"code": form.code, "reason": form.reason}


def _now(call: Call, form: DecisionForm) -> dict[str, Any]:
    return {"by": call.actor, "at": call.at, "version": form.version}


def _hide(idea: Idea, form: DecisionForm, call: Call) -> object:
    return hide(idea, form.number, reason=form.reason, by=call.actor, at=call.at)


ACTS: dict[str, tuple[Callable[[Idea, DecisionForm, Call], object], Callable[[str], Message]]] = {
    "publish": (
        lambda idea, form, call: ideas.publish(idea, **_now(call, form)),
        lambda id: say("%(idea)s is published", idea=id),
    ),
    "return": (
        lambda idea, form, call: ideas.send_back(idea, **_said(form), **_now(call, form)),
        lambda id: say("%(idea)s is a draft again; its author is told why", idea=id),
    ),
    "publish_change": (
        lambda idea, form, call: pending.publish(idea, **_now(call, form)),
        lambda id: say("The change of %(idea)s is published", idea=id),
    ),
    "return_change": (
        lambda idea, form, call: pending.send_back(idea, **_said(form), **_now(call, form)),
        lambda id: say("%(idea)s stays as it is; who changed it is told why", idea=id),
    ),
    "take_down": (
        lambda idea, form, call: usecases.take_down(idea, **_said(form), **_now(call, form)),
        lambda id: say("%(idea)s is a draft again; its author is told why", idea=id),
    ),
    "leave": (
        lambda idea, form, call: flags.leave(idea, by=call.actor, at=call.at),
        lambda id: say("%(idea)s stays as it is", idea=id),
    ),
    "hide": (
        _hide,
        lambda id: say("Nobody reads this version any more; everybody reads why"),
    ),
}
