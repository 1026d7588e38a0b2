"""Counting: what one vote adds to the figures, and what the figures say when they are read.

A figure is a name and a whole number (`docs/ballots.md`), so votes may be added in any order, in
any bundles, and come to the same. Nothing here knows who voted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from chalicelib.domain.ballots.definition import Answers, Definition, Question, Type

Counts = Mapping[str, int]


class Paper(Protocol):
    """What counting reads of an unsealed vote; a district and an age may be unknown."""

    @property
    def answers(self) -> Answers: ...
    @property
    def level(self) -> int: ...
    @property
    def district(self) -> str | None: ...
    @property
    def age(self) -> str | None: ...


def figures(paper: Paper, definition: Definition) -> Counts:
    """What this one vote adds, by the name of the figure."""
    level = f"L{paper.level}"
    counted = Counter({f"votes.{level}": 1})
    if paper.district:
        counted[f"district.{paper.district}"] = 1
    if paper.age:
        counted[f"age.{paper.age}"] = 1
    for question in definition.questions:
        counted.update(_answered(question, paper.answers.get(question.id, []), level))
    return counted


def add(many: Iterable[Counts]) -> dict[str, int]:
    """All of it together, by name; names are sorted, so that the same sum is the same text."""
    total: Counter[str] = Counter()
    for counts in many:
        total.update(counts)
    return dict(sorted(total.items()))


def _answered(question: Question, chosen: Sequence[str], level: str) -> Counts:
    if not chosen:
        return {f"{question.id}..{level}": 1}
    if question.type is not Type.RANK:
        return {f"{question.id}.{option}.{level}": 1 for option in chosen}
    points = {
        f"{question.id}.{option}.borda.{level}": borda(question, place)
        for place, option in enumerate(chosen, start=1)
    }
    return {f"{question.id}.{chosen[0]}.{level}": 1, **points}


def borda(question: Question, place: int) -> int:
    """Points of an option that was put there: one for each option that could stand below.

    The last of all has none, and what was not ranked has none.
    """
    return len(question.options) - place
