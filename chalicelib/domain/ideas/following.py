"""What the worker does when something was rated, said or stated: adds up, ranks, credits."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from chalicelib.domain.ideas import answering, crediting, pacing, problems, rating
from chalicelib.domain.ideas.alarms import QUEUE
from chalicelib.outbound import queues

COUNT, RANK, OWE = "count", "rank", "owe"
EXTENDED = "project.extended"
PUBLISHED, STATED, VOTED = "idea.published", "statement.published", "statement.voted"
# Of these the sums follow, and nothing else that is shown of an idea.
SUMMED = ("idea.rated", "idea.commented", "idea.replied", "idea.uncommented")
APART = (*SUMMED, "idea.marked", "idea.mentioned", COUNT, RANK)


class Again(msgspec.Struct, frozen=True):
    """This has to be added up, ranked, or promised once more."""

    entity: str
    kind: str


def follow(kind: str, entity: str, facts: Mapping[str, str], *, at: datetime) -> None:
    """Told twice, late or in any order, it is the same."""
    crediting.follow(kind, entity, facts, at=at)
    if kind in (COUNT, RANK, OWE):
        _do(kind, entity, at=at)
    elif kind in (*SUMMED, VOTED):
        _soon(COUNT, entity, at=at)
    elif kind in (PUBLISHED, STATED):
        if kind == STATED:
            problems.learn(problems.find(entity))
        _soon(RANK, facts["project"], at=at)
    elif kind == EXTENDED:
        queues.send(QUEUE, (Again(idea, OWE) for idea in answering.waiting(entity)))


def _soon(kind: str, entity: str, *, at: datetime) -> None:
    def later(wait: timedelta) -> None:
        queues.send(QUEUE, [Again(entity, kind)], wait=wait)

    pacing.paced(f"{kind}#{entity}", lambda: _do(kind, entity, at=at), later, at=at)


def _do(kind: str, entity: str, *, at: datetime) -> None:
    if kind == RANK:
        rating.rank(entity, at=at)
        problems.rank(entity, at=at)
    elif kind == OWE:
        answering.owe_later(entity)
    elif entity.startswith("S-"):
        rating.of_statement(entity)
        _soon(RANK, problems.find(entity).project, at=at)
    else:
        _soon(RANK, rating.of_idea(entity).project, at=at)
