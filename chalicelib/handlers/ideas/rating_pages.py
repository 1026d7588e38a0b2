"""Rating ideas at the portal, in whichever mode; how they rank; and who is credited with what."""

from typing import Any

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Mode, Plan, Project, projects, rating, standing, talk
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level, staff
from chalicelib.edge.paging import NumberedQuery
from chalicelib.errors import Invalid
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
RESIDENTS = level(1)
FACILITATORS = staff(Role.FACILITATOR)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)
NOTHING = "none"  # as a form says that something is taken back, or that neither is better


class SheetQuery(NumberedQuery):
    """By a page what can be rated, by a cursor what was."""

    cursor: str | None = None


class RateForm(Struct):
    """What is given to an idea: a number, ``support``, or ``none``."""

    idea: str
    value: str = ""


class PairForm(Struct):
    first: str
    second: str
    better: str


class CostForm(Struct):
    cost: int


class NameAwayForm(Struct):
    leader: str
    reason: str = ""


class NameForm(Struct):
    name: str = ""


@blueprint.page("GET /projects/{id}/rate", who=RESIDENTS, along=rating.along)
def sheet(call: Call, id: str, query: SheetQuery) -> Response:
    """Ideas to be rated, in an order of one's own, with what one has used; where nothing is rated
    at the moment, what one gave."""
    project = projects.visible(call.along or projects.find(id), id, call.actor)
    if rating.closed(project, call.at):
        return _given(call, project, query.cursor)
    seen = rating.sheet(id, by=call.actor, at=call.at, page=query.page, project=project)
    if seen.mine.rated.mode is Mode.PAIRWISE:
        return call.redirect(f"/projects/{id}/pairs")
    return call.render(
        "ideas/rating/sheet.html",
        title=call.tell(say("Rate ideas")),
        seen=seen,
        mine=seen.mine,
        values=rating.VALUES.get(seen.mine.rated.mode, ()),
        page=query.page,
        **_around(call, seen.project, seen.plan),
    )


@blueprint.page("POST /projects/{id}/rate", who=RESIDENTS, again=sheet, along=rating.along)
def rate(call: Call, id: str, form: RateForm, query: NumberedQuery) -> Response:
    """Give an idea what one thinks of it, or take it back."""
    options: dict[str, Any] = {"by": call.actor, "at": call.at, "project": call.along}
    number = form.value.removeprefix("-")
    if number.isdecimal():
        mine = rating.rate(form.idea, int(form.value), **options)
    elif form.value == "support":
        mine = rating.support(form.idea, True, **options)
    elif form.value == NOTHING:
        mine = rating.take_back(form.idea, **options)
    else:
        raise Invalid(fields={"value": say("choose one of the options")})
    return call.redirect(f"/projects/{id}/rate?page={query.page}", notice=_told(mine))


@blueprint.page("GET /projects/{id}/pairs", who=RESIDENTS, along=rating.along)
def pair(call: Call, id: str) -> Response:
    """Which of two: the pair that was compared least."""
    project = projects.visible(call.along or projects.find(id), id, call.actor)
    if rating.closed(project, call.at):
        return _given(call, project)
    seen = rating.next_pair(id, by=call.actor, at=call.at, project=project)
    return call.render(
        "ideas/rating/pair.html",
        title=call.tell(say("Which of the two?")),
        seen=seen,
        mine=seen.mine,
        **_around(call, project, ideas.plan_of(project)),
    )


@blueprint.page("POST /projects/{id}/pairs", who=RESIDENTS, again=pair, along=rating.along)
def compare(call: Call, id: str, form: PairForm) -> Response:
    """Say which of two is better, or that neither is."""
    better = None if form.better == NOTHING else form.better
    two = (form.first, form.second)
    rating.compare(id, *two, better, by=call.actor, at=call.at, project=call.along)
    return call.redirect(f"/projects/{id}/pairs")


