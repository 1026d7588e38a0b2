"""Promises to residents, kept by the clock: what is overdue is found every day, and told once."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import resolutions
from chalicelib.domain.resolutions import Alarm
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.observability import logger

blueprint = Capability(__name__)


@blueprint.scheduled("rate(1 hour)")
def find_overdue() -> None:
    """Enqueue the ballots without a resolution after 30 days, and work past its promised day."""
    logger.info("overdue resolutions", rung=resolutions.ring(at=clock.now()))


@blueprint.on_sqs_message(queue="resolutions", batch_size=10, maximum_concurrency=2)
def tell_overdue(event: SQSEvent) -> dict[str, Any]:
    """Tell the agency and the city, once for each day that was missed."""
    return each_message(event, Alarm, lambda alarm: resolutions.meet(alarm.id, at=clock.now()))
