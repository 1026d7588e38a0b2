"""Files of readings, worked through chunk by chunk, and verifications that run out."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import meters
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened
from chalicelib.observability import logger

blueprint = Capability(__name__)


@blueprint.scheduled("cron(0 7 * * ? *)")
def find_near() -> None:
    """Enqueue whose meters have to be verified before long."""
    logger.info("verifications", near=meters.find(at=clock.now()))


@blueprint.on_sqs_message(queue="meters", batch_size=1, maximum_concurrency=4)
def work(event: SQSEvent) -> dict[str, Any]:
    """A chunk of rows becomes readings; somebody is told of a meter of theirs."""
    return each_message(event, Happened, _work)


def _work(event: Happened) -> None:
    if event.kind == meters.SENT:
        meters.work(event.entity, int(event.facts["chunk"]))
    elif event.kind == meters.NEAR:
        meters.tell(event, at=clock.now())
