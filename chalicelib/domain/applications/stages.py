"""How far an application has come, as people follow it: what is done, where it stands, what is to
come, and by when it will be decided. Nothing here is told of whose it is or what they said."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from chalicelib import workdays
from chalicelib.domain.applications import rules
from chalicelib.domain.applications.rules import RUNNING, UNDECIDED, State
from chalicelib.models.application import Application, ApplicationEvent


class Stage(StrEnum):
    """A point on the way, in this order. What is prepared and sent back at the authority is none:
    until it is decided it is being examined."""

    SENT = "sent"
    SIGNED = "signed"  # by everybody who was asked to sign along
    REGISTERED = "registered"
    EXAMINED = "examined"  # an officer has it
    DECIDED = "decided"
    MADE = "made"  # what was applied for is being made
    READY = "ready"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class Mark(StrEnum):
    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"


class Step(NamedTuple):
    """``day`` is when the stage was reached; of the decision to come, by when it is expected."""

    stage: Stage
    mark: Mark
    day: date | None


class Progress(NamedTuple):
    """``expected`` is the day by which it is decided, None once it is or will not be; while the
    clock stands still, as if it went on today. ``left`` are the working days until then, below zero
    once it is late."""

    steps: tuple[Step, ...]
    outcome: str | None  # an `Outcome`
    expected: date | None
    left: int | None
    paused: bool
    overdue: bool


REACHED: dict[State, Stage] = {
    State.AWAITING_COSIGN: Stage.SENT,
    State.SUBMITTED: Stage.SENT,
    State.REGISTERED: Stage.REGISTERED,
    State.TRANSFERRED: Stage.REGISTERED,
    State.IN_REVIEW: Stage.EXAMINED,
    State.INFO_REQUESTED: Stage.EXAMINED,
    State.DECISION_PENDING: Stage.EXAMINED,
    State.APPROVED: Stage.DECIDED,
    State.REFUSED: Stage.DECIDED,
    State.IN_PRODUCTION: Stage.MADE,
    State.READY: Stage.READY,
    State.COMPLETED: Stage.COMPLETED,
    State.WITHDRAWN: Stage.WITHDRAWN,
    State.EXPIRED: Stage.EXPIRED,
}
ORDER = tuple(Stage)
BROKEN_OFF = frozenset({Stage.WITHDRAWN, Stage.EXPIRED})
WITH_A_THING = frozenset({Stage.MADE, Stage.READY})
AFTER_APPROVAL = WITH_A_THING | {Stage.COMPLETED}
STANDS_STILL = frozenset({State.AWAITING_COSIGN, State.INFO_REQUESTED})


def progress(
    application: Application,
    events: Iterable[ApplicationEvent],
    *,
    handed_over: bool,
    today: date,
) -> Progress:
    """Where it stands today, by its ``events``, the oldest first. ``handed_over`` is what its form
    says: something is made and collected."""
    state, cosigned = State(application.state), bool(application.cosigners)
    days = _days(events, cosigned)
    expected = _expected(application, state, today)
    here = _reached(state, cosigned)
    way = _way(state, days, cosigned=cosigned, handed_over=handed_over)
    marks = {stage: _mark(stage, here, over=state in rules.ENDED) for stage in way}
    days |= {Stage.DECIDED: expected} if expected else {}
    return Progress(
        steps=tuple(Step(stage, mark, days.get(stage)) for stage, mark in marks.items()),
        outcome=None if state in UNDECIDED else application.outcome,
        expected=expected,
        left=_left(today, expected) if expected else None,
        paused=state in STANDS_STILL,
        overdue=state in RUNNING and expected is not None and expected < today,
    )


def _reached(state: State, cosigned: bool) -> Stage:
    """Once everybody has signed along it is as one that nobody had to sign."""
    return Stage.SIGNED if cosigned and state is State.SUBMITTED else REACHED[state]


def _days(events: Iterable[ApplicationEvent], cosigned: bool) -> dict[Stage, date]:
    """When each stage was first reached; what it was sent back from does not count, nor what moved
    it nowhere."""
    days: dict[Stage, date] = {}
    for event in (each for each in events if each.became):
        stage = _reached(State(event.became), cosigned)
        beyond = ORDER[ORDER.index(stage) + 1 :]
        days = {known: day for known, day in days.items() if known not in beyond}
        days.setdefault(stage, workdays.day_of(event.at))
    return days


def _way(
    state: State, days: Mapping[Stage, date], *, cosigned: bool, handed_over: bool
) -> list[Stage]:
    """The stages it goes through if all goes well; if it was broken off, those it went through."""
    here = REACHED[state]
    if here in BROKEN_OFF:
        return [stage for stage in ORDER if stage in days or stage is here]
    left_out = {
        Stage.SIGNED: not cosigned,
        **dict.fromkeys(AFTER_APPROVAL, state is State.REFUSED),
        **dict.fromkeys(WITH_A_THING, state is State.REFUSED or not handed_over),
        **dict.fromkeys(BROKEN_OFF, True),
    }
    return [stage for stage in ORDER if not left_out.get(stage)]


def _mark(stage: Stage, here: Stage, *, over: bool) -> Mark:
    if stage is here:
        return Mark.DONE if over else Mark.NOW
    return Mark.DONE if ORDER.index(stage) < ORDER.index(here) else Mark.TO_COME


def _expected(application: Application, state: State, today: date) -> date | None:
    """The clock begins with the day of registration, and goes on after a pause."""
    if state not in UNDECIDED:
        return None
    if application.registered_on is None:
        return rules.due(today, int(application.term))
    if application.paused_on is not None:
        return workdays.resumed(application.due_on, application.paused_on, today)
    return application.due_on


def _left(today: date, expected: date) -> int:
    return workdays.working_days(today, expected) - workdays.working_days(expected, today)
