"""The statements of a project: the newest first, or those that most agree with."""

from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import keeping, projects
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.problems.rules import State
from chalicelib.domain.ideas.problems.stating import asked_in, find, stage_of, unknown
from chalicelib.models.base import Item, together
from chalicelib.models.idea import SUMS, Sums
from chalicelib.models.idea_card import Ranking, problems_of
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of
from chalicelib.models.rating import Rating
from chalicelib.models.rating import place_of as rating_place
from chalicelib.models.statement import HEAD, Statement

PAGE, MOST = 20, 30


class Voices(NamedTuple):
    """How many agree with a statement, pass, and disagree."""

    agree: int = 0
    passing: int = 0
    disagree: int = 0


class Seen(NamedTuple):
    """A statement with what people think of it, and what this person does."""

    statement: Statement
    voices: Voices
    mine: int | None = None


class Statements(NamedTuple):
    project: Project
    plan: Plan
    joined: bool
    items: list[Seen]
    last: Key | None = None


def statements(
    project_id: str,
    *,
    by: Actor,
    limit: int = PAGE,
    after: Key | None = None,
    project: Project | None = None,
) -> Statements:
    """The newest first: a query for the page, and a batch for what it says."""
    known = project if project is not None else projects.find(project_id)
    plan = keeping.plan_of(projects.visible(known, project_id, by))
    stage = stage_of(project_id)
    found = Project.by_stage.query(
        stage,
        scan_index_forward=False,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=cursors.key_of(after, cursors.STAGE, stage=stage, part=HEAD),
    )
    ids = [str(one.id) for one in found]
    last = cursors.place_of(found.last_evaluated_key, cursors.STAGE)
    joined, items = _read(known, plan, ids, by=by)
    return Statements(known, plan, joined, items, last)


def top(
    project_id: str,
    *,
    by: Actor,
    project: Project | None = None,
    ranking: Ranking | None = None,
) -> Statements:
    """Those that most agree with, as the worker ranked them last."""
    known = project if project is not None else projects.find(project_id)
    plan = keeping.plan_of(projects.visible(known, project_id, by))
    if ranking is None:
        (ranking,) = together((Ranking, problems_of(project_id), "-"))
    ids = list(ranking.ideas)[:PAGE] if ranking else []
    joined, items = _read(known, plan, ids, by=by)
    return Statements(known, plan, joined, items)


def shown(
    statement_id: str, *, by: Actor, statement: Statement | None = None
) -> tuple[Seen, Project]:
    """One statement with its project, as everybody sees it once it is published, and before that
    its author."""
    known = statement if statement is not None else find(statement_id)
    theirs = by.signed_in and known.person == by.id
    if not (theirs or known.state == State.PUBLISHED):
        raise unknown(statement_id)
    project, sums = together(
        (Project, known.project, PROJECT), (Sums, statement_id, SUMS), consistent=True
    )
    asked = asked_in(keeping.plan_of(projects.visible(project, known.project, by)))
    mine = None
    if asked and by.signed_in:
        (mine,) = together((Rating, statement_id, rating_place(asked, by.id)), consistent=True)
    return _seen(known, sums, mine), project


def how_many(project_id: str) -> int:
    """The published statements of a project, a moment behind."""
    return Project.by_stage.count(stage_of(project_id))


def item(id: str) -> Item:
    """Where a statement lies, to be read along with something else."""
    return (Statement, id, HEAD)


def voices(sums: Sums | None) -> Voices:
    """What was said in all phases that asked."""
    each = list((sums.given if sums else {}).values())
    agree, passing, disagree = (sum(one.get(said, 0) for one in each) for said in ("1", "0", "-1"))
    return Voices(agree, passing, disagree)


def _read(project: Project, plan: Plan, ids: list[str], *, by: Actor) -> tuple[bool, list[Seen]]:
    asked = asked_in(plan) if by.signed_in else None
    where: list[Item] = []
    for one in ids:
        where += [(Statement, one, HEAD), (Sums, one, SUMS)]
        if asked:
            where.append((Rating, one, rating_place(asked, by.id)))
    if by.signed_in:
        where.append((Participant, *place_of(by.id, project.id)))
    found = together(*where, consistent=True)
    joined = bool(found and by.signed_in and found[-1])
    each = 3 if asked else 2
    rows = [found[n * each : (n + 1) * each] for n in range(len(ids))]
    return joined, [_seen(*row) for row in rows if row[0]]


def _seen(statement: Statement, sums: Sums | None, mine: Rating | None = None) -> Seen:
    return Seen(statement, voices(sums), int(mine.value) if mine else None)
