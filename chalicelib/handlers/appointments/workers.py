"""Reminders and the waiting list: found by the clock every five minutes, done one by one from the
queues."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Reminder, waiting
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


@blueprint.scheduled("rate(5 minutes)")
def find_lines() -> None:
    """Enqueue the lines in which somebody stands: an offer was not answered, hours were added, or
    a message was lost."""
    logger.info("lines", waited=waiting.ring())


@blueprint.on_sqs_message(queue="waiting", batch_size=1, maximum_concurrency=4)
def serve(event: SQSEvent) -> dict[str, Any]:
    """Offer what is free to who stands first; let those go who have booked."""
    return each_message(event, waiting.Called, lambda called: waiting.serve(called, at=clock.now()))
