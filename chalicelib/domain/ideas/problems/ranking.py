"""Which problems most people agree with: the worker ranks them for the phase in which ideas are
given."""

from datetime import datetime

from chalicelib.domain.ideas.problems.framing import SHOWN, laid
from chalicelib.domain.ideas.problems.listing import voices
from chalicelib.domain.ideas.problems.stating import stage_of
from chalicelib.domain.ideas.rating import intervals, sums
from chalicelib.models.base import together
from chalicelib.models.idea import SUMS, Sums
from chalicelib.models.idea_card import Ranking, problems_of
from chalicelib.models.project import Project


def rank(project_id: str, *, at: datetime) -> None:
    """Lay the statements of a project into the order of the share that agrees with them, of as few
    as it can be (the lower end of the interval), so that one vote makes no first place."""
    ids = [str(one.id) for one in Project.by_stage.query(stage_of(project_id))]
    if not ids:
        return  # there were none before either: what is published stays
    found: list[Sums | None] = together(*((Sums, one, SUMS) for one in ids), consistent=True)
    agreed = {one: _agreed(each) for one, each in zip(ids, found, strict=True)}
    order = sorted(ids, key=lambda one: (-agreed[one], one))
    sums.lay(Ranking(problems_of(project_id), ideas=order, ranked_at=at))
    first = [one for one in order[:SHOWN] if agreed[one]]
    sums.keep_later(laid(project_id, first, at=at))


def _agreed(found: Sums | None) -> float:
    agree, passing, disagree = voices(found)
    return intervals.wilson(agree, agree + passing + disagree).low
