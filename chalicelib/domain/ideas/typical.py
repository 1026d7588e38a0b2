"""What a group holds that others do not, what everybody holds, and what finds support in every
group. No I/O.

The tests are those of Polis (polismath, `repness.clj` and `stats.clj`), at 90 %.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

SURE = 1.2816  # z of a one-sided test at 90 %
MOST = 5  # statements are told of each group, and of what everybody agrees or disagrees with


class Counts(NamedTuple):
    """How people answered a statement; ``given`` are all answers, those who passed among them."""

    agree: int
    disagree: int
    given: int

    @property
    def against(self) -> "Counts":
        """The same with agreement and disagreement exchanged."""
        return Counts(self.disagree, self.agree, self.given)

    def without(self, some: "Counts") -> "Counts":
        return Counts(*(n - m for n, m in zip(self, some, strict=True)))


class Held(NamedTuple):
    """That people agree, or disagree, with a statement, by its number; ``weight`` is how much
    that says of them."""

    statement: int
    agree: bool
    weight: float


def probability(counts: Counts) -> float:
    """That somebody of them agrees, by what is known so far (Laplace's rule of succession)."""
    return (counts.agree + 1) / (counts.given + 2)


def sureness(counts: Counts) -> float:
    """How far it is from chance that more than half of them agree: a z score."""
    given = counts.given + 1
    return 2 * math.sqrt(given) * ((counts.agree + 1) / given - 0.5)


def difference(some: Counts, others: Counts) -> float:
    """How far it is from chance that these agree more than the others: a z score."""
    agree, given = some.agree + 1, some.given + 1
    agree_too, given_too = others.agree + 1, others.given + 1
    of_all = (agree + agree_too) / (given + given_too)
    if of_all == 1:
        return 0.0
    width = math.sqrt(of_all * (1 - of_all) * (1 / given + 1 / given_too))
    return (agree / given - agree_too / given_too) / width


def typical(group: Sequence[Counts], everybody: Sequence[Counts]) -> list[Held]:
    """By what a group is told from the others: what it agrees with first, the most telling first;
    of each statement one of both at most."""
    held = []
    for number, (own, all_of_them) in enumerate(zip(group, everybody, strict=True)):
        others = all_of_them.without(own)
        sides = (
            _held(number, own, others, agree=True),
            _held(number, own.against, others.against, agree=False),
        )
        told = [side for side in sides if side]
        held += sorted(told, key=_heaviest)[:1]
    chosen = sorted(held, key=_heaviest)[:MOST]
    return sorted(chosen, key=lambda one: (not one.agree, *_heaviest(one)))


def shared(everybody: Sequence[Counts], groups: Sequence[Sequence[Counts]]) -> list[Held]:
    """What everybody holds: most agree, surely, and so does the greater part of each group; then
    what everybody is against."""
    found = []
    for agree in (True, False):
        sides = [_side(each, agree=agree) for each in everybody]
        parts = [[_side(each, agree=agree) for each in group] for group in groups]
        held = [
            Held(number, agree, probability(side) * sureness(side))
            for number, side in enumerate(sides)
            if sureness(side) > SURE and all(probability(part[number]) > 0.5 for part in parts)
        ]
        found += sorted(held, key=_heaviest)[:MOST]
    return found


def bridging(groups: Iterable[Counts]) -> float:
    """How much support there is across groups: the probability that one of each, taken by chance,
    all agree. However large a group is, without it there is none."""
    return math.prod(map(probability, groups))


def ranked(support: Mapping[str, Sequence[Counts]]) -> list[str]:
    """What most groups support first; of two alike the one with the smaller name."""
    return sorted(support, key=lambda name: (-round(bridging(support[name]), 9), name))


def _held(number: int, own: Counts, others: Counts, *, agree: bool) -> Held | None:
    """None unless it is sure that they agree, and that they do more than the others."""
    sure, apart = sureness(own), difference(own, others)
    if sure <= SURE or apart <= SURE:
        return None
    times = probability(own) / probability(others)
    return Held(number, agree, times * apart * probability(own) * sure)


def _side(counts: Counts, *, agree: bool) -> Counts:
    return counts if agree else counts.against


def _heaviest(held: Held) -> tuple[float, int]:
    return -held.weight, held.statement
