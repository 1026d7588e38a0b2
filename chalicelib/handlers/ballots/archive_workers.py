"""What follows from a ballot that is over: its cards in the archive, and the published files."""

from collections.abc import Sequence
from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import archive
from chalicelib.domain.archive import Year
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened
from chalicelib.messages import say

blueprint = Capability(__name__)

FOLDER = "/data/ballots/"
TITLE = say("Ballots as open data")


@blueprint.on_sqs_message(queue="archive", batch_size=10, maximum_concurrency=2)
def archive_ballot(event: SQSEvent) -> dict[str, Any]:
    """Lay the cards of a ballot that was counted, published, stopped, or resolved on."""
    return each_message(event, Happened, lambda happened: archive.index(happened.entity))


@blueprint.scheduled("rate(10 minutes)")
def export_ballots() -> None:
    """Publish the years in which something changed, and count all votes and opinions."""
    archive.export(at=clock.now(), pages=index_pages)


def index_pages(years: Sequence[Year]) -> dict[str, str]:
    """The page that lists what is published, in each language, by the name of its file."""
    from chalicelib.edge import pages  # the other workers draw none

    return pages.published("ballots/data_index.html", FOLDER, title=TITLE, years=years)
