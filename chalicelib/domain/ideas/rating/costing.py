"""What an idea costs: who leads the project says it before residents spend a budget."""

from datetime import datetime

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, phases, projects, usecases
from chalicelib.domain.ideas import rules as ideas
from chalicelib.domain.ideas.phases import Mode
from chalicelib.domain.ideas.plans import DEAREST
from chalicelib.domain.keeping import keep_changed
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import say
from chalicelib.models.idea import Idea


def price(idea_id: str, cost: int, *, by: Actor, at: datetime, idea: Idea | None = None) -> Idea:
    """In whole euro. `Conflict` from the moment on when people choose by it: what they
    have spent would be another sum. On what has no cost nobody can have spent, so what is
    published late gets its first one then as well."""
    known = usecases.visible(idea if idea is not None else usecases.find(idea_id), idea_id, by)
    usecases.admit_leader(known, by=by)
    if not 1 <= cost <= DEAREST:
        raise Invalid(fields={"cost": say("enter a number of at least %(least)s", least=1)})
    plan = keeping.plan_of(projects.find(known.project))
    if known.cost is not None and any(_spent_in(phase, at) for phase in plan.phases):
        raise Conflict("people choose by what ideas cost: that does not change any more")
    event = keeping.idea_event(known, "priced", by=by, at=at, role=ideas.Relation.FACILITATOR)
    return keep_changed(known, {"cost": cost}, event, otherwise=keeping.MEANWHILE)


def _spent_in(phase: phases.Phase, at: datetime) -> bool:
    budget = phase.rating is not None and phase.rating.mode is Mode.BUDGET
    return budget and phase.opens_at is not None and phase.opens_at <= at
