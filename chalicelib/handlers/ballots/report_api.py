"""Reports of ballots over HTTP, as JSON."""

from datetime import datetime
from http import HTTPStatus
from typing import Any

from chalice.app import Response
from msgspec import Struct, field

from chalicelib.domain.ballots import checking, reporting
from chalicelib.domain.ballots.reporting import Report
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.edge.paging import Limit

blueprint = Capability(__name__)


class ReportsQuery(Struct):
    limit: Limit = 50
    cursor: str | None = None


class GapView(Struct):
    """Slots of ten minutes that were not reported, the first and the last of them, and how many."""

    first: datetime = field(name="from")
    last: datetime = field(name="to")
    n: int


class ReportView(Struct):
    """A report in short, and where its files are; addresses are relative to the portal."""

    seq: int
    as_of: datetime
    votes: int
    sha256: str
    prev_sha256: str
    missed: list[GapView]
    json: str
    csv: str


class ReportPage(Struct):
    """The newest first; ``next`` is the cursor of the page that follows."""

    items: list[ReportView]
    next: str | None = None


@blueprint.api("GET /api/v1/ballots/{id}/reports", who=ANYONE)
def list_reports(call: Call, id: str, query: ReportsQuery) -> ReportPage:
    """The 10-minute reports of a ballot, the newest first, with the digests that bind them."""
    page = reporting.listed(id, limit=query.limit, after=paging.key(query.cursor))
    return ReportPage([_view(id, report) for report in page.items], paging.cursor(page.last))


@blueprint.api(
    "GET /api/v1/ballots/{id}/reports/latest",
    who=ANYONE,
    media={"application/json": dict[str, Any]},
)
def latest_report(call: Call, id: str) -> Response:
    """The last report of a ballot, byte by byte as it was published. While the ballot runs, votes
    by level and district are not of its own moment but of the report named in `turnout.basis`: they
    go in steps of 25 votes, each told when the next one ends, and none moves by fewer than five
    people, lest two reports tell who came between them. The last one of all is exact."""
    content = reporting.latest(id).content
    return Response(content, {"Content-Type": "application/json"})


@blueprint.api("GET /api/v1/ballots/{id}/audit.zip", who=ANYONE, status=303)
def audit_kit(call: Call, id: str) -> Response:
    """The audit kit of a ballot that is over: all that it takes to count it again (303)."""
    return Response("", {"Location": checking.kit(id, by=call.actor)}, HTTPStatus.SEE_OTHER)


def _view(ballot_id: str, report: Report) -> ReportView:
    content = reporting.read(report)
    place = f"/data/ballots/{ballot_id}/reports/{reporting.name_of(report)}"
    return ReportView(
        seq=content.seq,
        as_of=content.as_of,
        votes=content.turnout.total,
        sha256=content.sha256,
        prev_sha256=content.prev_sha256,
        missed=[GapView(gap.first, gap.last, gap.n) for gap in content.missed],
        json=f"{place}.json",
        csv=f"{place}.csv",
    )
