"""Taking an idea a step on: what is read before, who may, and what is kept with the move."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, workdays
from chalicelib.actors import Actor
from chalicelib.domain.ideas import (
    keeping,
    merging,
    moving_on,
    phases,
    projects,
    rules,
    scores,
    steps,
    usecases,
)
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import Act, Relation, State
from chalicelib.domain.ideas.steps import Said, Step
from chalicelib.domain.keeping import Fill, both, check_seen
from chalicelib.errors import Conflict, Illegal
from chalicelib.models.base import Item
from chalicelib.models.fate import ANSWER, PANEL, Answer, Panel
from chalicelib.models.idea import Idea
from chalicelib.models.offer import Merge
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Project

FOR_REWORK = 14  # days (spec S4 §1)
RESPONSE, WORK = "response", "work#"
TOO_FEW = "at least three experts have to open their scores before it is decided"


class Case(NamedTuple):
    """An idea with what has to be known to take it a step on, and who does it as what."""

    idea: Idea
    role: Relation
    plan: Plan
    panel: Panel | None
    answer: Answer | None
    merge: Merge | None
    said: Said
    by: Actor
    at: datetime
    also: Fill | None = None  # what else is kept with it

    @property
    def today(self) -> date:
        return workdays.day_of(self.at)

    def move(
        self,
        act: Act,
        *,
        reason: str = "",
        changes: Mapping[str, Any] | None = None,
        facts: Mapping[str, str] | None = None,
        also: Fill | None = None,
    ) -> Idea:
        """Keep the idea in the state after the act; whether it goes into another one is over."""
        ending = moving_on.ending(self.idea, self.merge, at=self.at)
        return keeping.moved(
            self.idea,
            act,
            by=self.by,
            role=self.role,
            at=self.at,
            reason=reason,
            changes={"why": self.said.why or None, **(changes or {})},
            facts={**keeping.titled(self.idea), "agency": str(self.idea.agency), **(facts or {})},
            also=both(also, ending),
        )


def where(idea: Idea) -> list[Item]:
    """What has to be read for a step of an idea; see `load`."""
    return [
        (Project, idea.project, PROJECT),
        (Panel, idea.id, PANEL),
        (Answer, idea.id, ANSWER),
        merging.item(idea.id),
    ]


def load(
    idea: Idea,
    read: Sequence[Any],
    step: Step,
    said: Said,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Case:
    """The case, if this person may take the step now; `Forbidden`, `Illegal`, `Conflict` or
    `Invalid` if not."""
    are = usecases.relations(idea, by)
    act = admit(step, State(idea.state), are)
    check_seen(version, idea.version, otherwise=keeping.MEANWHILE)
    said = steps.tidy(step, said)
    since = workdays.day_of(idea.published_at) if idea.published_at else None
    steps.check(step, said, workdays.day_of(at), since=since)
    project, panel, answer, merge = read
    plan = keeping.plan_of(projects.visible(project, idea.project, by))
    return Case(idea, rules.role_of(act, are), plan, panel, answer, merge, said, by, at)


def admit(step: Step, state: State, are: frozenset[Relation]) -> Act:
    """As which act it counts; `Forbidden`, or `Illegal` where the idea is."""
    act = steps.act_of(step)
    rules.admit(act, are)
    if not steps.goes_from(state, step):
        raise Illegal(rules.REASONS[state], state=state, allowed=rules.possible(state))
    return act


def select(case: Case) -> Idea:
    """Say why it is chosen. From here on the agency owes it a response, by the day that was
    promised."""
    due = max(workdays.day_of(projects.respond_by(case.plan)), case.today)
    owed = Answer(
        case.idea.id,
        project=case.idea.project,
        agency=case.idea.agency,
        due_on=due,
        queue=RESPONSE,
        queued_at=end_of(due),
    )
    changes = {
        "due_on": due,
        "next_alarm_on": workdays.day_after(due),
        "queue": f"{RESPONSE}#{case.idea.agency}",
        "queued_at": end_of(due),
    }
    facts = {"due_on": due.isoformat()}

    def owing(write: TransactWrite) -> None:
        _reviewed(case)(write)
        write.save(owed, condition=Answer.idea.does_not_exist())

    return _decided(case, Act.SELECT, changes, facts, owing)


def not_select(case: Case) -> Idea:
    """Refuse it, by a code and in words; what experts had before them, only after they spoke."""
    before = State(case.idea.state) is State.EXPERT_REVIEW
    changes = {**usecases.OUT_OF_THE_QUEUE, **NOTHING_DUE}
    also = _reviewed(case) if before else None
    return _decided(case, Act.NOT_SELECT, changes, {"code": case.said.why}, also)


def ask_rework(case: Case) -> Idea:
    """Give its author 14 days to rework it; who does not is refused by the clock."""
    due = case.today + timedelta(days=FOR_REWORK)
    changes = {
        **usecases.OUT_OF_THE_QUEUE,
        "due_on": due,
        "next_alarm_on": workdays.day_after(due),
    }
    facts = {"due_on": due.isoformat()}
    return _decided(case, Act.ASK_REWORK, changes, facts, _reviewed(case))


def put_to_vote(case: Case) -> Idea:
    """Let residents rate what was selected, where the project still asks them to."""
    if not _rating_ahead(case):
        raise Conflict("the project does not ask residents to rate ideas any more")
    return case.move(Act.PUT_TO_VOTE)


def check_rated(case: Case) -> None:
    """`Conflict` as long as residents are still to be asked about what was selected."""
    if _rating_ahead(case):
        raise Conflict("residents still rate what was selected: answer when they have")


def end_of(day: date) -> datetime:
    """The moment at which a day is over in the city."""
    midnight = datetime.combine(day + timedelta(days=1), time(), catalogue.zone())
    return midnight.astimezone(UTC)


NOTHING_DUE: dict[str, Any] = {"due_on": None, "next_alarm_on": None}


def _decided(
    case: Case,
    act: Act,
    changes: Mapping[str, Any],
    facts: Mapping[str, str],
    also: Fill | None,
) -> Idea:
    """Decide, once the phase has begun and the experts have spoken."""
    phases.begun(case.plan.phases, Doing.REVIEW, case.at)
    try:
        return case.move(act, reason=case.said.text, changes=changes, facts=facts, also=also)
    except Conflict:
        if also and (case.panel is None or case.panel.opened < scores.LEAST):
            raise Conflict(TOO_FEW) from None
        raise


def _reviewed(case: Case) -> Fill:
    """Put into a transaction that three experts have opened their scores."""
    enough = Panel.opened >= scores.LEAST

    def fill(write: TransactWrite) -> None:
        write.condition_check(Panel, case.idea.id, PANEL, condition=enough)

    return fill


def _rating_ahead(case: Case) -> bool:
    return any(Doing.RATE in p.allowed and not p.over(case.at) for p in case.plan.phases)