@blueprint.page("GET /projects/{id}/ranking/{phase}", who=ANYONE, along=rating.ranking_item)
def ranking(call: Call, id: str, phase: str, query: NumberedQuery) -> Response:
    """How ideas rank in a phase, and how sure that is."""
    found = rating.order(id, phase, by=call.actor, page=query.page, ranking=call.along)
    return call.render(
        "ideas/rating/ranking.html",
        title=call.tell(say("How ideas rank")),
        found=found,
        page=query.page,
        **_around(call, found.project, found.plan),
    )


@blueprint.page("GET /ideas/{id}/cost", who=FACILITATORS, along=talk.along)
def cost_form(call: Call, id: str) -> Response:
    """Where it is written what an idea costs."""
    idea = ideas.shown(id, by=call.actor) if call.along is None else call.along
    ideas.admit_leader(idea, by=call.actor)
    return call.render(
        "ideas/rating/cost.html", title=call.tell(say("What the idea costs")), idea=idea
    )


@blueprint.page("POST /ideas/{id}/cost", who=FACILITATORS, again=cost_form, along=talk.along)
def price(call: Call, id: str, form: CostForm) -> Response:
    """Say what an idea costs, before residents choose by it."""
    rating.price(id, form.cost, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(f"/ideas/{id}/cost", notice=say("It is kept what the idea costs"))


@blueprint.page("GET /leaders", who=ANYONE)
def leaders(call: Call) -> Response:
    """Who wishes to be seen for what came of their work, and what points are given for."""
    return call.render(
        "ideas/rating/leaders.html",
        title=call.tell(say("What came of your work")),
        found=standing.leaders(),
        formula=standing.FORMULAS[standing.VERSION],
        version=standing.VERSION,
        moderates=any(call.actor.is_(role) for role in (Role.MODERATOR, Role.ADMIN)),
        id_of=standing.id_of,
    )


@blueprint.page("POST /leaders", who=MODERATORS, again=leaders)
def remove_leader(call: Call, form: NameAwayForm) -> Response:
    """Take a name away from among the leaders."""
    standing.take_name_away(form.leader, reason=form.reason, by=call.actor, at=call.at)
    told = say("The name is taken away; whose it was reads why")
    return call.redirect("/leaders", notice=told)


@blueprint.page("GET /me/standing", who=RESIDENTS)
def own_standing(call: Call) -> Response:
    """What one is credited with oneself, and whether one is seen."""
    return call.render(
        "ideas/rating/standing.html",
        title=call.tell(say("My part in ideas")),
        mine=standing.mine(call.actor.id),
        longest=standing.LONGEST_NAME,
    )


@blueprint.page("POST /me/standing", who=RESIDENTS, again=own_standing)
def show_standing(call: Call, form: NameForm) -> Response:
    """Be seen among the leaders under a name of one's choice, or no more."""
    standing.show(form.name, by=call.actor)
    return call.redirect("/me/standing", notice=say("It is kept how you are seen"))


def _given(call: Call, project: Project, cursor: str | None = None) -> Response:
    """When ideas were rated, or will be, and what one gave."""
    seen = rating.given(project, by=call.actor, at=call.at, after=paging.key(cursor))
    return call.render(
        "ideas/rating/given.html",
        title=call.tell(say("Rating of ideas")),
        seen=seen,
        here=f"/projects/{project.id}/rate",
        cursor=paging.cursor(seen.last),
        first=cursor is not None,
        **_around(call, project, ideas.plan_of(project)),
    )


def _told(mine: rating.Mine) -> Message:
    if mine.rated.limit:
        return say("You have used %(used)s of %(limit)s", **mine.used_of)
    return say("Ideas that you have rated in this phase: %(given)s", given=mine.given)


def _around(call: Call, project: Project, plan: Plan) -> dict[str, Any]:
    """What every page of a project shows beside it."""
    return {
        "project": project,
        "plan": plan,
        "respond_by": ideas.respond_by(plan) if project.state != ideas.DRAFT else None,
        "agency": catalogue.agency(plan.agency),
        "at": call.at,
    }
