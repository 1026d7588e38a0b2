"""What the worker does when something was rated, said or stated, or somebody became an author: adds
up, ranks, credits, asks."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from chalicelib.domain.ideas import (
    answering,
    crediting,
    merging,
    moving_on,
    pacing,
    problems,
    rating,
    usecases,
)
from chalicelib.domain.ideas.alarms import QUEUE
from chalicelib.errors import NotFound
from chalicelib.outbound import queues

COUNT, RANK, OWE = "count", "rank", "owe"
EXTENDED = "project.extended"
PUBLISHED, STATED, VOTED = "idea.published", "statement.published", "statement.voted"
MERGED, TAKEN_DOWN = "idea.merged", "idea.taken_down"
AUTHORED = ("idea.author_joined", "idea.merge_received")  # somebody is an author of it since
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
    moving_on.follow(kind, entity, facts, at=at)
    if kind in (COUNT, RANK, OWE):
        _do(kind, entity, at=at)
    elif kind in (*SUMMED, VOTED):
        _soon(COUNT, entity, at=at)
    elif kind in (PUBLISHED, STATED, MERGED, TAKEN_DOWN):
        _listed(kind, entity, facts["project"], at=at)
    elif kind in AUTHORED:
        _authored(entity, at=at)
    elif kind == EXTENDED:
        queues.send(QUEUE, (Again(idea, OWE) for idea in answering.waiting(entity)))


def _listed(kind: str, entity: str, project: str, *, at: datetime) -> None:
    if kind == STATED:
        problems.learn(problems.find(entity))
    _soon(RANK, project, at=at)


def _authored(idea_id: str, *, at: datetime) -> None:
    """Whoever is an author since is asked what its authors are asked; what they gave it themselves
    is taken back as it is added up."""
    with suppress(NotFound):  # a draft that was thrown away since
        idea = usecases.find(idea_id)
        merging.ask_along(idea, at=at)
        if idea.rated_at:
            _soon(COUNT, idea_id, at=at)


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
        _soon(RANK, rating.of_idea(entity, at=at).project, at=at)
