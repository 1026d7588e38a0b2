"""What the platform itself does with an application: it is registered, who answers for it hears
that it is late, who does not answer is reminded, it runs out, and its decision is put on paper.

Nothing happens because of what a message says: whoever is called looks at the application, so one
that is lost, late, out of order or delivered twice changes only when it happens.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from chalicelib import workdays
from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain.applications import (
    appeals,
    asking,
    cosigners,
    cosigning,
    giving,
    papers,
    ticking,
)
from chalicelib.domain.applications.finding import admitted, load
from chalicelib.domain.applications.keeping import change, event_of
from chalicelib.domain.applications.rules import (
    DAYS,
    DECIDED,
    REOPENED_WITHIN,
    RUNNING,
    STEPS,
    Act,
    State,
)
from chalicelib.events import Happened
from chalicelib.models.application import HEAD, Application
from chalicelib.outbound import queues

QUEUE = "applications"
MISSED = 14  # days that an alarm is still found after nobody rang it
OF_ONE = "application.alarm"
OF_DRAFT = "draft.alarm"


def ring(*, at: datetime) -> int:
    """Enqueue what has to be looked at by today; how many they are. What was looked at has its next
    alarm on a later day, so ringing often rings nothing twice."""
    return queues.send(QUEUE, _rung(at))


def attend(reference: str, *, at: datetime) -> None:
    """Do whatever is due with an application now."""
    application = load(reference)
    TO_DO.get(State(application.state), _nothing)(application, at)


def register(
    reference: str, *, by: Actor = SYSTEM, at: datetime, version: int | None = None
) -> Application:
    """Let the clock begin, with today. What is not there to be registered any more stays as it
    is."""
    application, today = load(reference), workdays.day_of(at)
    if application.state != State.SUBMITTED:
        return application
    role, state = admitted(application, Act.REGISTER, by=by, version=version)
    changes = {"state": state, **ticking.begins(application, today)}
    if application.appeals:
        changes |= appeals.barred(load(application.appeals))
    facts = {"due_on": changes["due_on"].isoformat()}
    event = event_of(application, Act.REGISTER, by=by, role=role, at=at, became=state, facts=facts)
    return change(application, changes, event)


def expire(
    reference: str, *, by: Actor = SYSTEM, at: datetime, version: int | None = None
) -> Application:
    """Let an application run out that nobody has answered for, or signed; before its time it stays
    as it is."""
    application, today = load(reference), workdays.day_of(at)
    awaits = RUN_OUT.get(State(application.state))
    if awaits is None or not awaits(application, at):
        return application
    role, state = admitted(application, Act.EXPIRE, by=by, version=version)
    reopens = application.registered_on is not None
    until = (today + REOPENED_WITHIN).isoformat()
    event = event_of(
        application,
        Act.EXPIRE,
        by=by,
        role=role,
        at=at,
        became=state,
        facts={"reopen_until": until} if reopens else {},
    )
    changes = {"state": state, "expired_on": today, "next_alarm_on": None}
    return change(application, changes, event)


def escalate(application: Application, *, at: datetime) -> Application:
    """Let the head of the authority hear that it is late: on the day after it was due, and three
    and seven working days later."""
    today, told = workdays.day_of(at), int(application.escalated)
    changes = workdays.escalated(application.due_on, today, DAYS, told=told)
    if not changes:
        return application
    step = STEPS[changes["escalated"] - 1]
    facts = {"step": step.name, "due_on": application.due_on.isoformat()}
    event = event_of(application, Act.ESCALATE, at=at, reason=step.name, facts=facts)
    return change(application, changes, event)


def _unanswered(application: Application, at: datetime) -> bool:
    return asking.ran_out(application, workdays.day_of(at))


def _unsigned(application: Application, at: datetime) -> bool:
    return workdays.day_of(at) > cosigners.last_day(application.cosigners)


RUN_OUT: dict[State, Callable[[Application, datetime], bool]] = {
    State.INFO_REQUESTED: _unanswered,
    State.AWAITING_COSIGN: _unsigned,
}


def _begin(application: Application, at: datetime) -> None:
    if application.corrected:
        from chalicelib.domain.applications import corrections  # few say otherwise than a register

        corrections.open_all(application, at=at)
    register(application.reference, at=at)


def _await_answer(application: Application, at: datetime) -> None:
    asking.remind(application, at=at)
    expire(application.reference, at=at)


def _await_signatures(application: Application, at: datetime) -> None:
    cosigning.invite(application, at=at)
    expire(application.reference, at=at)


def _give(application: Application, at: datetime) -> None:
    papers.make(application.reference, at=at)
    giving.complete(application.reference, at=at)


def _nothing(_application: Application, _at: datetime) -> None:
    """Nothing is due with what has ended."""


TO_DO: dict[State, Callable[[Application, datetime], object]] = {
    State.AWAITING_COSIGN: _await_signatures,
    State.SUBMITTED: _begin,
    State.INFO_REQUESTED: _await_answer,
    **dict.fromkeys(DECIDED, lambda application, at: papers.make(application.reference, at=at)),
    State.APPROVED: _give,
    **dict.fromkeys(RUNNING, lambda application, at: escalate(application, at=at)),
}


def _rung(at: datetime) -> Iterator[Happened]:
    today = workdays.day_of(at)
    for days in range(MISSED, -1, -1):
        day = today - timedelta(days=days)
        for found in Application.by_alarm.query(day):
            kind = OF_ONE if found.part == HEAD else OF_DRAFT
            yield Happened(f"{found.reference}#{day}", found.reference, kind, at)
