"""Projects over HTTP as JSON: for everybody, for who takes part, and for who leads them."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.catalogue import Text
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Overview, Phase, Plan, Project, projects
from chalicelib.domain.ideas.phases import Moment
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import SeenForm, part_of
from chalicelib.edge.identity import ANYONE, level, staff
from chalicelib.errors import NotFound

blueprint = Capability(__name__)
FACILITATORS = staff(Role.FACILITATOR)


class PromiseView(Struct):
    """What the agency does with the results, within how many days, and with how much money:
    `budget` is in euro."""

    results: Text
    within: int
    respond_by: datetime | None
    budget: int


class ExtensionView(Struct):
    """The end that was said before, when it was moved, and why."""

    was: datetime
    at: datetime
    reason: str


class RatingView(Struct):
    mode: str
    limit: int
    least: int
    floor: int


class PhaseView(Struct):
    """`allows` is what can be done in it; anything else is refused with 409, `phase_closed`."""

    id: str
    type: str
    opens_at: datetime | None
    closes_at: datetime | None
    runs: bool
    text: Text
    allows: list[str]
    rating: RatingView | None
    beside: bool
    extended: list[ExtensionView]


class ProjectView(Struct):
    """A project; `people` is how many have joined, `without_fate` how many ideas have no fate."""

    id: str
    state: str
    title: Text
    goal: Text
    agency: str
    area: str
    promise: PromiseView
    phases: list[PhaseView]
    ideas_each: int
    tags: list[str]
    people: int
    without_fate: int
    opened_at: datetime | None
    closed_at: datetime | None
    version: int


class ProjectList(Struct):
    items: list[ProjectView]
    next: str | None = None


class ProjectDeedView(Struct):
    """Something that was done to a project, and why."""

    kind: str
    at: datetime
    note: str | None


class ProjectRecord(Struct):
    """A project before who leads it, with what was done to it, the oldest first."""

    project: ProjectView
    history: list[ProjectDeedView]


class JoinedView(Struct):
    """`ideas_left` is how many ideas this person may still give."""

    project: str
    joined_at: datetime
    ideas_left: int


class PlanForm(Plan, frozen=True, kw_only=True):
    """What a project will be, as far as it is known. `version` is the one that you saw. Phases are
    `extended` by extending them alone: what you send of it is not kept."""

    version: int | None = None


class ExtensionForm(Struct):
    """A later end for a phase, and why, in at least 20 characters that everybody will read."""

    phase: str
    until: Moment
    reason: str = ""
    version: int | None = None


class ProjectsQuery(Struct):
    show: Literal["open", "closed"] = "open"
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=33)] = 20


class DraftsQuery(Struct):
    agency: str
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=33)] = 20


@blueprint.api("GET /api/v1/projects", who=ANYONE)
def browse_projects(call: Call, query: ProjectsQuery) -> ProjectList:
    """What residents are asked to think about together, the last opened first."""
    found = ideas.listed(query.show, limit=query.limit, after=paging.key(query.cursor))
    return ProjectList([_view(one, call) for one in found.items], paging.cursor(found.last))


@blueprint.api("GET /api/v1/projects/{id}", who=ANYONE)
def read_project(call: Call, id: str) -> ProjectView:
    """One project: its phases, and what the agency promises."""
    return _view(ideas.overview(id, by=call.actor), call)


@blueprint.api("POST /api/v1/projects/{id}/join", who=level(1))
def join_project(call: Call, id: str) -> JoinedView:
    """Take part. Who has joined already, has joined."""
    mine = ideas.join(id, by=call.actor, at=call.at)
    seen = ideas.overview(id, by=call.actor)
    return JoinedView(id, mine.joined_at, max(0, seen.plan.ideas_each - int(mine.ideas)))


@blueprint.api("GET /api/v1/work/projects", who=FACILITATORS)
def browse_project_drafts(call: Call, query: DraftsQuery) -> ProjectList:
    """The projects of an agency that are still composed."""
    found = ideas.drafts(
        query.agency, by=call.actor, limit=query.limit, after=paging.key(query.cursor)
    )
    return ProjectList([_view(one, call) for one in found.items], paging.cursor(found.last))


@blueprint.api("GET /api/v1/work/projects/{id}", who=FACILITATORS)
def read_project_draft(call: Call, id: str) -> ProjectRecord:
    """A project, be it a draft, with what was done to it."""
    desk = ideas.at_desk(id, by=call.actor)
    seen = Overview(desk.project, desk.plan, desk.people, desk.without_fate, None)
    done = [ProjectDeedView(one.kind, one.at, one.public_note) for one in desk.history]
    return ProjectRecord(_view(seen, call), done)


@blueprint.api(
    "POST /api/v1/projects", who=FACILITATORS, status=201, location="/api/v1/work/projects/{id}"
)
def compose_project(call: Call, form: PlanForm) -> ProjectView:
    """Begin a project of an agency. It may lack whatever else until it is opened."""
    key = call.idempotency_key
    return _of(ideas.compose(part_of(form, Plan), by=call.actor, at=call.at, key=key), call)


@blueprint.api("PUT /api/v1/projects/{id}", who=FACILITATORS)
def change_project(call: Call, id: str, form: PlanForm) -> ProjectView:
    """Put another plan in its place, as long as it is not open."""
    changed = ideas.change(id, part_of(form, Plan), by=call.actor, at=call.at, version=form.version)
    return _of(changed, call)


@blueprint.api("DELETE /api/v1/projects/{id}", who=FACILITATORS)
def throw_project_away(call: Call, id: str) -> None:
    """Throw a draft away, as long as it is not open. One that is gone is gone."""
    try:
        projects.throw_away(id, by=call.actor, at=call.at)
    except NotFound:
        return


@blueprint.api("POST /api/v1/projects/{id}/open", who=FACILITATORS)
def open_project(call: Call, id: str, form: SeenForm) -> ProjectView:
    """Show it to everybody, and freeze the promise. Everything that is in the way is named."""
    return _of(ideas.open(id, by=call.actor, at=call.at, version=form.version), call)


@blueprint.api("POST /api/v1/projects/{id}/extend", who=FACILITATORS)
def extend_project(call: Call, id: str, form: ExtensionForm) -> ProjectView:
    """Let a phase end later, before it has ended; those after it move along, but for what runs
    beside others."""
    longer = ideas.extend(
        id,
        form.phase,
        form.until,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return _of(longer, call)


@blueprint.api("POST /api/v1/projects/{id}/close", who=FACILITATORS)
def close_project(call: Call, id: str, form: SeenForm) -> ProjectView:
    """End it, once every idea has a fate."""
    return _of(ideas.close(id, by=call.actor, at=call.at, version=form.version), call)


def _of(project: Project, call: Call) -> ProjectView:
    """As it is now, with how many take part."""
    return _view(ideas.overview(project.id, by=call.actor), call)


def _view(seen: Overview, call: Call) -> ProjectView:
    project, plan = seen.project, seen.plan
    promised = plan.promise
    by = ideas.respond_by(plan) if project.state != ideas.DRAFT else None
    return ProjectView(
        project.id,
        project.state,
        plan.title,
        plan.goal,
        plan.agency,
        plan.area,
        PromiseView(promised.results, promised.within, by, promised.budget),
        [_phase(phase, call.at) for phase in plan.phases],
        plan.ideas_each,
        list(plan.tags),
        seen.people,
        seen.without_fate,
        project.opened_at,
        project.closed_at,
        int(project.version or 0),
    )


def _phase(phase: Phase, at: datetime) -> PhaseView:
    rated = phase.rating
    return PhaseView(
        phase.id,
        phase.type,
        phase.opens_at,
        phase.closes_at,
        phase.runs(at),
        phase.text,
        [str(doing) for doing in phase.allowed],
        RatingView(rated.mode, rated.limit, rated.least, rated.floor) if rated else None,
        phase.beside,
        [ExtensionView(one.was, one.at, one.reason) for one in phase.extended],
    )
