"""Drawing the opinion map of a project in which people are asked what they think of statements:
whether there is anything to draw, and keeping what was drawn."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.domain.ideas import bridges, map_files, projects, typical, voices
from chalicelib.domain.ideas.opinions import LEAST, Map, needed
from chalicelib.domain.ideas.typical import Counts
from chalicelib.domain.keeping import keep
from chalicelib.models.base import together
from chalicelib.models.idea_card import Ranking
from chalicelib.models.opinion_map import REMEMBERED, Memory, OpinionMap, map_of
from chalicelib.models.project import Project

MEANWHILE = "another worker has drawn this map"


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
    from chalicelib.domain.ideas import grouping, mapping  # numpy: 150 ms, for what is new

    table = grouping.table(answers.given, len(answers.people))
    on_it = mapping.known(answers, table) >= max(1, needed(len(answers.statements)))
    if on_it.sum() < LEAST or len(answers.statements) < 2:
        return False
    found, steps = mapping.grouped(table[on_it], before, digest)
    made = mapping.mapped(answers, table[on_it], found) if digest != before.seen else None
    if made:
        map_files.publish(project, answers, made, salt=before.salt, at=at)
    members = [person for person, is_on in zip(answers.people, on_it, strict=True) if is_on]
    support = bridges.of_ideas(project, dict(zip(members, map(int, found.labels), strict=True)))
    remembered = {**msgspec.structs.asdict(steps), "seen": digest, "rated": rated}
    _keep(project.id, made, support, before, remembered, at=at)
    return True


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
