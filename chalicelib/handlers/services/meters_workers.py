"""Files of readings, worked through chunk by chunk; readings, counted; and whose meters have to be
verified is told so."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import meters
from chalicelib.domain.services import statistics
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened

blueprint = Capability(__name__)


@blueprint.on_sqs_message(queue="meters", batch_size=1, maximum_concurrency=4)
def work(event: SQSEvent) -> dict[str, Any]:
    """A chunk of rows becomes readings; a reading is counted; somebody is told of a meter."""
    return each_message(event, Happened, _work)


def _work(event: Happened) -> None:
    if event.kind == meters.SENT:
        meters.work(event.entity, int(event.facts["chunk"]))
    elif event.kind == statistics.READ:
        statistics.count(event, at=clock.now())
    elif event.kind == meters.NEAR:
        meters.tell(event, at=clock.now())
