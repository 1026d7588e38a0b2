"""Naming a problem: somebody states it, a moderator publishes it or says why not."""

from collections.abc import Mapping
from datetime import datetime
from itertools import islice
from typing import Any

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain import claims, quotas
from chalicelib.domain.ideas import keeping, phases, projects
from chalicelib.domain.ideas import rules as ideas
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.problems import rules
from chalicelib.domain.ideas.problems.rules import State
from chalicelib.domain.keeping import keep_changed
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.claim import Claim
from chalicelib.models.event import new_part
from chalicelib.models.idea import Contribution, own
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of
from chalicelib.models.statement import HEAD, Statement, StatementEvent

QUEUE = "statements#"
PAGE = 20
DAY = quotas.Limit("statements", 10, say("you can name %(most)s problems a day: come tomorrow"))


def state(
    project_id: str,
    text: str,
    *,
    by: Actor,
    at: datetime,
    key: str | None = None,
    project: Project | None = None,
) -> Statement:
    """Name a problem in a project that asks for them, as somebody who takes part; a moderator
    reads it before everybody does. With the same ``key`` again it is the same one."""
    check(text)
    tidy = rules.tidy(text)
    area = taking(project_id, Doing.STATE, by=by, at=at, project=project).area
    statement = Statement(
        identifiers.reference("S"),
        project=project_id,
        area=area,
        person=by.id,
        state=str(State.IN_MODERATION),
        text=tidy,
        at=at,
        queue=f"{QUEUE}{area}",
        queued_at=at,
    )
    mine = Contribution(own(by.id), f"statement#{statement.id}", project=project_id, at=at)
    event = _event(statement, "stated", by=by, at=at)

    def fill(write: TransactWrite) -> None:
        write.save(statement, condition=Statement.id.does_not_exist())
        write.save(mine)
        write.save(event, condition=StatementEvent.part.does_not_exist())
        DAY.using(write, by.id, at=at)

    claim = _claim(statement, key, by=by, at=at) if key else None
    with DAY.explaining(by.id, at=at):
        before = claims.keep_once(fill, claim, at=at, otherwise=projects.NOT_KEPT)
    return find(before) if before else statement


def check(text: str) -> None:
    """`Invalid` if a problem cannot be named in these words."""
    if wrong := rules.wrong_with(rules.tidy(text)):
        raise Invalid(fields=wrong)


def taking(
    project_id: str, doing: Doing, *, by: Actor, at: datetime, project: Project | None = None
) -> Plan:
    """The plan of a project in which this person does that now: `PhaseClosed` if its phase does
    not allow it, `Conflict` if they have not joined."""
    where = (Participant, *place_of(by.id, project_id))
    also = () if project is not None else ((Project, project_id, PROJECT),)
    mine, *read = together(where, *also, consistent=True)
    known = project if project is not None else read[0]
    plan = keeping.plan_of(projects.visible(known, project_id, by))
    phases.allowing(plan.phases, doing, at)
    if mine is None:
        raise Conflict("join the project first")
    return plan


def asked_in(plan: Plan) -> str | None:
    """The name of the phase under which it is kept what people think of statements. Of several
    phases that ask it is the first, for people have one opinion of each."""
    found = (phase.id for phase in plan.phases if Doing.REACT in phase.allowed)
    return next(found, None)


def find(statement_id: str) -> Statement:
    """The statement as it is now; `NotFound` if there is none."""
    (found,) = together((Statement, statement_id, HEAD), consistent=True)
    if found is None:
        raise unknown(statement_id)
    return found  # type: ignore[no-any-return]  # of the model that was asked for


def unknown(statement_id: str) -> NotFound:
    return NotFound("there is no statement %(statement)s", statement=statement_id)


def to_moderate(area: str, *, by: Actor, limit: int = PAGE) -> list[Statement]:
    """What was stated in projects for this area and nobody has read, the oldest first."""
    _admit(by, area)
    queue = f"{QUEUE}{area}"
    found = islice(Project.by_queue.query(queue, limit=limit), limit)
    places = [(Statement, str(one.id), HEAD) for one in found]
    read = together(*places, consistent=True)
    return [statement for statement in read if statement and statement.queue == queue]


def publish(statement_id: str, *, by: Actor, at: datetime) -> Statement:
    """Ask everybody about it."""
    statement = _to_judge(statement_id, by=by)
    changes = {
        "state": str(State.PUBLISHED),
        "published_at": at,
        "stage": stage_of(statement.project),
        "since": at,
    }
    return _decided(statement, "published", changes, by=by, at=at)


def send_back(statement_id: str, *, reason: str, by: Actor, at: datetime) -> Statement:
    """Nobody else will read it; its author reads why."""
    statement = _to_judge(statement_id, by=by)
    changes = {"state": str(State.RETURNED), "reason": ideas.reason(reason)}
    return _decided(statement, "returned", changes, by=by, at=at)


def stage_of(project_id: str) -> str:
    return f"statements#{project_id}"


def _decided(
    statement: Statement, kind: str, changes: Mapping[str, Any], *, by: Actor, at: datetime
) -> Statement:
    event = _event(statement, kind, by=by, at=at)
    event.became = changes["state"]
    event.public_note = changes.get("reason")
    event.concerns = {statement.person} if statement.person else None
    kept = {**changes, "queue": None, "queued_at": None}
    return keep_changed(statement, kept, event, otherwise=keeping.MEANWHILE)


def _to_judge(statement_id: str, *, by: Actor) -> Statement:
    statement = find(statement_id)
    _admit(by, statement.area)
    if statement.person == by.id:
        raise Forbidden("you cannot decide about a statement of your own")
    if statement.state != State.IN_MODERATION:
        raise Conflict("somebody has decided about this statement")
    return statement


def _admit(by: Actor, area: str) -> None:
    if not by.moderates(area):
        raise Forbidden(ideas.REFUSED[ideas.Relation.MODERATOR].singular)


def _event(statement: Statement, kind: str, *, by: Actor, at: datetime) -> StatementEvent:
    return StatementEvent(
        statement.id,
        new_part(at),
        kind=f"statement.{kind}",
        at=at,
        actor=by.id,
        was=statement.state,
        became=statement.state,
        facts={"project": statement.project},
    )


def _claim(statement: Statement, key: str, *, by: Actor, at: datetime) -> Claim:
    content = msgspec.json.encode([statement.project, statement.text])
    return claims.claim(
        content, key, within="statements", person=by.id, at=at, reference=statement.id
    )
