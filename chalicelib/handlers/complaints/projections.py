"""What follows from a complaint's events: its cards in the public list, and the published files;
and that what a forgotten person told in private goes when it has ended."""

from collections.abc import Sequence
from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Month
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened
from chalicelib.messages import say

blueprint = Capability(__name__)

FOLDER = "/data/complaints/"
TITLE = say("Reports as open data")


@blueprint.on_sqs_message(queue="index", batch_size=10, maximum_concurrency=2)
def index(event: SQSEvent) -> dict[str, Any]:
    return each_message(event, Happened, _follow)


def _follow(happened: Happened) -> None:
    complaints.index(happened.entity)
    complaints.clear(happened.entity, happened.kind)


@blueprint.scheduled("rate(10 minutes)")
def export() -> None:
    complaints.export(at=clock.now(), pages=index_pages)


def index_pages(months: Sequence[Month]) -> dict[str, str]:
    """The page that lists what is published, in each language, by the name of its file."""
    from chalicelib.edge import pages  # the other workers draw none

    return pages.published("complaints/data_index.html", FOLDER, title=TITLE, months=months)
