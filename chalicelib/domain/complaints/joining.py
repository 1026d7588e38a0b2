"""Who has joined a complaint, and what somebody has joined."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.complaints import paging
from chalicelib.domain.complaints.paging import MOST, PAGE, Page, Place
from chalicelib.domain.complaints.usecases import items_of, seen_by
from chalicelib.domain.complaints.withholding import as_shown
from chalicelib.models.complaint import SUPPORT, Complaint, Supporter


def supporters(reference: str) -> Iterator[str]:
    """Who joined it. There may be thousands: they are read as they are asked for.

    Events concern the author alone, for an event of thousands of names would fit neither a
    transaction nor the bus; whoever tells people asks here for those who joined.
    """
    found = Supporter.query(reference, Supporter.part.startswith(SUPPORT))
    return (supporter.person for supporter in found)


def supported(by: Actor, cursor: str | None = None, *, limit: int = PAGE) -> Page[Complaint]:
    """What this person has joined, a page in the order in which it was filed, the newest first.

    The pages themselves follow the references, by which it lies in the index. Verdicts lie there as
    well, one for each answer that the person has judged: they are passed over.
    """
    limit, begins = min(limit, MOST), paging.place(cursor)
    links = Complaint.by_supporter.query(
        by.id,
        page_size=limit + 1,
        last_evaluated_key=_key(by.id, begins) if begins else None,
    )
    joined = (link.reference for link in links if link.part == SUPPORT + by.id)
    references = list(islice(joined, limit + 1))
    page = references[:limit]
    more = cursors.written(Place(page[-1], page[-1])) if len(references) > limit else None
    seen = (as_shown(one, to=by) for one in items_of(page) if seen_by(by, one))
    return Page(sorted(seen, key=lambda complaint: complaint.filed_at, reverse=True), more)


def _key(person: str, place: Place) -> dict[str, Any]:
    """The key in the index behind which to go on: of this person, wherever the cursor is from."""
    key = {"person": person, "entity": place.reference, "part": SUPPORT + person}
    return {name: {"S": text} for name, text in key.items()}
