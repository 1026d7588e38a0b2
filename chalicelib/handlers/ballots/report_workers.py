"""Reports of ballots every ten minutes, and the result with the audit kit when all is counted."""

from collections.abc import Sequence
from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain.ballots import publication, reporting
from chalicelib.domain.ballots.reporting import Content, Due
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened
from chalicelib.messages import say
from chalicelib.observability import logger

blueprint = Capability(__name__)

TITLE = say("Reports of a ballot")


@blueprint.scheduled("cron(0/10 * * * ? *)")
def call_for_reports() -> None:
    """Enqueue the ballots that are announced, on the mark of every ten minutes."""
    logger.info("reports", due=reporting.call(at=clock.now()))


@blueprint.on_sqs_message(queue="reports", batch_size=1, maximum_concurrency=5)
def report(event: SQSEvent) -> dict[str, Any]:
    """Keep and publish the report of one ballot."""
    return each_message(
        event, Due, lambda due: reporting.report(due, at=clock.now(), pages=list_pages)
    )


@blueprint.on_sqs_message(queue="kits", batch_size=1, maximum_concurrency=2)
def publish(event: SQSEvent) -> dict[str, Any]:
    """Open all votes of a ballot that is counted, and publish all that is needed to recount it."""

    def handle(happened: Happened) -> None:
        publication.publish(happened.entity, at=clock.now(), pages=list_pages)

    return each_message(event, Happened, handle)


def list_pages(ballot: str, reports: Sequence[Content]) -> dict[str, str]:
    """The page that lists the files, in each language, by the name of its own file."""
    from chalicelib.edge import pages  # the other workers draw none

    folder = f"/data/ballots/{ballot}/reports/"
    return pages.published(
        "ballots/data_reports.html", folder, title=TITLE, ballot=ballot, reports=reports
    )
