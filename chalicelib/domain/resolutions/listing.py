"""Finding what became of ballots: by phase, overdue, or of one agency."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Any

from chalicelib.domain.resolutions import keeping
from chalicelib.domain.resolutions.keeping import Deed
from chalicelib.domain.resolutions.rules import AT_WORK, Phase
from chalicelib.models.ballot import HEAD, Ballot

MOST = 100  # of each list; a city asks some hundred questions a year


class View(StrEnum):
    """The lists that everybody can choose from."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    OVERDUE = "overdue"
    NOT_DONE = "not_done"  # rejected or abandoned


V, P = View, Phase
PHASES: dict[View, tuple[Phase, ...]] = {
    V.WAITING: (P.WAITING,),
    V.ACCEPTED: (P.PLANNED,),
    V.IN_PROGRESS: (P.IN_PROGRESS,),
    V.DONE: (P.DONE,),
    V.OVERDUE: (P.WAITING, *sorted(AT_WORK)),
    V.NOT_DONE: (P.REJECTED, P.ABANDONED),
}
ENDED = (V.DONE, V.NOT_DONE)


def listed(view: View, *, at: datetime, agency: str | None = None) -> list[Deed]:
    """What is due first, or ended last; with an agency, only what is its own."""
    before = at if view is View.OVERDUE else None
    keys = [key for phase in PHASES[view] for key in _keys(phase, before, newest=view in ENDED)]
    deeds = [deed for deed in _deeds(keys) if deed.phase in PHASES[view]]
    if view is View.OVERDUE:
        deeds = [deed for deed in deeds if deed.overdue(at)]
    deeds = [deed for deed in deeds if agency in (None, deed.agency)]
    return sorted(deeds, key=_ended_at if view in ENDED else _due_at, reverse=view in ENDED)


def overdue(at: datetime) -> Iterator[str]:
    """The ballots on which the city should have resolved, or have done what it promised."""
    return (deed.ballot for deed in listed(View.OVERDUE, at=at))


def _keys(phase: Phase, before: datetime | None, *, newest: bool) -> Iterator[tuple[str, str]]:
    stages = keeping.COUNTED if phase is Phase.WAITING else (keeping.stage_of(phase),)
    within: Any = Ballot.due_at <= before if before else None
    for stage in stages:
        found = Ballot.by_stage.query(
            stage, within, scan_index_forward=not newest, limit=MOST, page_size=MOST
        )
        yield from ((key.id, HEAD) for key in found)


def _deeds(keys: list[tuple[str, str]]) -> Iterator[Deed]:
    """As they are now: the index is a moment behind."""
    for begin in range(0, len(keys), MOST):
        some = keys[begin : begin + MOST]
        for ballot in Ballot.batch_get(some, consistent_read=True):
            if ballot.state in keeping.COUNTED:
                yield keeping.deed_of(ballot)


def _due_at(deed: Deed) -> datetime:
    return deed.due_at


def _ended_at(deed: Deed) -> datetime:
    made = deed.resolution
    return made.steps[-1].at if made and made.steps else made.published_at if made else deed.due_at
