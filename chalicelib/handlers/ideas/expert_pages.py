"""The desk of experts: what they are asked to score, sealing a score, and opening what they
sealed."""

from typing import Annotated, Any, Literal

from chalice.app import Response
from msgspec import Meta, Struct, field

from chalicelib import catalogue, identifiers
from chalicelib.actors import Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Score, Task, projects, sealing, usecases
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.errors import Invalid
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
EXPERTS = staff(Role.EXPERT)
CRITERIA: dict[str, tuple[Message, Message]] = {
    "effect": (say("Effect"), say("1: nobody would notice; 5: many live better by it")),
    "cost": (say("Cost"), say("1: it costs very much; 5: next to nothing")),
    "legal": (say("Law"), say("1: the law is against it; 5: nothing has to be changed")),
    "time": (say("Time"), say("1: it takes years; 5: it is soon done")),
}
Mark = Annotated[int, Meta(ge=1, le=5)]


class ListQuery(Struct):
    agency: str = ""
    cursor: str | None = None


class ScoreForm(Struct):
    interest: Literal["yes", "no"]
    effect: Mark | None = None
    cost: Mark | None = None
    legal: Mark | None = None
    time: Mark | None = None
    code: str = ""


class OpenForm(Struct):
    code: str
    ideas: list[str] = field(default_factory=list)


@blueprint.page("GET /work/scores", who=EXPERTS)
def to_score(call: Call, query: ListQuery) -> Response:
    """The ideas that an expert is asked to score, what is due first coming first."""
    scopes = call.actor.scopes(Role.EXPERT)
    mine = [one for one in catalogue.agencies() if "" in scopes or one.code in scopes]
    agency = next((one for one in mine if one.code == query.agency), mine[0])
    after = paging.key(query.cursor)
    found = ideas.to_score(agency.code, by=call.actor, at=call.at, after=after)
    return call.render(
        "ideas/experts/list.html",
        title=call.tell(say("Ideas to be scored")),
        found=[(one.known, one.task, ideas.words_of(one.known.idea).title) for one in found.items],
        left=sum(one.task in ideas.TO_DO for one in found.items),
        projects={
            one.known.idea.project: ideas.words_of(one.known.idea).title
            for one in found.items
            if one.task is Task.OPEN
        },
        agencies=mine,
        agency=agency,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
    )


@blueprint.page("GET /work/scores/{id}", who=EXPERTS, along=usecases.item)
def score(call: Call, id: str) -> Response:
    """One idea, and the grid by which it is scored. Whoever seals the first score of a project is
    shown a code, and asked for it ever after."""
    known = sealing.read(call.along or ideas.find(id), id, by=call.actor)
    return call.render(
        "ideas/experts/score.html",
        title=ideas.words_of(known.idea).title,
        known=known,
        idea=known.idea,
        words=ideas.words_of(known.idea),
        criteria=CRITERIA,
        code=call.values.get("code") or ("" if known.code else identifiers.document()),
        over=call.at >= known.panel.seal_until,
        at=call.at,
    )


@blueprint.page("POST /work/scores/{id}", who=EXPERTS, again=score, along=usecases.item)
def seal_score(call: Call, id: str, form: ScoreForm) -> Response:
    """Seal it; or say that one has an interest in the idea."""
    known = sealing.read(call.along, id, by=call.actor)
    here = f"/work/scores?agency={known.idea.agency}"
    if form.interest == "yes":
        sealing.decline(known, by=call.actor, at=call.at)
        return call.redirect(here, notice=say("You give this idea no score"))
    sealing.seal_by(known, _score(form), form.code, by=call.actor, at=call.at)
    return call.redirect(
        here, notice=say("Sealed. Bring your code when the time for sealing is over")
    )


@blueprint.page("GET /work/openings/{project}", who=EXPERTS, along=projects.along)
def to_open(call: Call, project: str) -> Response:
    """What an expert sealed in a project, to be opened by their code."""
    sealed = sealing.sealed_by_code(project, by=call.actor)
    found = sealing.waiting(sealed, by=call.actor)
    return call.render(
        "ideas/experts/open.html",
        title=call.tell(say("Open your scores")),
        found=[(one, ideas.words_of(one.idea).title) for one in found],
        project=project,
        plan=ideas.plan_of(call.along) if call.along else None,
        at=call.at,
    )


@blueprint.page("POST /work/openings/{project}", who=EXPERTS, again=to_open, along=projects.along)
def open_scores(call: Call, project: str, form: OpenForm) -> Response:
    """Open all whose time has come; what the code does not open stays shut."""
    opened = sealing.open_by(form.ideas, form.code, by=call.actor, at=call.at)
    told = say("Scores that are open now: %(n)s", n=opened)
    return call.redirect(f"/work/openings/{project}", notice=told)


def _score(form: ScoreForm) -> Score:
    """`Invalid` with every mark that is missing, and the code."""
    marks: dict[str, Any] = {name: getattr(form, name) for name in CRITERIA}
    wrong = {name: say("choose one of the options") for name, mark in marks.items() if mark is None}
    if not form.code.strip():
        wrong["code"] = say("write the code by which you seal")
    if wrong:
        raise Invalid(fields=wrong)
    return Score(**marks)
