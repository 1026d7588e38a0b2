"""What somebody gave to ideas, for themselves, where nothing is rated at the moment: with when it
was, or will be."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import keeping, phases
from chalicelib.domain.ideas.phases import Doing, Mode, Phase
from chalicelib.domain.ideas.rating.stands import Mine, mine_of, used_item
from chalicelib.models.base import together
from chalicelib.models.idea import HEAD, Idea
from chalicelib.models.project import Project
from chalicelib.models.rating import Rating, rater_of
from chalicelib.models.rating import place_of as rating_place

PAGE = 20
IDEAS = "I-"  # how their numbers begin: one has opinions of statements as well
TOLD = {"entity": "idea", "part": "place"}  # by a cursor


class Gave(NamedTuple):
    idea: Idea
    value: int


class Given(NamedTuple):
    """``mine`` is of the last phase in which ideas were rated, None if there was none yet;
    ``coming`` is the next one. Of pairs only is said how many they were."""

    mine: Mine | None
    coming: Phase | None
    items: Sequence[Gave] = ()
    last: Key | None = None


def closed(project: Project, at: datetime) -> bool:
    """Whether nothing is rated in it at this moment."""
    return not phases.allows(keeping.plan_of(project).phases, Doing.RATE, at)


def given(project: Project, *, by: Actor, at: datetime, after: Key | None = None) -> Given:
    """A page of it, in two round trips."""
    rated = [phase for phase in keeping.plan_of(project).phases if phase.rating]
    past = next((phase for phase in reversed(rated) if phase.over(at)), None)
    coming = next((one for one in rated if one.opens_at and one.opens_at > at), None)
    if past is None:
        return Given(None, coming)
    found, last = _page(project.id, past, by=by, after=after)
    used, *read = together(
        used_item(project.id, past, by), *((Idea, one.of, HEAD) for one in found), consistent=True
    )
    pairs = zip(read, found, strict=True)
    items = [Gave(idea, int(one.value)) for idea, one in pairs if idea]
    return Given(mine_of(past, used), coming, items, last)


def _page(
    project_id: str, phase: Phase, *, by: Actor, after: Key | None
) -> tuple[list[Rating], Key | None]:
    """What lies there of another phase is left out."""
    if phase.rating and phase.rating.mode is Mode.PAIRWISE:
        return [], None
    rater = rater_of(by.id, project_id)
    found = Rating.by_rater.query(
        rater,
        Rating.of.startswith(IDEAS),
        limit=PAGE,
        page_size=PAGE,
        last_evaluated_key=cursors.key_of(after, TOLD, rater=rater),
    )
    place = rating_place(phase.id, by.id)
    items = [one for one in found if one.place == place]
    return items, cursors.place_of(found.last_evaluated_key, TOLD)
