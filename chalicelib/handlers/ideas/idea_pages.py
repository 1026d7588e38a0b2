"""Ideas for everybody: those of a project in an order, one of them, and what it said before."""

from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.domain import ideas, photos
from chalicelib.domain.ideas import (
    Idea,
    Order,
    flags,
    orders,
    pending,
    problems,
    projects,
    reading,
    usecases,
)
from chalicelib.domain.ideas.talk import Flaw
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.handlers.ideas import linked
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)
How = Literal["any", "open", "selected", "accepted", "done", "not_done", "merged"]


class IdeasQuery(Struct):
    order: Order | None = None
    tag: str = "any"
    how: How = "any"
    cursor: str | None = None


class FlagForm(Struct):
    flaw: Flaw


class VersionsQuery(Struct):
    upto: int | None = None


@blueprint.page("GET /projects/{id}/ideas", who=ANYONE, along=problems.framed)
def project_ideas(call: Call, id: str, query: IdeasQuery) -> Response:
    """The ideas of a project."""
    known, framing = call.along or problems.read_framed(id)
    found = projects.visible(known, id, call.actor)
    plan = ideas.plan_of(found)
    order = query.order or orders.usual(plan, call.at)
    shown = ideas.ordered(id, order, tag=query.tag, how=query.how, after=paging.key(query.cursor))
    return call.render(
        "ideas/ideas.html",
        title=call.tell(say("Ideas: %(title)s", title=plan.title[call.language])),
        project=found,
        plan=plan,
        framing=problems.sought_for(plan, framing, call.at),
        shown=shown,
        order=order,
        orders=list(Order),
        tag=query.tag,
        how=query.how,
        cursor=paging.cursor(shown.last),
        first=bool(query.cursor),
        floor=orders.floor(plan.phases),
        takes_ideas=ideas.phases.allows(plan.phases, ideas.Doing.PROPOSE, call.at),
        agency=catalogue.agency(plan.agency),
        respond_by=ideas.respond_by(plan) if found.state != ideas.DRAFT else None,
        urls=photos.Urls.of,
    )


@blueprint.page("GET /ideas/{id}", who=ANYONE, along=usecases.item)
def idea(call: Call, id: str) -> Response:
    """One idea with all that became of it; for its authors, while they write, with what it lacks
    and which ideas are like it."""
    seen = reading.read(idea_of(call, id), by=call.actor)
    draft = seen.idea.state == ideas.State.DRAFT
    title = seen.words.title or call.tell(say("An idea without a title"))
    gaps = ideas.texts.wrong_with(seen.words, of_project=seen.plan.tags) if draft else {}
    return call.render(
        "ideas/idea/draft.html" if draft else "ideas/idea/one.html",
        title=title,
        seen=seen,
        idea=seen.idea,
        words=seen.words,
        plan=seen.plan,
        gaps=gaps,
        free_until=_free_until(seen.idea, call),
        change=pending.seen(seen.idea, by=call.actor),
        changes=pending.changes(seen.idea),
        flaws=list(Flaw),
        agency=catalogue.agency(seen.plan.agency),
        respond_by=ideas.respond_by(seen.plan),
        urls=photos.Urls.of,
        most_photos=ideas.texts.MOST_PHOTOS,
        linked=linked.posting(seen, author=call.tell(say("A resident of the city"))),
        at=call.at,
    )


@blueprint.page("GET /ideas/{id}/versions", who=ANYONE, along=usecases.item)
def idea_versions(call: Call, id: str, query: VersionsQuery) -> Response:
    """What an idea said, version by version, and what each has changed."""
    found = ideas.versions(idea_of(call, id), by=call.actor, upto=query.upto)
    return call.render(
        "ideas/idea/versions.html",
        title=call.tell(say("Versions")),
        idea=found.idea,
        words=ideas.words_of(found.idea),
        versions=found.items,
        earlier=found.earlier,
        first=query.upto is not None,
    )


@blueprint.page("POST /ideas/{id}/flag", who=RESIDENTS, again=idea, along=usecases.item)
def flag_idea(call: Call, id: str, form: FlagForm) -> Response:
    """Ask the moderators to look at an idea."""
    flags.flag(idea_of(call, id), form.flaw, by=call.actor, at=call.at)
    return call.redirect(f"/ideas/{id}", notice=say("The moderators will look at it"))


def idea_of(call: Call, id: str) -> Idea:
    """As the door had it read along with the session, or as it is by now."""
    return call.along if isinstance(call.along, Idea) else ideas.find(id)


def _free_until(idea: Idea, call: Call) -> object:
    free = pending.free(idea, call.at)
    return idea.published_at + pending.FREE if free and idea.published_at else None
