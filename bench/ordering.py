"""What it costs to see how ideas rank: of ten thousand it is to be what it is of a hundred."""

import functools
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import msgspec

from bench.asking import Operation, answered
from chalicelib import clock
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, Order, Project, rating
from chalicelib.domain.ideas.rating import sums
from chalicelib.models.idea import SUMS, Sums
from chalicelib.models.idea_card import Ranking
from tests.gateway import Browser
from tests.ideas import some_words
from tests.ideas_talk import PHASE, rated_project

FEW, MANY = 100, 10_000
AGO = timedelta(days=16)  # the project was opened: it is rated by now
LIST = "/api/v1/projects/{}/ideas?order=supported"
PAGE = "/projects/{}/ideas?order=supported"
RANKING = f"/api/v1/projects/{{}}/phases/{PHASE}/ranking"
WORDS = msgspec.to_builtins(some_words())


def operations() -> list[Operation]:
    """What is read to show twenty: the project, the beginning of the order, and the twenty, in the
    ranking with what was given to each."""
    return [
        operation
        for many in (FEW, MANY)
        for operation in (
            Operation(f"ideas.list_{many}", looking(LIST, many), 3, 40, 15),
            Operation(f"ideas.list_page_{many}", looking(PAGE, many), 3, 90, 15),
            Operation(f"ideas.ranking_{many}", looking(RANKING, many), 2, 40, 25),
        )
    ]


def looking(address: str, many: int) -> Callable[[], Callable[[], Any]]:
    """By somebody who has not signed in."""

    def ready() -> Callable[[], Any]:
        project = ranked(many)
        return lambda: answered(Browser().get(address.format(project)))

    return ready


@functools.cache
def ranked(many: int) -> str:
    """A project with so many ideas, laid down at once with what was given to each."""
    now = clock.now()
    project = rated_project(since=now - AGO)
    laid = list(_ideas(project, many, now - AGO))
    with Idea.batch_write() as heads:
        for idea in laid:
            heads.save(idea)
    with Sums.batch_write() as given:
        for number, idea in enumerate(laid):
            given.save(Sums(idea.id, SUMS, given={PHASE: {"1": many - number}}, revision=1))
    for order in (PHASE, Order.SUPPORTED):
        shelf = rating.ranking_of(project.id, order)
        sums.lay(Ranking(shelf, ideas=[idea.id for idea in laid], ranked_at=now))
    return str(project.id)


def _ideas(project: Project, many: int, at: datetime) -> Iterator[Idea]:
    for number in range(many):
        yield Idea(
            f"I-{number:05x}{project.id[-5:]}",
            project=project.id,
            agency=project.agency,
            area=project.plan["area"],
            person=f"author-{number}",
            authors={f"author-{number}"},
            state=str(ideas.State.VOTING),
            text={**WORDS, "title": f"Idea number {number}"},
            rated_in={PHASE},
            made_at=at,
            published_at=at + timedelta(seconds=number),
        )
