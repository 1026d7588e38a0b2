"""Laying reports where everybody reads them: a file for each, never written over, and the last."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence

from chalicelib.config import settings
from chalicelib.domain.ballots.reports import Content, QuestionFigures, read
from chalicelib.domain.ballots.turnout import Turnout
from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts
from chalicelib.models.log import REPORT, Published, Report, ReportsHead
from chalicelib.outbound import storage

FOREVER = 365 * 24 * 60 * 60
FRESH_FOR = 30  # seconds, what changes with each report
LISTED = 144  # on the page that lists them: a day; the others are found by the API
COLUMNS = ("ballot_id", "seq", "as_of", "figure", "name", "option", "n")

Figure = tuple[str, str, str, int]  # what is counted, of what, which option, how many
Pages = Callable[[str, Sequence[Content]], Mapping[str, str]]


def folder(ballot: str) -> str:
    return f"data/ballots/{ballot}/"


def name_of(report: Report) -> str:
    """``20160901T0610Z``, or ``final``."""
    return str(report.part).removeprefix(REPORT)


def publish(ballot: str, *, pages: Pages) -> int:
    """Publish what was kept and is not published; how many they were. ``pages`` draws the list.

    How far it came is noted last, so a run that is killed is made up for by the next.
    """
    kept, done = _number(ReportsHead, ballot), _number(Published, ballot)
    if kept == done:
        return 0
    newest = _newest(ballot, max(LISTED, kept - done))
    for report in reversed(newest[: kept - done]):
        _put_report(ballot, report)
    place = folder(ballot) + "reports/"
    _put(f"{place}latest.json", newest[0].content.encode(), "application/json")
    for name, page in pages(ballot, [read(report) for report in newest[:LISTED]]).items():
        _put(place + name, page.encode(), "text/html; charset=utf-8")
    _note(ballot, kept)
    return kept - done


def as_csv(content: Content) -> str:
    """A line for each figure of a report, with the moment that it is of."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    basis = content.turnout.basis
    for as_of, figures in (
        (content.as_of, _totals(content)),
        (basis.as_of if basis else content.as_of, _people(content.turnout)),
        (content.as_of, _answers(content)),
    ):
        start = (content.ballot_id, content.seq, f"{as_of:%Y-%m-%dT%H:%M:%SZ}")
        lines.writerows((*start, *figure) for figure in figures)
    return written.getvalue()


def _totals(content: Content) -> Iterator[Figure]:
    yield "turnout", "total", "", content.turnout.total


def _people(turnout: Turnout) -> Iterator[Figure]:
    for level, n in turnout.by_level.items():
        yield "level", level, "", n
    for cell in turnout.by_district:
        yield "district", cell.area, "", cell.n


def _answers(content: Content) -> Iterator[Figure]:
    for question in content.questions or ():
        yield from _of(question)


def _of(question: QuestionFigures) -> Iterator[Figure]:
    for option in question.options:
        yield "votes", question.id, option.id, option.n
        if option.borda is not None:
            yield "points", question.id, option.id, option.borda
    yield "abstain", question.id, "", question.abstain
    if question.asked is not None:
        yield "asked", question.id, "", question.asked


def _put_report(ballot: str, report: Report) -> None:
    """Both files say what was kept, so whoever lays them once more lays the same."""
    place = f"{folder(ballot)}reports/{name_of(report)}"
    as_json, table = report.content.encode(), as_csv(read(report)).encode()
    for content, kind in ((as_json, "json"), (table, "csv")):
        storage.put_once(
            settings.data_bucket, f"{place}.{kind}", content, kind=KINDS[kind], fresh_for=FOREVER
        )


KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def _put(key: str, content: bytes, kind: str) -> None:
    storage.put(settings.data_bucket, key, content, kind=kind, fresh_for=FRESH_FOR)


def _newest(ballot: str, most: int) -> list[Report]:
    return list(
        Report.query(
            ballot,
            Report.part.startswith(REPORT),
            scan_index_forward=False,
            consistent_read=True,
            limit=most,
        )
    )


def _number(of: type[ReportsHead] | type[Published], ballot: str) -> int:
    try:
        return int(of.get(ballot, of.part.default, consistent_read=True).number)
    except of.DoesNotExist:
        return 0


def _note(ballot: str, number: int) -> None:
    """How far it came, unless another run came further."""
    try:
        with conflicts("another run has published more"):
            Published(ballot, number=number).save(
                Published.part.does_not_exist() | (Published.number < number)
            )
    except Conflict:
        return
