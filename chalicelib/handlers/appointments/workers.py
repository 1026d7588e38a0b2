"""Reminders and the waiting list: found by the clock every five minutes, or called by what
happened, and done one by one from the queue."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Reminder, waiting
from chalicelib.domain.appointments.waiting import Called
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.observability import logger

blueprint = Capability(__name__)
REMIND = Reminder("").kind


@blueprint.scheduled("rate(5 minutes)")
def find_due() -> None:
    """Enqueue who is to be reminded by now, and the lines in which somebody stands: an offer was
    not answered, hours were added, or a message was lost."""
    reminders = appointments.ring(at=clock.now())
    logger.info("due", reminders=reminders, lines=waiting.ring())


@blueprint.on_sqs_message(queue="appointments", batch_size=5, maximum_concurrency=4)
def attend(event: SQSEvent) -> dict[str, Any]:
    """Remind somebody; offer what is free to who stands first; let those go who have booked."""
    return each_message(event, Called, _attend)


def _attend(called: Called) -> None:
    if called.kind == REMIND:
        appointments.remind(called.id, at=clock.now())
    else:
        waiting.serve(called, at=clock.now())
