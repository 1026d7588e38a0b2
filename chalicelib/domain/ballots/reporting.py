"""The round of every ten minutes: which ballots are to be reported, and the report of each."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from pynamodb.pagination import ResultIterator

from chalicelib.domain import cursors
from chalicelib.domain.ballots import publishing, reports
from chalicelib.domain.ballots.mirror import publish_log
from chalicelib.domain.ballots.publishing import Pages, name_of
from chalicelib.domain.ballots.reports import Content, read, slot_of
from chalicelib.domain.ballots.rules import State
from chalicelib.domain.ballots.usecases import definition_of, find
from chalicelib.errors import NotFound
from chalicelib.models.ballot import Ballot
from chalicelib.models.log import REPORT, Report
from chalicelib.outbound import queues

__all__ = ["Content", "Due", "Report", "call", "latest", "listed", "name_of", "read", "report"]

QUEUE = "reports"


class Due(msgspec.Struct, frozen=True):
    """A ballot whose report of this slot is due."""

    id: str
    slot: datetime
    kind: str = "ballot.report"


class Reports(NamedTuple):
    """A page of reports, the newest first, and the part after which the next page begins."""

    items: list[Report]
    last: dict[str, Any] | None


def call(*, at: datetime) -> int:
    """Enqueue every ballot that is announced and not counted yet; how many they were."""
    announced = Ballot.by_stage.query(State.SCHEDULED)
    return queues.send(QUEUE, (Due(ballot.id, slot_of(at)) for ballot in announced))


def report(due: Due, *, at: datetime, pages: Pages) -> None:
    """Make the report that is due, if it is its time, and publish what is kept: first the log, at
    least as far as the report speaks of it."""
    ballot = find(due.id)
    if ballot.state == State.SCHEDULED:
        reports.make(ballot.id, definition_of(ballot), due.slot, at=at)
    publish_log(ballot.id)
    publishing.publish(ballot.id, pages=pages)


def latest(ballot: str) -> Report:
    """The last report; `NotFound` before the first."""
    newest = next(_newest_first(ballot, limit=1), None)
    if newest is None:
        raise NotFound("there is no report of this ballot yet")
    return newest


def listed(ballot: str, *, limit: int, after: dict[str, Any] | None) -> Reports:
    """The reports of a ballot, page by page; none of a ballot that is not reported yet."""
    found = _newest_first(ballot, limit=limit, after=after)
    items, last = list(found), found.last_evaluated_key
    return Reports(items, cursors.place_of(last, cursors.ENTRY))


def _newest_first(
    ballot: str, *, limit: int, after: dict[str, Any] | None = None
) -> ResultIterator[Report]:
    return Report.query(
        ballot,
        Report.part.startswith(REPORT),
        scan_index_forward=False,
        limit=limit,
        page_size=limit,
        last_evaluated_key=cursors.entry_of(after, ballot=ballot, begins=REPORT),
    )
