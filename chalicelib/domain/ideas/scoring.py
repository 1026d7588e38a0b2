"""The desk of an expert: what they are asked to score, and what of it they have done."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import fates, panels, sealing
from chalicelib.domain.ideas.sealing import Known
from chalicelib.errors import Forbidden


class Task(StrEnum):
    """What an idea is to an expert now."""

    SEAL = "seal"
    SEALED = "sealed"
    OPEN = "open"
    TOO_FEW = "too_few"  # they have sealed a score, others have not: there will be more time
    OPENED = "opened"
    INTEREST = "interest"
    OWN = "own"
    MISSED = "missed"  # the time is over, and they have said nothing


TO_DO = frozenset({Task.SEAL, Task.OPEN})


class Asked(NamedTuple):
    """An idea before an expert, with what it is to them."""

    known: Known
    task: Task


class ToScore(NamedTuple):
    """What is still to be done first, and within that what is due first."""

    items: list[Asked]
    last: Key | None = None


def to_score(agency: str, *, by: Actor, at: datetime, after: Key | None = None) -> ToScore:
    """What an expert of an agency is asked to score, thirty ideas a page; two round trips."""
    if not sealing.reviews(by, agency):
        raise Forbidden("only an expert of this agency can do this")
    queue = f"{panels.QUEUE}{agency}"
    ids, last = fates.queued(queue, after, limit=sealing.AT_ONCE)
    found = (one for one in sealing.read_all(ids, by=by) if one.idea.queue == queue)
    asked = [Asked(one, task_of(one, by=by, at=at)) for one in found]
    return ToScore(sorted(asked, key=lambda one: one.task not in TO_DO), last)


def task_of(known: Known, *, by: Actor, at: datetime) -> Task:
    """What this expert can do with an idea, or has done."""
    if by.id in (known.idea.authors or ()):
        return Task.OWN
    said, over = known.said, at >= known.panel.seal_until
    if said is None:
        return Task.MISSED if over else Task.SEAL
    if said.conflict:
        return Task.INTEREST
    if said.opened_at:
        return Task.OPENED
    if not over:
        return Task.SEALED
    return Task.OPEN if sealing.enough(known.panel) else Task.TOO_FEW
