"""Thanking who voted, from the queue; and the sums of the books, by the clock."""

from collections.abc import Sequence
from typing import Any

from chalice.app import SQSEvent

from chalicelib import clock
from chalicelib.actors import SYSTEM
from chalicelib.domain import accounts, ballots, points
from chalicelib.domain.points import Month
from chalicelib.edge.capability import Capability
from chalicelib.edge.queue import each_message
from chalicelib.events import Happened
from chalicelib.messages import say

blueprint = Capability(__name__)

TAKEN = "ballot.taken"
FOLDER = "/data/points/"
TITLE = say("Points as open data")


@blueprint.on_sqs_message(queue="points", batch_size=10, maximum_concurrency=2)
def thank(event: SQSEvent) -> dict[str, Any]:
    return each_message(event, Happened, _thank)


@blueprint.scheduled("rate(1 hour)")
def sum_points() -> None:
    points.publish(at=clock.now(), pages=index_pages)


def index_pages(months: Sequence[Month]) -> dict[str, str]:
    """The page that shows the sums, in each language, by the name of its file."""
    from chalicelib.edge import pages  # the other workers draw none

    return pages.published("points/data_index.html", FOLDER, title=TITLE, months=months)


def _thank(event: Happened) -> None:
    """What a vote is worth stands in the ballot, and never depends on how somebody voted."""
    if event.kind != TAKEN or event.facts.get("points") == "0":
        return
    definition = ballots.definition_of(ballots.shown(event.facts["ballot"], by=SYSTEM))
    for person in event.concerns:
        worth = points.for_vote(
            kind=definition.kind,
            points=definition.points,
            level=accounts.standing(person).level,
        )
        points.give(person, worth, about=definition.id, title=definition.title, at=clock.now())
