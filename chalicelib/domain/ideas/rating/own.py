"""What somebody gave to an idea before they became one of its authors: nobody rates an idea of
their own, so it does not count, and they have it back.

It is found whenever the idea is added up, which follows from every rating and every new author; so
it makes no difference which of the two came first, or that they came at once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.ideas.phases import Mode
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rating import giving, pairs
from chalicelib.models.idea import Idea
from chalicelib.models.rating import Rating, whose

MOST_AT_ONCE = 50  # comparisons with others may be hundreds: that it was rated is told of each


class Apart(NamedTuple):
    theirs: list[Rating]
    others: list[Rating]


def apart(idea: Idea, plan: Plan, ratings: Iterable[Rating], at: datetime) -> Apart:
    """What the idea's authors gave in phases that are not over, and all else: what is closed was
    given by people who wrote nothing of it at that time, and stays as it came out."""
    authors = set(idea.authors or ())
    open_ = {phase.id for phase in plan.phases if not phase.over(at)}
    found = Apart([], [])
    for one in ratings:
        phase, person = whose(one)
        (found.theirs if person in authors and phase in open_ else found.others).append(one)
    return found


def take_back(idea: Idea, plan: Plan, theirs: Sequence[Rating], *, at: datetime) -> None:
    """`Conflict` if somebody takes theirs back in this very moment; the message comes again."""
    for one in theirs[:MOST_AT_ONCE]:
        phase = plan.phase(whose(one)[0])
        assert phase, "a phase of an open project stays"
        assert phase.rating, "a phase that allows rating says how"
        let_go = pairs.let_go if phase.rating.mode is Mode.PAIRWISE else giving.let_go
        let_go(idea, phase, one, at=at)
