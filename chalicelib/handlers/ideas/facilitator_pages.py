"""The desk of who leads projects: composing in steps, opening, extending, closing."""

from datetime import datetime
from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Doing, Mode, Plan, Project, Type, listing, phases, projects
from chalicelib.edge import fields, paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import staff
from chalicelib.errors import Conflict, NotFound
from chalicelib.handlers.ideas import plan_forms
from chalicelib.messages import say

blueprint = Capability(__name__)
FACILITATORS = staff(Role.FACILITATOR)


class DeskQuery(Struct):
    agency: str = ""  # of several that one leads all, if none is said
    show: Literal["open", "draft", "closed"] = "open"
    cursor: str | None = None


class BeginForm(Struct):
    agency: str


class AwayForm(Struct):
    version: int
    act: Literal["throw_away"]


class ExtensionForm(Struct):
    version: int
    until: datetime | None = None
    reason: str = ""


@blueprint.page("GET /work/projects", who=FACILITATORS)
def project_desk(call: Call, query: DeskQuery) -> Response:
    """The projects that one leads, by how far they are."""
    mine = ideas.led(call.actor, [one.code for one in catalogue.agencies()])
    chosen = [query.agency] if query.agency in mine else mine
    found = _at_stage(call, query, chosen)
    return call.render(
        "ideas/work/list.html",
        title=call.tell(say("Desk of projects")),
        stage=query.show,
        found=[one for one in found.items if one.plan.agency in chosen],
        cursor=paging.cursor(found.last),
        agencies={code: catalogue.agency(code) for code in mine},
        agency=chosen[0] if len(chosen) == 1 else "",
        at=call.at,
    )


@blueprint.page("POST /work/projects", who=FACILITATORS, again=project_desk)
def begin_project(call: Call, form: BeginForm) -> Response:
    """Begin a project; it is written step by step."""
    made = ideas.compose(Plan(agency=form.agency), by=call.actor, at=call.at)
    return call.redirect(f"/work/projects/{made.id}/words")


@blueprint.page("GET /work/projects/{id}", who=FACILITATORS)
def lead_project(call: Call, id: str) -> Response:
    """One project: as a draft what it lacks, afterwards how it goes."""
    desk = ideas.at_desk(id, by=call.actor)
    plan = desk.plan
    draft = desk.project.state == ideas.DRAFT
    gaps = ideas.wrong_with(plan, call.at) if draft else {}
    return call.render(
        "ideas/work/one.html",
        title=plan.title[call.language] or call.tell(say("A project without a title")),
        desk=desk,
        plan=plan,
        project=desk.project,
        steps=plan_forms.steps().values(),
        gaps=[
            (f, plan_forms.step_of(f, plan), call.tell(plan_forms.label_of(f, plan)), why)
            for f, why in gaps.items()
        ],
        fields={f: call.tell(plan_forms.label_of(f, plan)) for f in call.errors},
        respond_by=None if draft else ideas.respond_by(plan),
        agency=catalogue.agency(plan.agency),
        at=call.at,
    )


@blueprint.page(
    "POST /work/projects/{id}", who=FACILITATORS, again=lead_project, again_at="/work/projects/{id}"
)
def throw_project_away(call: Call, id: str, form: AwayForm) -> Response:
    """Let a draft be gone that nobody wants any more."""
    projects.throw_away(id, by=call.actor, at=call.at, version=form.version)
    return call.redirect("/work/projects?show=draft", notice=say("The draft is thrown away"))


@blueprint.page("GET /work/projects/{id}/{step}", who=FACILITATORS)
def write_plan(call: Call, id: str, step: str) -> Response:
    """One step of the draft."""
    if step not in plan_forms.steps():
        raise NotFound("there is nothing at this address")
    project, plan = _draft(call, id)
    mine = ideas.led(call.actor, [one.code for one in catalogue.agencies()])
    return call.render(
        f"ideas/work/{step}.html",
        title=call.tell(plan_forms.steps()[step].title),
        project=project,
        plan=plan,
        step=step,
        areas=catalogue.areas(),
        agencies=[catalogue.agency(code) for code in mine],
    )


@blueprint.page("POST /work/projects/{id}/{step}", who=FACILITATORS, again=write_plan)
def keep_plan_step(call: Call, id: str, step: str, form: ShownForm) -> Response:
    """Keep what was written, and go on."""
    names = list(plan_forms.steps())
    if step not in names:
        raise NotFound("there is nothing at this address")
    project, plan = _draft(call, id)
    with fields.reading(call.values) as typed:
        wanted = plan_forms.changed(plan, step, typed)
    ideas.rewrite(project, wanted, by=call.actor, at=call.at, version=form.version)
    following = [*names[1:], "phases/1"][names.index(step)]
    begun = plan.phases and plan.promise.results.ru
    return call.redirect(f"/work/projects/{id}" + ("" if begun else f"/{following}"))


