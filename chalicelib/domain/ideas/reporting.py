"""The report of a project: who took part, what all agree on, how far ideas came, what was decided,
and what was not done and why. All of it is counted from what happened."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from pynamodb.expressions.update import Action

from chalicelib.actors import ANONYMOUS, Actor
from chalicelib.config import settings
from chalicelib.domain import cells
from chalicelib.domain.cells import Cells
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import cards, consensus, listing, phases, projects
from chalicelib.domain.ideas.consensus import Consensus
from chalicelib.domain.ideas.keeping import plan_of
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import PRIVATE, State
from chalicelib.models.base import together
from chalicelib.models.idea_card import Card
from chalicelib.models.opinion_map import SHOWN, OpinionMap, map_of
from chalicelib.models.project import CROWD, FUNNEL, HEAD, Crowd, Funnel, Project

COLUMNS = ("section", "key", "title", "value", "of", "why", "reason")
REACHED = tuple(state for state in State if state not in PRIVATE)
PAGE = 100  # ideas; what a function answers has to stay below 6 MB (AWS Lambda, quotas)
DRAWN_AT = "data/projects/{}/report.{}"  # in the bucket of open data, and so is its address
MOST_DRAWN = 200  # ideas of each kind that the document names; the table has all of them


class Report(NamedTuple):
    """``drawn_at`` is of when the document and the whole table are, ``drawn`` by what it is known
    whether they would be others now. ``districts`` and ``ages`` are None until residents have had
    their say: figures that grow while people look on would tell who has just come. ``consensus`` is
    None if there is no opinion map. ``first`` says that the page of ideas is the first one, and
    ``last`` where it goes on."""

    project: Project
    plan: Plan
    people: int
    funnel: dict[str, int]
    districts: Cells | None
    ages: Cells | None
    consensus: Consensus | None
    drawn_at: datetime | None
    drawn: str | None
    ideas: list[Card]
    first: bool
    last: Key | None


def report(
    project_id: str, *, by: Actor, at: datetime, after: Key | None = None, limit: int = PAGE
) -> Report:
    """With a page of its ideas; two round trips."""
    project, funnel, crowd, drawn = together(
        (Project, project_id, HEAD),
        (Funnel, project_id, FUNNEL),
        (Crowd, project_id, CROWD),
        (OpinionMap, map_of(project_id), SHOWN),
        consistent=True,
    )
    seen = projects.visible(project, project_id, by)
    if seen.state == projects.DRAFT:
        raise projects.unknown(project_id)
    plan = plan_of(seen)
    ideas = listing.of_project(project_id, limit=limit, after=after)
    shown = crowd if crowd and _over(seen, plan, at) else None
    return Report(
        seen,
        plan,
        int(funnel.people) if funnel else 0,
        funnel_of(funnel),
        cells.safe(_counted(shown.districts)) if shown else None,
        cells.safe(_counted(shown.ages)) if shown else None,
        consensus.of(drawn),
        crowd.reported_at if crowd else None,
        crowd.reported if crowd else None,
        ideas.items,
        after is None,
        ideas.last,
    )


def funnel_of(funnel: Funnel | None) -> dict[str, int]:
    """How many ideas ever reached each state that everybody sees, in the order of the way."""
    return {str(state): int(getattr(funnel, state)) if funnel else 0 for state in REACHED}


def ideas_of(project_id: str) -> Iterator[Card]:
    """All published ideas of a project, the last published first."""
    after: Key | None = None
    while True:
        page = listing.of_project(project_id, limit=listing.MOST, after=after)
        yield from page.items
        if (after := page.last) is None:
            return


def not_done(card: Card) -> bool:
    return cards.CLASSES[State(card.state)] == "not_done"


def rows(found: Report, ideas: Iterable[Card]) -> Iterator[tuple[Any, ...]]:
    """The report with these ideas as a table, one line after the other; see `COLUMNS`. A page that
    is not the first has ideas alone."""
    if found.first:
        yield from ((*line, None, None) for line in _figures(found))
    for card in ideas:
        yield "idea", card.idea, card.title, card.state, None, card.why, card.reason


def table(found: Report, ideas: Iterable[Card]) -> bytes:
    """The same as CSV."""
    from chalicelib.domain import datasets  # nothing else here writes files

    return b"".join(map(datasets.line, (COLUMNS, *rows(found, ideas))))


def keep_up(project_id: str, *, at: datetime) -> None:
    """Hourly: the report of an open project so far, drawn anew if anything in it is different. One
    that is closed meanwhile is not left with what was drawn before."""
    while _draw(project_id, at=at, anew=False).state != projects.find(project_id).state:
        continue


def draw(project_id: str, *, at: datetime) -> None:
    """Lay the report as a document and as a table where everybody finds it; drawn twice it is the
    same."""
    _draw(project_id, at=at, anew=True)


def _draw(project_id: str, *, at: datetime, anew: bool) -> Project:
    """The project comes back as it was then."""
    found = report(project_id, by=ANONYMOUS, at=at, limit=1)
    ideas = list(ideas_of(project_id))
    rows = table(found, ideas)
    drawn = sha256(rows + f"{found.project.version}".encode()).hexdigest()
    if anew or drawn != found.drawn:
        _publish(project_id, "pdf", _document(found, ideas, at=at), "application/pdf")
        _publish(project_id, "csv", rows, "text/csv; charset=utf-8")
    done: list[Action] = [Crowd.reported_at.set(at), Crowd.reported.set(drawn)]
    Crowd(project_id).update(done, condition=Crowd.project.exists())
    return found.project


def _document(found: Report, ideas: Iterable[Card], *, at: datetime) -> bytes:
    from chalicelib.domain.ideas import report_sheets  # the API draws nothing
    from chalicelib.outbound import paper

    known = list(ideas)
    refused = [card for card in known if not_done(card)][:MOST_DRAWN]
    others = [card for card in known if not not_done(card)][:MOST_DRAWN]
    address = f"{settings.portal_url}/projects/{found.project.id}/report"
    sheets = report_sheets.of(found, report_sheets.Named(refused, others), at=at)
    return paper.draw(sheets, address=address, code=str(found.project.id))


def _figures(found: Report) -> Iterator[tuple[Any, ...]]:
    yield "people", "all", None, found.people, None
    for section, figures in (("district", found.districts), ("age", found.ages)):
        if figures:
            yield from ((section, key, None, n, None) for key, n in figures.shown.items())
            yield section, "suppressed_cells", None, figures.suppressed, None
    for one in found.consensus.statements if found.consensus else ():
        held = "consensus_agree" if one.agree else "consensus_disagree"
        yield held, one.statement, one.text, one.n, one.of
    yield from (("funnel", state, None, n, None) for state, n in found.funnel.items())


def _publish(project_id: str, ending: str, content: bytes, kind: str) -> None:
    from chalicelib.outbound import storage

    address = DRAWN_AT.format(project_id, ending)
    storage.put(settings.data_bucket, address, content, kind=kind, fresh_for=60)


def _over(project: Project, plan: Plan, at: datetime) -> bool:
    until = phases.asked_until(plan.phases)
    return project.state == projects.CLOSED or bool(until and until <= at)


def _counted(figures: Any) -> dict[str, int]:
    return {str(name): int(n) for name, n in figures.as_dict().items()}
