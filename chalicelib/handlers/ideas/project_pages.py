"""Projects for everybody: what the city thinks about, in which phase, and what is promised."""

from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.domain import ideas
from chalicelib.domain.ideas import problems
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.messages import say

blueprint = Capability(__name__)


class ListQuery(Struct):
    show: Literal["open", "closed"] = "open"
    cursor: str | None = None


@blueprint.page("GET /projects", who=ANYONE)
def project_list(call: Call, query: ListQuery) -> Response:
    """What residents are asked to think about together."""
    found = ideas.listed(query.show, after=paging.key(query.cursor))
    return call.render(
        "ideas/list.html",
        title=call.tell(say("Think along")),
        show_stage=query.show,
        found=found.items,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
        agency=catalogue.agency,
        area=catalogue.area,
        at=call.at,
    )


@blueprint.page("GET /projects/{id}", who=ANYONE)
def project(call: Call, id: str) -> Response:
    """One project: where it is, what can be done now, and what becomes of it."""
    seen = ideas.overview(id, by=call.actor)
    plan = seen.plan
    return call.render(
        "ideas/one.html",
        title=plan.title[call.language],
        seen=seen,
        plan=plan,
        framing=problems.sought_for(plan, seen.framing, call.at),
        project=seen.project,
        funnel=ideas.funnel_of(seen.funnel),
        respond_by=ideas.respond_by(plan) if seen.project.state != ideas.DRAFT else None,
        agency=catalogue.agency(plan.agency),
        area=catalogue.area(plan.area),
        at=call.at,
    )


@blueprint.page("POST /projects/{id}/join", who=level(1), again=project)
def join(call: Call, id: str) -> Response:
    """Take part, with one click."""
    ideas.join(id, by=call.actor, at=call.at)
    return call.redirect(f"/projects/{id}", notice=say("You take part in this project"))
