"""Reminders: found by the clock every five minutes, sent one by one from the queue."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Reminder
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.observability import logger

blueprint = Capability(__name__)


@blueprint.scheduled("rate(5 minutes)")
def find_reminders() -> None:
    """Enqueue the appointments of which somebody is to be reminded by now."""
    logger.info("reminders", due=appointments.ring(at=clock.now()))


@blueprint.on_sqs_message(queue="reminders", batch_size=10, maximum_concurrency=4)
def remind(event: SQSEvent) -> dict[str, Any]:
    """Tell who comes in a day, or in two hours."""
    return each_message(event, Reminder, lambda due: appointments.remind(due.id, at=clock.now()))
