"""Counting: what one vote adds to the figures, and what the figures say when they are read.

A figure is a name and a whole number (`docs/ballots.md`), so votes may be added in any order, in
any bundles, and come to the same. Nothing here knows who voted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from chalicelib.domain.ballots import conditions
from chalicelib.domain.ballots.definition import Answers, Definition, Question, Type
from chalicelib.domain.ballots.runoff import Runoff, runoff
from chalicelib.domain.cells import FEW, safe

Counts = Mapping[str, int]
Rankings = Mapping[str, Iterable[Sequence[str]]]  # of each question the answers of all
ASKED = "*"  # in a figure's name, in the place of an option: how many were asked; none is called so


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


class Chosen(msgspec.Struct, frozen=True, omit_defaults=True):
    """How often an option was chosen; of a ranking, how often it was put first."""

    id: str
    n: int
    by_level: dict[str, int] = {}
    borda: int | None = None


class Outcome(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one question. ``leading`` is who has the most, of a ranking by points.
    ``asked`` is how many were asked it, where not everybody was.

    ``tied`` have equally many where it matters: several lead, or the money was enough for some of
    them. ``mean`` is of ratings, with two decimals.
    """

    id: str
    type: Type
    options: tuple[Chosen, ...]
    abstain: int
    leading: tuple[str, ...]
    tied: tuple[str, ...] = ()
    mean: str | None = None
    runoff: Runoff | None = None
    funded: tuple[str, ...] | None = None
    asked: int | None = None

    def asked_of(self, votes: int) -> int:
        """How many were asked, of so many who voted."""
        return votes if self.asked is None else self.asked


class Results(msgspec.Struct, frozen=True):
    """``advisory`` if there were fewer votes than the quorum: the city is not bound by it. Nothing
    is in ``by_level`` if fewer than five people of a level have voted."""

    votes: int
    by_level: dict[str, int]
    advisory: bool
    questions: tuple[Outcome, ...]

    @property
    def opinions(self) -> int:
        """Questions that were answered, over all votes; what was left to others is no opinion."""
        return sum(outcome.asked_of(self.votes) - outcome.abstain for outcome in self.questions)


def results(definition: Definition, counts: Counts, rankings: Rankings | None = None) -> Results:
    """What the figures say. Instant runoff is counted if all ``rankings`` are at hand."""
    by_level = levels(counts)
    votes = sum(by_level.values())
    questions = tuple(
        _outcome(
            question, counts, _asked(question, counts, by_level), (rankings or {}).get(question.id)
        )
        for question in definition.questions
    )
    return Results(votes, safe(by_level).shown, votes < definition.quorum, questions)


def levels(counts: Counts) -> dict[str, int]:
    """How many people of each assurance level have voted."""
    return under("votes.", counts)


def under(prefix: str, counts: Counts) -> dict[str, int]:
    """The figures whose names begin so, by what follows: ``under("district.", …)``."""
    return {
        name.removeprefix(prefix): counts[name]
        for name in sorted(counts)
        if name.startswith(prefix)
    }


def figures(paper: Paper, definition: Definition) -> Counts:
    """What this one vote adds, by the name of the figure."""
    level = f"L{paper.level}"
    counted = Counter({f"votes.{level}": 1})
    if paper.district:
        counted[f"district.{paper.district}"] = 1
    if paper.age:
        counted[f"age.{paper.age}"] = 1
    for question in definition.questions:
        if conditions.asks(question, paper.answers):
            counted.update(_answered(question, paper.answers.get(question.id, []), level))
            counted.update({f"{question.id}.{ASKED}.{level}": 1} if question.only_if else {})
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


def _asked(question: Question, counts: Counts, by_level: Counts) -> Counts:
    """How many of each level were asked a question."""
    if question.only_if is None:
        return by_level
    return {level: counts.get(f"{question.id}.{ASKED}.{level}", 0) for level in by_level}


def _outcome(
    question: Question,
    counts: Counts,
    asked: Counts,
    rankings: Iterable[Sequence[str]] | None,
) -> Outcome:
    is_rank = question.type is Type.RANK
    options = tuple(_chosen(question, option.id, counts, asked) for option in question.options)
    leading = _leading({o.id: o.n if o.borda is None else o.borda for o in options})
    ids = [option.id for option in options]
    funded = _funded(question, options) if question.type is Type.BUDGET else None
    return Outcome(
        question.id,
        question.type,
        options,
        abstain=sum(under(f"{question.id}..", counts).values()),
        leading=leading,
        tied=_tied(leading) if funded is None else _divided(options, funded),
        mean=_mean(options) if question.type is Type.RATING else None,
        runoff=runoff(ids, rankings) if is_rank and rankings is not None else None,
        funded=funded,
        asked=sum(asked.values()) if question.only_if else None,
    )


def _chosen(question: Question, option: str, counts: Counts, levels: Counts) -> Chosen:
    """By level only if nobody is alone with a few others on theirs."""
    by_level = {level: counts.get(f"{question.id}.{option}.{level}", 0) for level in levels}
    points = {level: counts.get(f"{question.id}.{option}.borda.{level}", 0) for level in levels}
    return Chosen(
        option,
        sum(by_level.values()),
        by_level if min(levels.values(), default=0) >= FEW else {},
        sum(points.values()) if question.type is Type.RANK else None,
    )


def _leading(points: Mapping[str, int]) -> tuple[str, ...]:
    most = max(points.values(), default=0)
    return tuple(option for option, n in points.items() if n == most and most)


def _tied(leading: tuple[str, ...]) -> tuple[str, ...]:
    return leading if len(leading) > 1 else ()


def _divided(options: Sequence[Chosen], funded: Sequence[str]) -> tuple[str, ...]:
    """Projects with as many votes as one that fared otherwise: the rule decided, not the votes."""
    fared: dict[int, set[bool]] = {}
    for option in options:
        fared.setdefault(option.n, set()).add(option.id in funded)
    return tuple(option.id for option in options if option.n and len(fared[option.n]) > 1)


def _mean(options: Sequence[Chosen]) -> str | None:
    """Of marks, which are their options' ids, half a hundredth rounded up; None if nobody rated."""
    people = sum(option.n for option in options)
    if not people:
        return None
    marks = sum(int(option.id) * option.n for option in options)
    hundredths = (200 * marks + people) // (2 * people)
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _funded(question: Question, options: Sequence[Chosen]) -> tuple[str, ...]:
    """The projects that are paid, by votes; one that costs more than is left is passed over.

    Of two with equally many votes the cheaper comes first, then the one that is listed first.
    Nothing is paid that nobody chose.
    """
    costs = {option.id: option.cost for option in question.options}
    left, funded = question.budget, []
    for option in sorted(options, key=lambda option: (-option.n, costs[option.id])):
        if option.n and costs[option.id] <= left:
            left -= costs[option.id]
            funded.append(option.id)
    return tuple(funded)
