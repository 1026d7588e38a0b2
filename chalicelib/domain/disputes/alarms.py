"""Deadlines of disputes, kept by the clock: found, and looked at one by one."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from chalicelib import workdays
from chalicelib.domain.disputes import rules
from chalicelib.domain.disputes.keeping import DAYS, change, event_of
from chalicelib.domain.disputes.rules import STEPS, Act
from chalicelib.domain.disputes.usecases import due_alarms, find
from chalicelib.domain.disputes.work import let_go
from chalicelib.models.dispute import Dispute
from chalicelib.outbound import queues

MISSED = 14  # days that an alarm is still found after nobody rang it
QUEUE = "disputes"


class Alarm(msgspec.Struct, frozen=True):
    """This dispute has to be looked at."""

    id: str
    kind: str = "dispute.alarm"


def ring(*, at: datetime) -> int:
    """Enqueue what has to be looked at by today; how many they are.

    What was looked at has its next alarm on a later day, so ringing often rings nothing twice.
    """
    return queues.send(QUEUE, (Alarm(reference) for reference in _rung(at)))


def meet(reference: str, *, at: datetime) -> Dispute:
    """Escalate a dispute, or let it go, if its time has come; otherwise it stays as it is."""
    dispute = find(reference)
    if dispute.state in rules.AT_WORK:
        return _escalate(dispute, at=at)
    return let_go(dispute, at=at)


def _escalate(dispute: Dispute, *, at: datetime) -> Dispute:
    """Tell the next one up. Coming late, twice or out of order changes nothing that is not so."""
    today, told = workdays.day_of(at), int(dispute.escalated)
    changes = workdays.escalated(dispute.due_on, today, DAYS, told=told)
    if not changes:
        return dispute
    step = STEPS[changes["escalated"] - 1]
    facts = {"step": step.name, "to": step.to, "due_on": dispute.due_on.isoformat()}
    event = event_of(dispute, Act.ESCALATE, at=at, reason=step.name, facts=facts)
    return change(dispute, changes, event)


def _rung(at: datetime) -> Iterator[str]:
    today = workdays.day_of(at)
    for days in range(MISSED, -1, -1):
        yield from due_alarms(today - timedelta(days=days))
