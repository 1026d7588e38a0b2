"""The round of every ten minutes: which ballots are to be reported, and the report of each."""

from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from chalicelib.domain.ballots import publishing, reports
from chalicelib.domain.ballots.definition import Definition
from chalicelib.domain.ballots.publishing import Pages, name_of
from chalicelib.domain.ballots.reports import Content, read, slot_of
from chalicelib.errors import NotFound
from chalicelib.models.ballot import HEAD, Ballot
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
    """A page of reports, the newest first, and the key after which the next page begins."""

    items: list[Report]
    last_key: dict[str, Any] | None


def call(*, at: datetime) -> int:
    """Enqueue every ballot that is announced and not counted yet; how many they were."""
    announced = Ballot.by_stage.query("scheduled")
    return queues.send(QUEUE, (Due(ballot.id, slot_of(at)) for ballot in announced))


def report(due: Due, *, at: datetime, pages: Pages) -> None:
    """Make the report that is due, if it is its time, and publish what is kept."""
    ballot = Ballot.get(due.id, HEAD, consistent_read=True)
    if ballot.state == "scheduled":
        definition = msgspec.convert(ballot.definition, Definition)
        reports.make(ballot.id, definition, due.slot, at=at)
    publishing.publish(ballot.id, pages=pages)


def latest(ballot: str) -> Report:
    """The last report; `NotFound` before the first."""
    newest: Report | None = next(iter(_newest_first(ballot, limit=1)), None)
    if newest is None:
        raise NotFound("there is no report of this ballot yet")
    return newest


def listed(ballot: str, *, limit: int, after: dict[str, Any] | None) -> Reports:
    """The reports of a ballot, page by page; none of a ballot that is not reported yet."""
    found = _newest_first(ballot, limit=limit, last_evaluated_key=after)
    return Reports(list(found), found.last_evaluated_key)


def _newest_first(ballot: str, *, limit: int, last_evaluated_key: Any = None) -> Any:
    return Report.query(
        ballot,
        Report.part.startswith(REPORT),
        scan_index_forward=False,
        limit=limit,
        page_size=limit,
        last_evaluated_key=last_evaluated_key,
    )
