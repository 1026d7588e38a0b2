"""Deadlines of disputes: found by the clock every hour, met one by one from the queue."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import disputes
from chalicelib.domain.disputes import Alarm
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.observability import logger

blueprint = Capability(__name__)


@blueprint.scheduled("rate(1 hour)")
def find_disputes() -> None:
    """Enqueue the disputes whose deadline comes near or has passed, or that nothing can follow."""
    logger.info("alarms of disputes", rung=disputes.ring(at=clock.now()))


@blueprint.on_sqs_message(queue="disputes", batch_size=10, maximum_concurrency=2)
def meet_disputes(event: SQSEvent) -> dict[str, Any]:
    """Escalate what is late; let go what has ended."""
    return each_message(event, Alarm, lambda alarm: disputes.meet(alarm.id, at=clock.now()))
