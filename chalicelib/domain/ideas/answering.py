"""The official response to an idea that was selected: the agency does it, or says why it does
not."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.domain.ideas import cards, deciding, keeping, phases, projects, usecases
from chalicelib.domain.ideas.deciding import NOTHING_DUE, WORK, Case
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.rules import Act, State
from chalicelib.domain.keeping import keep, setting
from chalicelib.models.base import together
from chalicelib.models.fate import ANSWER, Answer
from chalicelib.models.idea import Idea
from chalicelib.models.idea_card import Card
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Project

TO_PLAN = timedelta(days=60)  # to say by when it will be there; as long as it had to answer


def accept(case: Case) -> Idea:
    """The agency does it: it lies at its desk from now on, until it is carried out. By when it is
    there it plans within 60 days, or by the day that it names, if that is sooner."""
    due = min(case.today + TO_PLAN, case.said.until or date.max)
    changes: dict[str, Any] = {
        "due_on": due,
        "next_alarm_on": workdays.day_after(due),
        "queue": f"{WORK}{case.idea.agency}",
        "queued_at": deciding.end_of(due),
    }
    return _respond(case, Act.ACCEPT, State.ACCEPTED, changes)


def not_accept(case: Case) -> Idea:
    """It does not, for a reason by which the idea is found again."""
    changes = {**usecases.OUT_OF_THE_QUEUE, **NOTHING_DUE}
    return _respond(case, Act.NOT_ACCEPT, State.NOT_ACCEPTED, changes)


def _respond(case: Case, act: Act, outcome: State, changes: dict[str, Any]) -> Idea:
    phases.begun(case.plan.phases, Doing.ANSWER, case.at)
    deciding.check_rated(case)
    said, answer = case.said, case.answer
    assert answer, "what is selected is owed a response"
    given: list[Action] = [
        Answer.outcome.set(str(outcome)),
        Answer.text.set(said.text),
        Answer.at.set(case.at),
        Answer.queue.remove(),
        Answer.queued_at.remove(),
        *([Answer.why.set(said.why)] if said.why else []),
        *([Answer.cost.set(said.money)] if said.money else []),
        *([Answer.until.set(said.until)] if said.until else []),
    ]

    def giving(write: TransactWrite) -> None:
        write.update(answer, actions=given, condition=Answer.outcome.does_not_exist())

    facts = {"code": said.why} if said.why else {}
    return case.move(act, reason=said.text, changes=changes, facts=facts, also=giving)


def waiting(project_id: str) -> Iterator[str]:
    """The ideas of a project that were selected and wait for their response."""
    for card in Card.query(cards.shelf_of(project_id, how=cards.CLASSES[State.SELECTED])):
        yield card.idea


def owe_later(idea_id: str) -> None:
    """Let the response be due by what was promised, now that residents have longer to have their
    say. Told twice, or late, it is the same."""
    idea = usecases.find(idea_id)
    project, answer = together(
        (Project, idea.project, PROJECT), (Answer, idea_id, ANSWER), consistent=True
    )
    due = workdays.day_of(projects.respond_by(keeping.plan_of(project)))
    if answer is None or answer.outcome or due <= answer.due_on:
        return
    over = deciding.end_of(due)
    changes = {"due_on": due, "next_alarm_on": workdays.day_after(due), "queued_at": over}
    owed: list[Action] = [Answer.due_on.set(due), Answer.queued_at.set(over)]

    def fill(write: TransactWrite) -> None:
        write.update(idea, actions=setting(Idea, changes))  # and on the version
        write.update(answer, actions=owed, condition=Answer.outcome.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)
