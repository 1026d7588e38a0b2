"""Finding what became of ballots: by phase, overdue, or of one agency, page by page."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from chalicelib.domain import cursors
from chalicelib.domain.ballots import shelves
from chalicelib.domain.resolutions import keeping
from chalicelib.domain.resolutions.keeping import Deed
from chalicelib.domain.resolutions.rules import AT_WORK, Phase
from chalicelib.models.ballot import HEAD, Ballot, Shelved
from chalicelib.models.base import together

PAGE, MOST = 50, 100


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


class Page(NamedTuple):
    """What is due first, or ended last; ``last`` is where the list goes on, None at its end."""

    items: list[Deed]
    last: dict[str, str] | None


def listed(
    view: View,
    *,
    at: datetime,
    agency: str | None = None,
    limit: int = PAGE,
    after: Mapping[str, Any] | None = None,
) -> Page:
    """One of the lists, or what is an agency's own in it; two round trips."""
    late = view is View.OVERDUE
    shelf = shelves.shelf(shelves.UNFINISHED if late else view, agency)
    until = shelves.before(at) if late else None
    found = Shelved.query(
        shelf,
        Shelved.place <= until if until else None,
        scan_index_forward=view not in ENDED,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=_key(shelf, after, until) if after else None,
        consistent_read=True,
    )
    ids = [shelves.ballot_at(one.place) for one in found]
    read = together(*((Ballot, ballot_id, HEAD) for ballot_id in ids), consistent=True)
    deeds = [keeping.deed_of(ballot) for ballot in read if ballot]
    key = found.last_evaluated_key
    return Page(
        [deed for deed in deeds if deed.phase in PHASES[view]],  # one may have moved meanwhile
        {"place": key["part"]["S"]} if key else None,
    )


def overdue(at: datetime) -> Iterator[str]:
    """The ballots on which the city should have resolved, or have done what it promised."""
    after: dict[str, str] | None = None
    while True:
        page = listed(View.OVERDUE, at=at, limit=MOST, after=after)
        yield from (deed.ballot for deed in page.items)
        if (after := page.last) is None:
            return


def _key(shelf: str, after: Mapping[str, Any], until: str | None) -> dict[str, dict[str, str]]:
    """A cursor names a place on this part of the shelf, and leads nowhere else."""
    place = str(after.get("place"))
    if not shelves.PLACE.fullmatch(place) or (until and place > until):
        raise cursors.unknown()
    return {"entity": {"S": shelf}, "part": {"S": place}}
