"""Agreeing with a statement, disagreeing, or passing: one item for each person, which they may
change or take back as long as the phase lasts."""

from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, phases, projects
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.problems import rules, stating
from chalicelib.domain.ideas.problems.rules import State
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.event import new_part
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of
from chalicelib.models.rating import Rating, RatingEvent, rater_of
from chalicelib.models.rating import place_of as rating_place
from chalicelib.models.statement import Statement


def vote(
    statement_id: str,
    value: int | None,
    *,
    by: Actor,
    at: datetime,
    statement: Statement | None = None,
) -> Statement:
    """Say what one thinks of it, or with None nothing any more. What is sent last counts, so
    sending it twice is sending it once."""
    if value is not None and value not in rules.ANSWERS:
        raise Invalid(fields={"value": say("choose one of the options")})
    known = statement if statement is not None else stating.find(statement_id)
    phase = _phase(known, by=by, at=at)
    where = (statement_id, rating_place(phase, by.id))
    mine = Rating(*where, rater=rater_of(by.id, known.project), value=value, at=at)
    event = RatingEvent(
        statement_id,
        new_part(at),
        kind="statement.voted",
        at=at,
        facts={"project": known.project},
    )

    def fill(write: TransactWrite) -> None:
        if value is None:
            write.delete(Rating(*where))
        else:
            write.save(mine)
        write.save(event, condition=RatingEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)
    return known


def _phase(statement: Statement, *, by: Actor, at: datetime) -> str:
    """The name of the phase under which it is kept what they think of it."""
    project, mine = together(
        (Project, statement.project, PROJECT),
        (Participant, *place_of(by.id, statement.project)),
        consistent=True,
    )
    if statement.state != State.PUBLISHED:
        raise stating.unknown(statement.id)
    plan = keeping.plan_of(projects.visible(project, statement.project, by))
    phases.allowing(plan.phases, Doing.REACT, at)
    if mine is None:
        raise Conflict("join the project first")
    if statement.person == by.id:
        raise Forbidden("you have said what you think: it is your own statement")
    phase = stating.asked_in(plan)
    assert phase, "a phase that runs asks for it"
    return phase
