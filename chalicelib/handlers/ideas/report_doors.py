"""The report of a project: as a page, as JSON, and as a table."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.config import settings
from chalicelib.domain import ideas
from chalicelib.domain.ideas import reporting, surveying
from chalicelib.domain.ideas.consensus import Consensus
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.edge.paging import CursorQuery
from chalicelib.messages import say

blueprint = Capability(__name__)
CSV = "text/csv"


class FiguresView(Struct):
    """How many of them are in each cell; cells of fewer than five people, and any that would tell
    those, are counted as `suppressed_cells` alone."""

    cells: dict[str, int]
    suppressed_cells: int


class AgreedView(Struct):
    """Whether people agree with the statement, or are against it: `n` of the `of` who answered."""

    statement: str
    text: str
    agree: bool
    n: int
    of: int


class ConsensusView(Struct):
    """What all agree on by the opinion map, as it was drawn last."""

    drawn_at: datetime
    statements: list[AgreedView]


class ReportedView(Struct):
    """An idea with what became of it, and why."""

    idea: str
    title: str
    state: str
    why: str | None
    reason: str | None


class ProjectReportView(Struct):
    """`funnel` counts the ideas that ever reached each state. Districts and ages follow when
    residents have had their say, `consensus` when there is an opinion map; `ideas` go on at `next`.
    `table` is where the whole of it lies as CSV, as it was at `drawn_at`; of an open project it is
    made anew every hour."""

    project: str
    title: Text
    state: str
    people: int
    districts: FiguresView | None
    ages: FiguresView | None
    consensus: ConsensusView | None
    funnel: dict[str, int]
    ideas: list[ReportedView]
    next: str | None
    table: str | None
    drawn_at: datetime | None


class ReportQuery(CursorQuery):
    format: Literal["page", "csv"] = "page"


@blueprint.api("GET /api/v1/projects/{id}/report", who=ANYONE, media={CSV: str}, headers=("Link",))
def read_report(call: Call, id: str, query: CursorQuery) -> ProjectReportView | Response:
    """Who took part, what all agree on, how far ideas came, what was decided, and what was not done
    and why. With `Accept: text/csv` it is a table: the figures and the first ideas, then ideas page
    by page, the next one named in the header `Link` (rel=next, RFC 8288)."""
    found = _report(call, id, query)
    if CSV in call.request.headers.get("accept", ""):
        return _as_csv(call, found)
    return ProjectReportView(
        id,
        found.plan.title,
        found.project.state,
        found.people,
        _figures(found.districts),
        _figures(found.ages),
        _consensus(found.consensus),
        found.funnel,
        [ReportedView(one.idea, one.title, one.state, one.why, one.reason) for one in found.ideas],
        paging.cursor(found.last),
        f"{settings.portal_url}/{reporting.DRAWN_AT.format(id, 'csv')}" if found.drawn_at else None,
        found.drawn_at,
    )


@blueprint.page("GET /projects/{id}/report", who=ANYONE)
def report(call: Call, id: str, query: ReportQuery) -> Response:
    """The same for people; `?format=csv` is the page as a table."""
    found = _report(call, id, query)
    if query.format == "csv":
        return _as_csv(call, found)
    return call.render(
        "ideas/fate/report.html",
        title=call.tell(say("Report: %(title)s", title=found.plan.title[call.language])),
        report=found,
        plan=found.plan,
        project=found.project,
        respond_by=ideas.respond_by(found.plan),
        agency=catalogue.agency(found.plan.agency),
        refused=[one for one in found.ideas if reporting.not_done(one)],
        others=[one for one in found.ideas if not reporting.not_done(one)],
        asked=query.cursor,
        cursor=paging.cursor(found.last),
        place=surveying.place,
        age=surveying.age,
        why=ideas.WHY,
        told=ideas.told,
    )


def _report(call: Call, id: str, query: CursorQuery) -> ideas.Report:
    return ideas.report(id, by=call.actor, at=call.at, after=paging.key(query.cursor))


def _figures(cells: Any) -> FiguresView | None:
    return FiguresView(cells.shown, cells.suppressed) if cells else None


def _consensus(found: Consensus | None) -> ConsensusView | None:
    if found is None:
        return None
    return ConsensusView(
        found.drawn_at,
        [AgreedView(one.statement, one.text, one.agree, one.n, one.of) for one in found.statements],
    )


def _as_csv(call: Call, found: ideas.Report) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": f"{CSV}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{found.project.id}.csv"',
    }
    if cursor := paging.cursor(found.last):
        headers["Link"] = call.link(cursor)
    return Response(reporting.table(found, found.ideas).decode(), headers, HTTPStatus.OK)
