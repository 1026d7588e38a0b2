"""Carrying an idea out: by when, how far it is, what shows it, or why it is given up."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.domain import photos as pictures
from chalicelib.domain.ideas import deciding, keeping, phases, usecases
from chalicelib.domain.ideas.deciding import NOTHING_DUE, WORK, Case
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.rules import Act, State
from chalicelib.domain.ideas.steps import Result
from chalicelib.domain.keeping import Fill
from chalicelib.errors import Conflict, Invalid
from chalicelib.identifiers import event as new_id
from chalicelib.messages import say
from chalicelib.models.fate import MILESTONES, Milestone
from chalicelib.models.idea import Idea

DONE = 100


def plan(case: Case) -> Idea:
    """Say by when it will be there."""
    due = case.said.until
    assert due, "it was checked that a day is named"
    changes = {"queue": f"{WORK}{case.idea.agency}", **_promised(case)}
    return _moved(case, Act.PLAN, State.PLANNED, changes, {"due_on": due.isoformat()})


def begin(case: Case) -> Idea:
    return _moved(case, Act.BEGIN, State.IMPLEMENTING, {})


def report(case: Case) -> Idea:
    """Say how far it is, which moves it nowhere; with another day, if it is promised anew."""
    result, reached = _result(case), _milestone(case, State(case.idea.state))
    facts = {"agency": str(case.idea.agency), "percent": str(result.percent)}
    changes = {"result": msgspec.to_builtins(result), **_promised(case)}
    return _with_photos(
        case,
        lambda also: keeping.noted(
            case.idea,
            "milestone",
            changes,
            by=case.by,
            role=case.role,
            at=case.at,
            note=case.said.text,
            facts=facts,
            also=also,
        ),
        reached,
    )


def finish(case: Case) -> Idea:
    """It is there, and everybody sees that it is."""
    done = {**usecases.OUT_OF_THE_QUEUE, **NOTHING_DUE}
    return _moved(case, Act.FINISH, State.IMPLEMENTED, done)


def drop(case: Case) -> Idea:
    """Give it up, for a reason that everybody reads."""
    changes = {**usecases.OUT_OF_THE_QUEUE, **NOTHING_DUE}
    return _moved(case, Act.DROP, State.DROPPED, changes, {"code": case.said.why})


def result_of(idea: Idea) -> Result:
    return msgspec.convert(idea.result or {}, Result)


def _moved(
    case: Case,
    act: Act,
    becomes: State,
    changes: Mapping[str, Any],
    facts: Mapping[str, str] | None = None,
) -> Idea:
    phases.begun(case.plan.phases, Doing.CARRY_OUT, case.at)
    result = _result(case, done=becomes is State.IMPLEMENTED)
    return _with_photos(
        case,
        lambda also: case.move(
            act,
            reason=case.said.text,
            changes={**changes, "result": msgspec.to_builtins(result)},
            facts=facts,
            also=also,
        ),
        _milestone(case, becomes, result.percent),
    )


def _promised(case: Case) -> dict[str, Any]:
    """By when it has to be there from now on, if a day was named."""
    if case.said.until is None:
        return {}
    return {
        "due_on": case.said.until,
        "next_alarm_on": workdays.day_after(case.said.until),
        "queued_at": deciding.end_of(case.said.until),
    }


def _with_photos(case: Case, keep: Callable[[Fill], Idea], reached: Milestone) -> Idea:
    """Keep it with the milestone and its photos; `Invalid` names a photo that cannot be used."""

    def attach(write: TransactWrite) -> None:
        write.save(reached, condition=Milestone.idea.does_not_exist())
        pictures.attaching(write, case.said.photos, to=_evidence(reached), by=case.by)
        if case.also:
            case.also(write)

    try:
        return keep(attach)
    except Conflict:
        pictures.check(case.said.photos, by=case.by)
        raise


def _evidence(reached: Milestone) -> str:
    """To what its photos belong: what shows one thing is shown for no other."""
    return f"{reached.idea}#{reached.part}"


def _result(case: Case, *, done: bool = False) -> Result:
    """How far it is now: the whole of it is there only once it is finished."""
    before, said = result_of(case.idea), case.said
    percent = DONE if done else before.percent if said.percent is None else said.percent
    if not done and percent >= DONE:
        raise Invalid(fields={"percent": say("until it is finished this is less than 100")})
    return Result(
        percent,
        (*before.promised, *([said.until] if said.until else [])),
        said.money or before.money,
        said.act_url or before.act_url,
    )


def _milestone(case: Case, state: State, percent: int | None = None) -> Milestone:
    reached = result_of(case.idea).percent if case.said.percent is None else case.said.percent
    return Milestone(
        case.idea.id,
        f"{MILESTONES}{new_id(case.at)}",
        at=case.at,
        on=case.said.on or case.today,
        state=str(state),
        percent=reached if percent is None else percent,
        text=case.said.text or None,
        photos=list(dict.fromkeys(case.said.photos)),
    )
