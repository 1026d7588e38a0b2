"""Drawing the opinion map of a project in which people are asked what they think of statements.

Only the worker that draws imports this module: it brings numpy.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import numpy as np
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.domain.ideas import bridges, grouping, map_files, projects, typical, voices
from chalicelib.domain.ideas.grouping import Grouped, Labels, Numbers
from chalicelib.domain.ideas.opinions import (
    LEAST,
    Bridge,
    Confirmations,
    Dot,
    Group,
    Map,
    Opinion,
    needed,
)
from chalicelib.domain.ideas.typical import Counts, Held
from chalicelib.domain.ideas.voices import Answers
from chalicelib.domain.keeping import keep
from chalicelib.models.base import together
from chalicelib.models.idea_card import Ranking
from chalicelib.models.opinion_map import REMEMBERED, Memory, OpinionMap, map_of
from chalicelib.models.project import Project

MEANWHILE = "another worker has drawn this map"
BRIDGES = 10  # statements that are told of those that most groups agree with
CELLS = 16  # places of the picture, each way


def candidates() -> list[str]:
    """The projects in which people may be asked something."""
    return [str(one.id) for one in Project.by_stage.query(projects.OPEN)]


def draw(project_id: str, *, at: datetime) -> bool:
    """Draw one map and publish its files, unless nobody is asked any more, or too few have answered
    enough. Where people say what they said before, only the order of ideas follows what was rated
    since. The files come first, and what was seen last: who is stopped in between does it again."""
    project = projects.find(project_id)
    if not voices.asked(project, at=at):
        return False
    before, rated = _remembered(project.id), bridges.rated(project)
    answers = voices.answers(project.id)
    digest = answers.digest()
    if (digest, rated) == (before.seen, before.rated):
        return False
    table = grouping.table(answers.given, len(answers.people))
    on_it = _known(answers, table) >= max(1, needed(len(answers.statements)))
    if on_it.sum() < LEAST or len(answers.statements) < 2:
        return False
    found, steps = _grouped(table[on_it], before, digest)
    made = mapped(answers, table[on_it], found) if digest != before.seen else None
    if made:
        map_files.publish(project, answers, made, salt=before.salt, at=at)
    members = [person for person, is_on in zip(answers.people, on_it, strict=True) if is_on]
    support = bridges.of_ideas(project, dict(zip(members, map(int, found.labels), strict=True)))
    remembered = {**msgspec.structs.asdict(steps), "seen": digest, "rated": rated}
    _keep(project.id, made, support, before, remembered, at=at)
    return True


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


def _grouped(table: Numbers, before: Memory, digest: str) -> tuple[Grouped, Confirmations]:
    """The groups that are shown, and what that confirms: of the same answers they are the same, and
    confirm nothing."""
    steps = Confirmations(int(before.groups), int(before.candidate), int(before.times))
    if digest == before.seen:
        return grouping.grouped(table, lambda _: steps.groups), steps
    found = grouping.grouped(table, lambda best: steps.after(best).groups)
    return found, steps.after(found.best)


def _known(answers: Answers, table: Numbers) -> Labels:
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


def _remembered(project: str) -> Memory:
    found: Memory | None
    (found,) = together((Memory, map_of(project), REMEMBERED), consistent=True)
    return found or Memory(map_of(project), salt=identifiers.secret())


def _keep(
    project: str,
    made: Map | None,
    support: Mapping[str, Sequence[Counts]],
    before: Memory,
    remembered: Mapping[str, Any],
    *,
    at: datetime,
) -> None:
    """On condition that nobody has drawn it meanwhile: a confirmation counts once."""
    after = Memory(map_of(project), salt=before.salt, **remembered)
    ranking = Ranking(
        f"rank#{project}#{bridges.ORDER}", ideas=typical.ranked(support), ranked_at=at
    )

    def fill(write: TransactWrite) -> None:
        if made:
            write.save(OpinionMap(map_of(project), content=msgspec.to_builtins(made), drawn_at=at))
        write.save(ranking)
        write.save(ranking.beginning())
        write.save(after, condition=_as_read(before))

    keep(fill, otherwise=MEANWHILE)


def _as_read(before: Memory) -> Condition:
    if before.seen is None:
        return Memory.shelf.does_not_exist()
    rated = Memory.rated == before.rated if before.rated else Memory.rated.does_not_exist()
    same: Condition = (Memory.seen == before.seen) & rated
    return same
