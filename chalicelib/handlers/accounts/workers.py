"""Deleting the accounts whose fortnight is over."""

from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import (
    accounts,
    applications,
    appointments,
    ballots,
    complaints,
    disputes,
    ideas,
    initiatives,
    meters,
    notifications,
    organisations,
    points,
    sessions,
)
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened

blueprint = Capability(__name__)


@blueprint.scheduled("cron(30 1 * * ? *)")
def begin_deletions() -> None:
    """Each one begun is an event, by which the worker below hears of it."""
    accounts.begin_deletions(at=clock.now())


@blueprint.on_sqs_message(queue="forget", batch_size=1, maximum_concurrency=2)
def forget(event: SQSEvent) -> dict[str, Any]:
    return each_message(event, Happened, _forget)


def _forget(event: Happened) -> None:
    """Nobody comes in any more before anything is forgotten. The account goes last: while there is
    one, whatever failed is tried again."""
    if event.kind != "account.leaving" or not accounts.shut(event.entity):
        return
    at = clock.now()
    sessions.close_all(event.entity, at=at)
    applications.forget(event.entity, at=at)
    appointments.forget(event.entity, at=at)
    complaints.forget(event.entity, at=at)
    disputes.forget(event.entity, at=at)
    ideas.forget(event.entity)
    initiatives.forget(event.entity)
    meters.forget(event.entity)
    notifications.forget(event.entity, at=at)
    organisations.forget(event.entity, at=at)
    points.forget(event.entity, at=at)
    accounts.forget(event.entity, at=at, until=ballots.last_close(at=at))
