"""What is kept of a person's ratings: to read, and to be forgotten."""

import secrets
from collections.abc import Iterable
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.domain.ideas import keeping
from chalicelib.domain.ideas.rating.sums import GONE
from chalicelib.domain.keeping import keep
from chalicelib.models.base import together
from chalicelib.models.project import HEAD, Project
from chalicelib.models.rating import Rating, Used, rater_of, used_by


def about(person: str, projects: Iterable[str]) -> list[dict[str, Any]]:
    """What they gave, in each of the projects in which they take part."""
    return [
        {
            "project": project,
            "of": one.of,
            "phase": one.place.split("#")[1],
            "value": int(one.value),
            "at": one.at.isoformat(),
        }
        for project in projects
        for one in Rating.by_rater.query(rater_of(person, project))
    ]


def forget(person: str, projects: Iterable[str]) -> None:
    """What was given stays given, by nobody who is known: others decided by these figures. What did
    not count, for there was too little of it, goes."""
    for project in projects:
        used = {one.phase: one for one in Used.query(used_by(person, project))}
        (found,) = together((Project, project, HEAD), consistent=True)
        least = _least(found)
        for one in list(Rating.by_rater.query(rater_of(person, project))):
            _, phase, _, *pair = one.place.split("#")
            given = int(used[phase].given) if phase in used else 0
            _let_go(one, phase, pair, counts=given >= least.get(phase, 0))
        for item in used.values():
            item.delete()


def _let_go(rating: Rating, phase: str, pair: list[str], *, counts: bool) -> None:
    place = "#".join(["given", phase, f"{GONE}{secrets.token_hex(8)}", *pair])
    nobodys = Rating(rating.of, place, value=rating.value, at=rating.at)

    def fill(write: TransactWrite) -> None:
        write.delete(Rating(rating.of, rating.place), condition=Rating.place.exists())
        if counts:
            write.save(nobodys)

    keep(fill, otherwise=keeping.MEANWHILE)


def _least(project: Project | None) -> dict[str, int]:
    phases = keeping.plan_of(project).phases if project else ()
    return {phase.id: phase.rating.least for phase in phases if phase.rating}
