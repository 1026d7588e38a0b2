"""Ideas at the moderators' desk: what waits to be read, and publishing it or saying why not."""

from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import ideas, photos
from chalicelib.domain.ideas import rules, usecases
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.handlers.ideas.idea_pages import idea_of
from chalicelib.messages import say

blueprint = Capability(__name__)
MODERATORS = staff(Role.MODERATOR)
HOURS = 24  # within which every idea is to be read (spec 00 §2)


class DeskQuery(Struct):
    area: str = ""


class DecisionForm(Struct):
    version: int
    act: Literal["publish", "return"]
    code: str = ""
    reason: str = ""


@blueprint.page("GET /moderation/ideas", who=MODERATORS)
def ideas_to_read(call: Call, query: DeskQuery) -> Response:
    """What waits to be read in a part of the city, the oldest first."""
    mine = [one.id for one in catalogue.areas() if call.actor.moderates(one.id)]
    area = query.area if query.area in mine else mine[0]
    return call.render(
        "ideas/moderation/queue.html",
        title=call.tell(say("Ideas to read")),
        waiting=[(one, ideas.words_of(one)) for one in ideas.to_moderate(area, by=call.actor)],
        areas=[catalogue.area(id) for id in mine],
        area=area,
        hours=HOURS,
        at=call.at,
    )


@blueprint.page("GET /moderation/ideas/{id}", who=MODERATORS, along=usecases.item)
def idea_to_read(call: Call, id: str) -> Response:
    """One idea, with all that a decision needs."""
    idea = ideas.shown(idea_of(call, id), by=call.actor)
    return call.render(
        "ideas/moderation/one.html",
        title=ideas.words_of(idea).title or id,
        idea=idea,
        words=ideas.words_of(idea),
        urls=photos.Urls.of,
        codes=rules.RETURNED,
    )


@blueprint.page(
    "POST /moderation/ideas/{id}", who=MODERATORS, again=idea_to_read, along=usecases.item
)
def decide_idea(call: Call, id: str, form: DecisionForm) -> Response:
    """Publish it, or return it to its author with the reason."""
    idea = ideas.shown(idea_of(call, id), by=call.actor)
    desk = f"/moderation/ideas?area={idea.area}"
    if form.act == "publish":
        ideas.publish(idea, by=call.actor, at=call.at, version=form.version)
        return call.redirect(desk, notice=say("%(idea)s is published", idea=id))
    ideas.send_back(
        idea,
        code=form.code,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return call.redirect(
        desk, notice=say("%(idea)s is a draft again; its author is told why", idea=id)
    )
