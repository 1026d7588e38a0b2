"""The opinion map of a project, made of what people answered.

Whoever imports this imports numpy.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from chalicelib.domain.ideas import grouping, typical
from chalicelib.domain.ideas.grouping import Grouped, Labels, Numbers
from chalicelib.domain.ideas.opinions import Bridge, Confirmations, Dot, Group, Map, Opinion
from chalicelib.domain.ideas.typical import Counts, Held
from chalicelib.domain.ideas.voices import Answers
from chalicelib.models.opinion_map import Memory

BRIDGES = 10  # statements that are told of those that most groups agree with
CELLS = 16  # places of the picture, each way


def mapped(answers: Answers, table: Numbers, found: Grouped) -> Map:
    """All that is told of the groups."""
    of = [found.labels == group for group in range(int(found.labels.max()) + 1)]
    everybody = grouping.counted(table, np.ones(len(table), dtype=bool))
    parts = [grouping.counted(table, each) for each in of]
    picture = _picture(found.places)
    return Map(
        voters=len(answers.people),
        people=len(table),
        votes=sum(len(given.who) for given in answers.given),
        statements=len(answers.statements),
        groups=tuple(
            Group(
                int(members.sum()),
                *_middle(picture[members]),
                tuple(_told(answers, part, typical.typical(part, everybody))),
            )
            for members, part in zip(of, parts, strict=True)
        ),
        shared=tuple(_told(answers, everybody, typical.shared(everybody, parts))),
        bridges=tuple(_bridges(answers, parts)),
        dots=tuple(_dots(picture, found)),
    )


def grouped(table: Numbers, before: Memory, digest: str) -> tuple[Grouped, Confirmations]:
    """The groups that are shown, and what that confirms: of the same answers they are the same, and
    confirm nothing."""
    steps = Confirmations(int(before.groups), int(before.candidate), int(before.times))
    if digest == before.seen:
        return grouping.grouped(table, lambda _: steps.groups), steps
    found = grouping.grouped(table, lambda best: steps.after(best).groups)
    return found, steps.after(found.best)


def known(answers: Answers, table: Numbers) -> Labels:
    """Of how many statements it is known what each person thinks: those that they answered, and
    their own, which they are not asked about."""
    wrote = Counter(one.person for one in answers.statements)
    own = np.array([wrote[person] for person in answers.people], dtype=np.int64)
    known: Labels = (~np.isnan(table)).sum(axis=1) + own
    return known


def _told(answers: Answers, counts: Sequence[Counts], held: Sequence[Held]) -> Iterator[Opinion]:
    for one in held:
        statement, of = answers.statements[one.statement], counts[one.statement]
        n = of.agree if one.agree else of.disagree
        yield Opinion(statement.id, statement.text, one.agree, n, of.given)


def _bridges(answers: Answers, parts: Sequence[Sequence[Counts]]) -> Iterator[Bridge]:
    statements = {one.id: number for number, one in enumerate(answers.statements)}
    support = {name: [part[n] for part in parts] for name, n in statements.items()}
    for name in typical.ranked(support)[:BRIDGES]:
        text = answers.statements[statements[name]].text
        yield Bridge(name, text, round(typical.bridging(support[name]), 3))


def _picture(places: Numbers) -> Numbers:
    """The same places in a picture whose sides are 0 to 1."""
    low, high = places.min(axis=0), places.max(axis=0)
    inside: Numbers = (places - low) / np.where(high > low, high - low, 1.0)
    return inside


def _middle(places: Numbers) -> tuple[float, float]:
    x, y = places.mean(axis=0).round(3).tolist()
    return x, y


def _dots(picture: Numbers, found: Grouped) -> Iterator[Dot]:
    """People by cells of the picture, so that nobody is shown exactly where they lie."""
    cells = np.minimum((picture * CELLS).astype(int), CELLS - 1)
    rows, many = np.unique(np.column_stack([cells, found.labels]), axis=0, return_counts=True)
    for (x, y, group), people in zip(rows.tolist(), many.tolist(), strict=True):
        yield Dot(round((x + 0.5) / CELLS, 3), round((y + 0.5) / CELLS, 3), group, people)
