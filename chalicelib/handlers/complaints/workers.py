"""Deadlines: found by the clock every hour, met one by one from the queue."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import complaints
from chalicelib.domain.complaints.alarms import Alarm
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.observability import logger

blueprint = Capability(__name__)


@blueprint.scheduled("rate(1 hour)")
def find_alarms() -> None:
    """Enqueue the complaints whose deadline comes near or has passed."""
    logger.info("alarms", rung=complaints.ring(at=clock.now()))


@blueprint.on_sqs_message(queue="deadlines", batch_size=10, maximum_concurrency=2)
def meet_deadlines(event: SQSEvent) -> dict[str, Any]:
    """Escalate what is late, close what nobody judged."""
    return each_message(event, Alarm, lambda alarm: complaints.meet(alarm.id, at=clock.now()))
