"""A project from its draft to its end: composed, opened with a promise, extended, closed."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, workdays
from chalicelib.actors import Actor
from chalicelib.domain import claims
from chalicelib.domain.ideas import keeping, phases, plans, rules
from chalicelib.domain.ideas.keeping import plan_of
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.keeping import check_seen, keep
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.messages import count, say
from chalicelib.models.base import Item
from chalicelib.models.claim import Claim
from chalicelib.models.project import FATES, HEAD, Crowd, Fates, Funnel, Project, ProjectEvent

DRAFT, OPEN, CLOSED = "draft", "open", "closed"
NOT_KEPT = "this could not be kept: send it once more"
FROZEN = "this project is open: of what was said nothing changes but the ends of its phases"


def find(project_id: str) -> Project:
    """The project as it is now; `NotFound` if there is none."""
    try:
        return Project.get(project_id, HEAD, consistent_read=True)
    except Project.DoesNotExist:
        raise unknown(project_id) from None


def item(id: str) -> Item:
    """Where a project lies, to be read along with something else; see `visible`."""
    return Project, id, HEAD


def along(project: str, **_: str) -> Item:
    """The same of an address that names it."""
    return item(project)


def visible(project: Project | None, project_id: str, by: Actor) -> Project:
    """The same for whoever may see it: a draft is `NotFound` to everybody but who leads it."""
    if project is None or (project.state == DRAFT and not rules.leads(by, project.agency)):
        raise unknown(project_id)
    return project


def unknown(project_id: str) -> NotFound:
    return NotFound("there is no project %(project)s", project=project_id)


def compose(plan: Plan, *, by: Actor, at: datetime, key: str | None = None) -> Project:
    """Begin a project of an agency; it may lack whatever else until it is opened. With the same
    ``key`` again it is the same project, as it is by then."""
    admit(by, plan.agency)
    project = Project(
        identifiers.reference("P"),
        plan=msgspec.to_builtins(plans.tidy(plan)),
        state=DRAFT,
        agency=plan.agency,
        author=by.id,
        made_at=at,
        stage=drafts_of(plan.agency),
        since=at,
    )
    event = keeping.project_event(project, "composed", by=by, at=at)
    event.was = None

    def fill(write: TransactWrite) -> None:
        write.save(project, condition=Project.id.does_not_exist())
        write.save(event, condition=ProjectEvent.part.does_not_exist())

    claim = _claim(project, key, at=at) if key else None
    before = claims.keep_once(fill, claim, at=at, otherwise=NOT_KEPT)
    return find(before) if before else project


def change(
    project_id: str, plan: Plan, *, by: Actor, at: datetime, version: int | None = None
) -> Project:
    """Put another plan in its place, as long as it is a draft."""
    return rewrite(find(project_id), plan, by=by, at=at, version=version)


def rewrite(
    project: Project, plan: Plan, *, by: Actor, at: datetime, version: int | None = None
) -> Project:
    """The same with a project that has been read."""
    _drafted(project, by=by, version=version)
    admit(by, plan.agency)
    changes = {
        "plan": msgspec.to_builtins(plans.tidy(plan)),
        "agency": plan.agency,
        "stage": drafts_of(plan.agency),
    }
    return keeping.changed(project, "changed", changes, by=by, at=at)


def throw_away(project_id: str, *, by: Actor, at: datetime, version: int | None = None) -> None:
    """Let a draft be gone; that it was thrown away stays among what was done. `Conflict` once it is
    open, or if somebody changed it since it was read."""
    project = find(project_id)
    _drafted(project, by=by, version=version)
    event = keeping.project_event(project, "thrown_away", by=by, at=at)
    event.became = None

    def fill(write: TransactWrite) -> None:
        write.delete(project)  # on the version
        write.save(event, condition=ProjectEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)


def open(project_id: str, *, by: Actor, at: datetime, version: int | None = None) -> Project:
    """Show it to everybody; `Invalid` names everything that is in the way. From here on neither
    the promise nor anything else of the plan changes."""
    project = find(project_id)
    _drafted(project, by=by, version=version)
    plan = plan_of(project)
    if wrong := plans.wrong_with(plan, at):
        raise Invalid(fields=wrong)
    changes = {
        "state": OPEN,
        "opened_at": at,
        "stage": OPEN,
        "since": at,
        "next_alarm_on": workdays.day_after(workdays.day_of(respond_by(plan))),
    }

    def with_sums(write: TransactWrite) -> None:
        write.save(Fates(project.id), condition=Fates.project.does_not_exist())
        write.save(Funnel(project.id), condition=Funnel.project.does_not_exist())
        write.save(Crowd(project.id), condition=Crowd.project.does_not_exist())

    return keeping.changed(project, "opened", changes, by=by, at=at, also=with_sums)


def extend(
    project_id: str,
    phase_id: str,
    until: datetime | None,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Project:
    """Let a phase end later than was said, for a reason that everybody reads; `Conflict` once it
    has ended. What comes after it moves along."""
    project = find(project_id)
    admit(by, project.agency)
    check_seen(version, project.version, otherwise=keeping.MEANWHILE)
    if project.state != OPEN:
        raise Conflict("only a project that is open has phases to extend")
    plan = plan_of(project)
    phase = plan.phase(phase_id)
    if phase is None or phase.closes_at is None:
        raise NotFound("this project has no phase %(phase)s", phase=phase_id)
    if phase.over(at):
        raise Conflict("this phase has ended: it can only be extended before")
    later, said = _later(phase.closes_at, until, at), rules.reason(reason)
    longer = msgspec.structs.replace(
        plan, phases=phases.extended(plan.phases, phase_id, later, reason=said, at=at)
    )
    changes = {
        "plan": msgspec.to_builtins(longer),
        "next_alarm_on": workdays.day_after(workdays.day_of(respond_by(longer))),
    }
    facts = {"phase": str(phase.type), "until": later.isoformat()}
    return keeping.changed(project, "extended", changes, by=by, at=at, note=said, facts=facts)


def close(project_id: str, *, by: Actor, at: datetime, version: int | None = None) -> Project:
    """End a project in which residents had their say; `Conflict` as long as any idea has no fate,
    be it sent in this very moment."""
    project = find(project_id)
    admit(by, project.agency)
    check_seen(version, project.version, otherwise=keeping.MEANWHILE)
    if project.state != OPEN:
        raise Conflict("only a project that is open can be closed")
    until = phases.asked_until(plan_of(project).phases)
    if until and at < until:
        raise Conflict("residents still have their say: it can be closed when that has ended")

    def decided(write: TransactWrite) -> None:
        none = (Fates.without == 0) & (Fates.closed == False)  # noqa: E712
        write.update(Fates(project.id), actions=[Fates.closed.set(True)], condition=none)

    changes: dict[str, Any] = {"state": CLOSED, "closed_at": at, "stage": CLOSED, "since": at}
    changes["next_alarm_on"] = None
    try:
        return keeping.changed(project, "closed", changes, by=by, at=at, also=decided)
    except Conflict:
        _check_fates(project.id)
        raise


def respond_by(plan: Plan) -> datetime:
    """By when the agency has promised to have answered every idea."""
    until = phases.asked_until(plan.phases) or phases.ends(plan.phases)
    assert until, "an open project has phases that end"
    return until + timedelta(days=plan.promise.within)


def admit(by: Actor, agency: str) -> None:
    if not rules.leads(by, agency):
        raise Forbidden("only who leads the projects of this agency can do this")


def drafts_of(agency: str) -> str:
    return f"{DRAFT}#{agency}"


def _drafted(project: Project, *, by: Actor, version: int | None) -> None:
    admit(by, project.agency)
    check_seen(version, project.version, otherwise=keeping.MEANWHILE)
    if project.state != DRAFT:
        raise Conflict(FROZEN)


def _check_fates(project_id: str) -> None:
    """Say how many ideas are in the way of closing, if that is why it failed."""
    without = int(Fates.get(project_id, FATES, consistent_read=True).without)
    if without:
        told = count(
            "%(n)s idea is neither carried out nor refused yet",
            "%(n)s ideas are neither carried out nor refused yet",
            without,
        )
        error = Conflict(told.singular)
        error.message = told
        raise error


def _later(was: datetime, until: datetime | None, at: datetime) -> datetime:
    if until is None:
        raise Invalid(fields={"until": say("say when it closes")})
    if until <= was:
        raise Invalid(fields={"until": say("this has to be later than the end that was said")})
    if until > at + plans.LONGEST:
        raise Invalid(fields={"until": say("it has to close within three years")})
    return until.replace(microsecond=0)


def _claim(project: Project, key: str, *, at: datetime) -> Claim:
    content = msgspec.json.encode(project.plan, order="deterministic")
    who = str(project.author)
    return claims.claim(content, key, within="projects", person=who, at=at, reference=project.id)
