"""The report of a project: as a page, as JSON, and as a table."""

from http import HTTPStatus
from typing import Any, Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.domain import ideas
from chalicelib.domain.ideas import reporting, surveying
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.messages import say

blueprint = Capability(__name__)
CSV = "text/csv"


class FiguresView(Struct):
    """How many of them are in each cell; cells of fewer than five people, and any that would tell
    those, are counted as `suppressed_cells` alone."""

    cells: dict[str, int]
    suppressed_cells: int


class ReportedView(Struct):
    """An idea with what became of it, and why."""

    idea: str
    title: str
    state: str
    why: str | None
    reason: str | None


class ReportView(Struct):
    """`funnel` counts the ideas that ever reached each state. Districts and ages follow when
    residents have had their say; `ideas` go on at `next`."""

    project: str
    title: Text
    state: str
    people: int
    districts: FiguresView | None
    ages: FiguresView | None
    funnel: dict[str, int]
    ideas: list[ReportedView]
    next: str | None


class ReportQuery(Struct):
    cursor: str | None = None


class PageQuery(ReportQuery):
    format: Literal["page", "csv"] = "page"


@blueprint.api("GET /api/v1/projects/{id}/report", who=ANYONE, media={CSV: str})
def read_report(call: Call, id: str, query: ReportQuery) -> ReportView | Response:
    """Who took part, how far ideas came, what was decided, and what was not done and why. With
    `Accept: text/csv` the whole of it as a table."""
    found = _report(call, id, query)
    if CSV in call.request.headers.get("accept", ""):
        return _as_csv(found)
    return ReportView(
        id,
        found.plan.title,
        found.project.state,
        found.people,
        _figures(found.districts),
        _figures(found.ages),
        found.funnel,
        [ReportedView(one.idea, one.title, one.state, one.why, one.reason) for one in found.ideas],
        paging.cursor(found.last),
    )


@blueprint.page("GET /projects/{id}/report", who=ANYONE)
def report(call: Call, id: str, query: PageQuery) -> Response:
    """The same for people; `?format=csv` is the table."""
    found = _report(call, id, query)
    if query.format == "csv":
        return _as_csv(found)
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
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
        place=surveying.place,
        age=surveying.age,
        why=ideas.WHY,
        told=ideas.told,
    )


def _report(call: Call, id: str, query: ReportQuery) -> ideas.Report:
    return ideas.report(id, by=call.actor, at=call.at, after=paging.key(query.cursor))


def _figures(cells: Any) -> FiguresView | None:
    return FiguresView(cells.shown, cells.suppressed) if cells else None


def _as_csv(found: ideas.Report) -> Response:
    headers: dict[str, str | list[str]] = {
        "Content-Type": f"{CSV}; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{found.project.id}.csv"',
    }
    return Response(reporting.table(found).decode(), headers, HTTPStatus.OK)
