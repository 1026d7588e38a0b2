"""What there is to rate for somebody, what they gave, and how ideas rank."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.ideas import exposure, keeping, orders, projects
from chalicelib.domain.ideas.phases import Phase
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rating import rules, sheets
from chalicelib.domain.ideas.rating.giving import mine_in
from chalicelib.domain.ideas.rating.rules import Score
from chalicelib.domain.ideas.rating.stands import Mine, mine_of, phase_of, used_item
from chalicelib.domain.ideas.rating.sums import people_of, ranking_of
from chalicelib.domain.ideas.rules import PRIVATE, RATEABLE
from chalicelib.errors import NotFound
from chalicelib.models.base import Item, together
from chalicelib.models.exposure import Exposure, exposure_of
from chalicelib.models.idea import HEAD, SUMS, Idea, Sums
from chalicelib.models.idea_card import BEGINNING, WHOLE, Ranking, upto
from chalicelib.models.project import FUNNEL, Funnel, Participant, Project, place_of
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.rating import Rating
from chalicelib.models.rating import place_of as rating_place

PAGE = 20
MOST_GONE = 100  # ideas that are looked at, for one who has given to so many


class Choice(NamedTuple):
    """An idea to be rated; ``given`` is what this person gave it, ``own`` that they wrote it."""

    idea: Idea
    given: int | None
    own: bool


class Sheet(NamedTuple):
    """What one person sees who rates: a page of ideas in an order of their own, so that nobody is
    always first; what they have used; the number of the ``next`` page. ``gone`` are ideas that are
    not rated any more and have some of what this person may give, which they can take back."""

    project: Project
    plan: Plan
    mine: Mine
    joined: bool
    items: list[Choice]
    next: int | None
    gone: list[Choice]


class Ranked(NamedTuple):
    """An idea at its place, which equal ones share, with what came out for it so far; that is as
    sure as its interval."""

    place: int
    idea: Idea
    score: Score


class Order(NamedTuple):
    """A page of a ranking; ``ranked_at`` is None as long as nothing was ranked."""

    project: Project
    plan: Plan
    phase: Phase
    ranked_at: datetime | None
    items: list[Ranked]
    next: int | None


def sheet(
    project_id: str, *, by: Actor, at: datetime, page: int = 1, project: Project | None = None
) -> Sheet:
    """Three round trips, two where the project was read before; of ten thousand ideas the first
    hundred cost hardly more units than of a hundred."""
    known = project if project is not None else projects.find(project_id)
    phase = phase_of(known, by=by, at=at)
    shelf = ranking_of(project_id, phase.id)
    mine, used, *rankings = together(
        (Participant, *place_of(by.id, project_id)),
        used_item(project_id, phase, by),
        *((Ranking, shelf, place) for place in sheets.places(by.id, page * PAGE)),
        consistent=True,
    )
    ids, following = _page(*sheets.order(by.id, rankings), page=page)
    given = mine_of(phase, used)
    all_ids = list(dict.fromkeys((*ids, *_used_for(project_id, given, by, page=page))))
    where: list[Item] = [(Idea, one, HEAD) for one in all_ids]
    where += [(Rating, one, rating_place(phase.id, by.id)) for one in all_ids]
    found = together(*where, consistent=True)
    pairs = zip(found[: len(all_ids)], found[len(all_ids) :], strict=True)
    choices = [
        Choice(idea, int(rated.value) if rated else None, by.id in (idea.authors or ()))
        for idea, rated in pairs
        if idea
    ]
    rateable = [one for one in choices if one.idea.state in RATEABLE]
    items = [one for one in rateable if one.idea.id in ids]
    gone = [one for one in choices if one.given is not None and one not in rateable]
    plan = keeping.plan_of(known)
    return Sheet(known, plan, given, mine is not None, items, following, gone)


def _used_for(project_id: str, given: Mine, by: Actor, *, page: int) -> list[str]:
    """For which ideas somebody has used what is scarce: one read more, for who has, and on the
    first page."""
    if page > 1 or not given.used:
        return []
    return [str(one.of) for one in mine_in(project_id, given.phase, by)][:MOST_GONE]


def mine(
    project_id: str, *, by: Actor, at: datetime, project: Project | None = None
) -> tuple[Mine, dict[str, int]]:
    """What somebody gave in the phase that runs, by idea; of pairs, only how many."""
    known = project if project is not None else projects.find(project_id)
    phase = phase_of(known, by=by, at=at)
    (used,) = together(used_item(project_id, phase, by), consistent=True)
    given = {one.of: int(one.value) for one in mine_in(project_id, phase, by)}
    paired = phase.rating is not None and phase.rating.mode == "pairwise"
    return mine_of(phase, used), {} if paired else given


def order(
    project_id: str, phase_id: str, *, by: Actor, page: int = 1, ranking: Ranking | None = None
) -> Order:
    """How ideas rank in a phase, from the last time they were ranked; not before each was shown so
    often as it was said. Three round trips, two where the beginning of the ``ranking`` was read
    before, and goes as far."""
    lies = upto(page * PAGE)
    if ranking is None or lies == WHOLE:
        (ranking,) = together((Ranking, ranking_of(project_id, phase_id), lies))
    ids, following = _page(ranking.ideas, ranking.total, page=page) if ranking else ([], None)
    where: list[Item] = [(Project, project_id, PROJECT), (Funnel, project_id, FUNNEL)]
    where += [(Exposure, exposure_of(project_id), "-")]
    where += [(Idea, one, HEAD) for one in ids] + [(Sums, one, SUMS) for one in ids]
    project, funnel, shown, *found = together(*where)
    plan = keeping.plan_of(projects.visible(project, project_id, by))
    phase = plan.phase(phase_id)
    if phase is None or phase.rating is None:
        raise NotFound("ideas are not rated in such a phase")
    if ranking is None or not exposure.enough(shown, orders.floor(plan.phases)):
        return Order(project, plan, phase, None, [], None)
    people = people_of(funnel) if ranking.people is None else int(ranking.people)
    rows = zip(found[: len(ids)], found[len(ids) :], strict=True)
    items = [
        Ranked(
            ranking.place_of((page - 1) * PAGE + number),
            idea,
            rules.score(phase.rating.mode, _given(sums, phase_id), people=people),
        )
        for number, (idea, sums) in enumerate(rows, 1)
        if idea and idea.state not in PRIVATE  # taken down since
    ]
    return Order(project, plan, phase, ranking.ranked_at, items, following)


def _given(sums: Sums | None, phase: str) -> dict[str, int]:
    return dict(sums.given.get(phase, {})) if sums else {}


def _page(ids: Sequence[str], total: int, *, page: int) -> tuple[list[str], int | None]:
    begin = (page - 1) * PAGE
    more = page + 1 if begin + PAGE < total else None
    return list(ids[begin : begin + PAGE]), more


def along(id: str, **_: str) -> Item:
    """The project of a page about its ratings, to be read with whatever else is."""
    return (Project, id, PROJECT)


def ranking_item(id: str, phase: str) -> Item:
    return (Ranking, ranking_of(id, phase), BEGINNING)
