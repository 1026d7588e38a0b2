"""How a ballot stands and what came out, and whether one's own vote is in it: for everybody."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.domain.ballots import checking, results, signing
from chalicelib.domain.ballots.counting import Outcome
from chalicelib.domain.ballots.definition import Question
from chalicelib.domain.ballots.reports import Content, QuestionFigures
from chalicelib.domain.ballots.results import Standings
from chalicelib.domain.ballots.turnout import STEP
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.errors import NotFound
from chalicelib.messages import say

blueprint = Capability(__name__)

CHECK = say("Check my vote")
OTHERS = Text("Оставили решать другим", "Left to others")


class ResultsQuery(Struct):
    """``figures`` is the part that changes, by which a page that is open keeps up."""

    part: Literal["figures"] | None = None


class CheckForm(Struct):
    """What a browser without scripts sends: the code itself, or its locator h."""

    code: str


class Bar(NamedTuple):
    """A figure, and how long it is drawn: the longest of its kind is 100."""

    text: Text
    n: int
    length: float
    points: int | None = None
    share: int | None = None  # percent of those who were asked, where not everybody was


class Shown(NamedTuple):
    """A question with its bars; ``outcome`` once it is final, its ids told by ``names``."""

    question: Question
    bars: list[Bar]
    abstain: Bar
    names: Mapping[str, Text]
    outcome: Outcome | None
    asked: int | None  # how many were, where not everybody was


@blueprint.page("GET /ballots/{id}/results", who=ANYONE)
def results_page(call: Call, id: str, query: ResultsQuery) -> Response:
    """How the ballot stands: figures that may be seen, turnout, and every report."""
    found = results.standings(id, by=call.actor)
    newest = found.reports[0] if found.reports else None
    return call.render(
        "ballots/results_figures.html" if query.part else "ballots/results.html",
        title=found.asked.title[call.language],
        ballot=found.ballot,
        asked=found.asked,
        reports=found.reports,
        newest=newest,
        districts=_districts(newest) if newest else [],
        step=STEP,
        questions=_shown(found) if newest else [],
        results=found.results,
        corrections=found.corrections,
    )


@blueprint.page("GET /ballots/{id}/check", who=ANYONE)
def check_page(call: Call, id: str) -> Response:
    """Whether one's vote is in the log. With scripts the code does not leave the browser."""
    asked = checking.asked(id, by=call.actor)
    return call.render(
        "ballots/check.html",
        title=call.tell(CHECK),
        asked=asked,
        key=signing.verifier(id),
    )


@blueprint.page("POST /ballots/{id}/check", who=ANYONE, again=check_page)
def check_without_scripts(call: Call, id: str, form: CheckForm) -> Response:
    """The same for a browser that runs no scripts: the city then sees the code, and says so."""
    looked = checking.look_up(id, form.code, by=call.actor)
    return call.render(
        "ballots/checked.html",
        title=call.tell(CHECK),
        asked=looked.asked,
        h=looked.h,
        found=looked.found,
        seen=not checking.is_locator(form.code),
    )


def _shown(found: Standings) -> list[Shown]:
    told = {figures.id: figures for figures in found.questions or ()}
    final = {outcome.id: outcome for outcome in found.results.questions} if found.results else {}
    return [
        _question(question, told[question.id], final.get(question.id))
        for question in found.asked.questions
        if question.id in told
    ]


def _question(
    question: Question, told: QuestionFigures | Outcome, outcome: Outcome | None
) -> Shown:
    names = {option.id: option.text for option in question.options}
    most = max(1, *(option.n for option in told.options), told.abstain)
    asked = told.asked

    def bar(text: Text, n: int, points: int | None = None) -> Bar:
        return Bar(text, n, 100 * n / most, points, round(100 * n / asked) if asked else None)

    bars = [bar(names[option.id], option.n, option.borda) for option in told.options]
    return Shown(question, bars, bar(OTHERS, told.abstain), names, outcome, asked)


def _districts(report: Content) -> list[Bar]:
    """Where votes came from, the most first."""
    cells = sorted(report.turnout.by_district, key=lambda cell: -cell.n)
    most = cells[0].n if cells else 1
    return [Bar(_title(cell.area), cell.n, 100 * cell.n / most) for cell in cells]


def _title(area: str) -> Text:
    try:
        return catalogue.area(area).title
    except NotFound:
        return Text(area, area)
