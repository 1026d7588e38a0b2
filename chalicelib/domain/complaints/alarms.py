"""Deadlines, kept by the clock: what is near or over is found, and looked at one by one."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import msgspec

from chalicelib.domain.complaints import deadlines
from chalicelib.domain.complaints.asking import go_on_without
from chalicelib.domain.complaints.checks import hurry
from chalicelib.domain.complaints.rules import State
from chalicelib.domain.complaints.usecases import due_alarms, find
from chalicelib.domain.complaints.work import close_unconfirmed, escalate
from chalicelib.models.complaint import Complaint
from chalicelib.outbound import queues

MISSED = 14  # days that an alarm is still found after nobody rang it
LOOKS_AT: dict[State, Callable[..., Complaint]] = {
    State.INFO_REQUESTED: go_on_without,
    State.AWAITING_VERDICT: close_unconfirmed,
    State.UNDER_PUBLIC_CHECK: hurry,
}


class Alarm(msgspec.Struct, frozen=True):
    """This complaint has to be looked at."""

    id: str
    kind: str = "complaint.alarm"


def ring(*, at: datetime) -> int:
    """Enqueue what has to be looked at by today; how many they are.

    What was looked at has its next alarm on a later day, so ringing often rings nothing twice.
    """
    return queues.send("deadlines", (Alarm(reference) for reference in _rung(at)))


def meet(reference: str, *, at: datetime) -> Complaint:
    """Escalate a complaint, go on with it unanswered, hurry its check or close it, if the time has
    come for that."""
    looks_at = LOOKS_AT.get(State(find(reference).state), escalate)
    return looks_at(reference, at=at)


def _rung(at: datetime) -> Iterator[str]:
    today = deadlines.day_of(at)
    for days in range(MISSED, -1, -1):
        yield from due_alarms(today - timedelta(days=days))
