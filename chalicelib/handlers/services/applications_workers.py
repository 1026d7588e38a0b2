"""What the platform does with applications by itself: called by what happened, or found by the
clock (due_workers.py), and done one by one from the queue."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import applications
from chalicelib.domain.applications import OF_DRAFT, drafts
from chalicelib.domain.services import statistics
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened

blueprint = Capability(__name__)


@blueprint.on_sqs_message(queue="applications", batch_size=5, maximum_concurrency=4)
def attend(event: SQSEvent) -> dict[str, Any]:
    """Count it; register, remind, escalate, let run out, complete: whatever is due with it now. Of
    appointments it is counted that there were any."""
    return each_message(event, Happened, _attend)


def _attend(event: Happened) -> None:
    statistics.count(event, at=clock.now())
    if event.kind == OF_DRAFT:
        drafts.remind(event.entity, at=clock.now())
    elif not event.kind.startswith((statistics.STARTED, statistics.VISIT)):
        applications.attend(event.entity, at=clock.now())
