"""Problems at the portal: naming one, after a look at those like it, and saying one's view."""

from typing import Any, Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Doing, Plan, Project, phases, problems, projects, rating
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)
VALUES = {"agree": 1, "pass": 0, "disagree": -1, "none": None}


class ListQuery(Struct):
    sort: Literal["newest", "top"] = "newest"
    cursor: str | None = None


class TextForm(Struct):
    text: str = ""
    sure: Literal["yes"] | None = None


class VoteForm(Struct):
    value: Literal["agree", "pass", "disagree", "none"]
    back: Literal["newest", "top", "one"] = "newest"


@blueprint.page("GET /projects/{id}/problems", who=ANYONE, along=rating.along)
def statements(call: Call, id: str, query: ListQuery) -> Response:
    """What people name as problems, and how many agree."""
    if query.sort == "top":
        found = problems.top(id, by=call.actor, project=call.along)
    else:
        after = paging.key(query.cursor)
        found = problems.statements(id, by=call.actor, after=after, project=call.along)
    return call.render(
        "ideas/problems/list.html",
        title=call.tell(say("Problems")),
        found=found,
        sort=query.sort,
        first=bool(query.cursor),
        cursor=paging.cursor(found.last),
        **_around(call, found.project, found.plan),
    )


@blueprint.page("GET /projects/{id}/problems/new", who=RESIDENTS, along=rating.along)
def problem_form(call: Call, id: str) -> Response:
    """Where a problem is named."""
    return _form(call, id)


@blueprint.page(
    "POST /projects/{id}/problems/new", who=RESIDENTS, again=problem_form, along=rating.along
)
def state(call: Call, id: str, form: TextForm) -> Response:
    """Name a problem, once it has been seen what is like it."""
    if form.sure is None:
        problems.check(form.text)
        return _form(call, id, problems.alike(id, form.text), check=True)
    problems.state(id, form.text, by=call.actor, at=call.at, project=call.along)
    return call.redirect(
        f"/projects/{id}/problems",
        notice=say("A moderator reads it before everybody does; you will hear of it"),
    )


@blueprint.page("GET /statements/{id}", who=ANYONE, along=problems.item)
def statement(call: Call, id: str) -> Response:
    """One statement, with what people think of it."""
    seen, project = problems.shown(id, by=call.actor, statement=call.along)
    return call.render(
        "ideas/problems/one.html",
        title=call.tell(say("A problem")),
        seen=seen,
        mine=call.actor.signed_in and seen.statement.person == call.actor.id,
        **_around(call, project, ideas.plan_of(project)),
    )


@blueprint.page("POST /statements/{id}/vote", who=RESIDENTS, along=problems.item)
def vote(call: Call, id: str, form: VoteForm) -> Response:
    """Agree, pass, disagree, or take it back."""
    value = VALUES[form.value]
    voted = problems.vote(id, value, by=call.actor, at=call.at, statement=call.along)
    if form.back == "one":
        return call.redirect(f"/statements/{id}")
    return call.redirect(f"/projects/{voted.project}/problems?sort={form.back}#s-{id}")


def _form(
    call: Call, id: str, like: list[problems.Statement] | None = None, *, check: bool = False
) -> Response:
    project = projects.visible(call.along or projects.find(id), id, call.actor)
    plan = ideas.plan_of(project)
    return call.render(
        "ideas/problems/new.html",
        title=call.tell(say("Name a problem")),
        like=like or [],
        check=check,
        most=problems.MOST,
        **_around(call, project, plan),
    )


def _around(call: Call, project: Project, plan: Plan) -> dict[str, Any]:
    """What every page of a project shows beside it."""
    return {
        "project": project,
        "plan": plan,
        "takes": phases.allows(plan.phases, Doing.STATE, call.at),
        "asks": phases.allows(plan.phases, Doing.REACT, call.at),
        "respond_by": ideas.respond_by(plan) if project.state != ideas.DRAFT else None,
        "agency": catalogue.agency(plan.agency),
        "at": call.at,
    }