@blueprint.page("GET /work/projects/{id}/phases/{number}", who=FACILITATORS)
def write_phase(call: Call, id: str, number: str) -> Response:
    """One phase: what it allows, and from when until when."""
    project, plan = _draft(call, id)
    place = _place(plan, number)
    return call.render(
        "ideas/work/phase.html",
        title=call.tell(say("Phase %(number)s", number=place + 1)),
        project=project,
        plan=plan,
        phase=plan.phases[place] if place < len(plan.phases) else None,
        number=place + 1,
        types=list(Type),
        doings=list(Doing),
        modes=list(Mode),
        in_city=catalogue.in_city,
    )


@blueprint.page("POST /work/projects/{id}/phases/{number}", who=FACILITATORS, again=write_phase)
def keep_phase(call: Call, id: str, number: str, form: ShownForm) -> Response:
    """Keep the phase, or take it out."""
    project, plan = _draft(call, id)
    place = _place(plan, number)
    if call.values.get("act") == "remove":
        wanted = plan_forms.without_phase(plan, place)
    else:
        with fields.reading(call.values) as typed:
            wanted = plan_forms.with_phase(plan, place, typed)
    ideas.rewrite(project, wanted, by=call.actor, at=call.at, version=form.version)
    return call.redirect(f"/work/projects/{id}")


@blueprint.page("POST /work/projects/{id}/open", who=FACILITATORS, again=lead_project)
def open_project(call: Call, id: str, form: ShownForm) -> Response:
    """Show it to everybody, and freeze the promise."""
    ideas.open(id, by=call.actor, at=call.at, version=form.version)
    return call.redirect(f"/work/projects/{id}", notice=say("The project is open to everybody"))


@blueprint.page("POST /work/projects/{id}/close", who=FACILITATORS, again=lead_project)
def close_project(call: Call, id: str, form: ShownForm) -> Response:
    """End it, once every idea has a fate."""
    ideas.close(id, by=call.actor, at=call.at, version=form.version)
    return call.redirect(f"/work/projects/{id}", notice=say("The project is closed"))


@blueprint.page("GET /work/projects/{id}/extend/{phase}", who=FACILITATORS)
def to_extend(call: Call, id: str, phase: str) -> Response:
    """A later end for one phase."""
    desk = ideas.at_desk(id, by=call.actor)
    found = desk.plan.phase(phase)
    if found is None:
        raise NotFound("this project has no phase %(phase)s", phase=phase)
    return call.render(
        "ideas/work/extend.html",
        title=call.tell(say("Extend this phase")),
        project=desk.project,
        plan=desk.plan,
        phase=found,
        moving=phases.moving(desk.plan.phases, found),
        in_city=catalogue.in_city,
    )


@blueprint.page("POST /work/projects/{id}/extend/{phase}", who=FACILITATORS, again=to_extend)
def extend_project(call: Call, id: str, phase: str, form: ExtensionForm) -> Response:
    """Extend a phase, for a reason that everybody reads."""
    ideas.extend(
        id,
        phase,
        form.until,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return call.redirect(f"/work/projects/{id}", notice=say("The new end is shown to everybody"))


def _draft(call: Call, id: str) -> tuple[Project, Plan]:
    """A project that can still be written."""
    seen = ideas.overview(id, by=call.actor)
    if seen.project.state != ideas.DRAFT:
        raise Conflict("this project is open: of what was said only ends of phases change")
    return seen.project, seen.plan


def _place(plan: Plan, number: str) -> int:
    """Counted from nought; the next free one is a new phase."""
    if not number.isdecimal() or not 1 <= int(number) <= len(plan.phases) + 1:
        raise NotFound("there is nothing at this address")
    return int(number) - 1


def _at_stage(call: Call, query: DeskQuery, agencies: list[str]) -> listing.Page:
    """Projects at a stage; what is open or closed is that of others as well."""
    after = paging.key(query.cursor)
    if query.show != ideas.DRAFT:
        return ideas.listed(query.show, limit=listing.MOST, after=after)
    if len(agencies) > 1:
        return ideas.drafts_of_all(agencies, by=call.actor)
    return ideas.drafts(agencies[0], by=call.actor, after=after)
