"""Lists of applications: one's own, what waits at a desk, what is late."""

from datetime import datetime
from typing import NamedTuple

from pynamodb.pagination import ResultIterator

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain import cursors
from chalicelib.domain.applications import rules, ticking
from chalicelib.domain.applications.finding import STAFF
from chalicelib.domain.applications.rules import Desk
from chalicelib.domain.cursors import Key
from chalicelib.errors import Forbidden
from chalicelib.models.application import HEAD, Application
from chalicelib.models.base import MOST, together

PAGE = 50
LATE = (Desk.NEW, Desk.REVIEW, Desk.SIGNING)  # where the clock runs


class Page(NamedTuple):
    """A page of a list; ``last`` is where it goes on, None at its end."""

    items: list[Application]
    last: Key | None = None


def mine(owner: str, *, limit: int = PAGE, after: Key | None = None) -> Page:
    """What a person, or an organisation, has applied for, the newest first. Whoever asks makes sure
    that the owner is theirs to speak for."""
    found = Application.by_owner.query(
        owner,
        scan_index_forward=False,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=key_of(after, "begun_at", owner=owner),
    )
    page = _page(found, "begun_at")
    return Page([each for each in page.items if each.owner == owner], page.last)


def waiting(
    authority: str, desk: Desk, *, by: Actor, limit: int = PAGE, after: Key | None = None
) -> Page:
    """What waits at a desk, what is due first; `Forbidden` if it is not this person's authority."""
    admit(authority, by)
    queue = f"{authority}#{desk}"
    found = Application.by_queue.query(
        queue,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=key_of(after, "due_on", queue=queue),
    )
    page = _page(found, "due_on")
    items = [each for each in page.items if each.queue == queue]  # an index is a moment behind
    return Page(items, page.last)


def overdue(authority: str, *, by: Actor, at: datetime) -> list[Application]:
    """What an authority should have decided by now, what is late the longest first."""
    admit(authority, by)
    today = workdays.day_of(at)
    late = (
        each.reference
        for desk in LATE
        for each in Application.by_queue.query(f"{authority}#{desk}", Application.due_on < today)
    )
    found = [each for each in read(list(late)) if ticking.is_overdue(each, at=at)]
    ours = [each for each in found if each.authority == authority]
    return sorted(ours, key=lambda each: (each.due_on, each.reference))


def owned(owner: str) -> list[str]:
    """The references of all applications of a person or an organisation."""
    return [each.reference for each in Application.by_owner.query(owner) if each.part == HEAD]


def read(references: list[str]) -> list[Application]:
    """These applications as they are now, in this order."""
    found = together(*((Application, each, HEAD) for each in references), consistent=True)
    return [application for application in found if application]


def admit(authority: str, by: Actor) -> None:
    if not STAFF & rules.relations(by, authority=authority):
        raise Forbidden("your role does not include this")


def _page(found: ResultIterator[Application], sorted_by: str) -> Page:
    references = [each.reference for each in found if each.part == HEAD]  # no drafts
    return Page(read(references), place_of(found.last_evaluated_key, sorted_by))


def place_of(key: Key | None, sorted_by: str) -> Key | None:
    """Where a list has ended, for a cursor; None at its end."""
    return cursors.place_of(key, _told(sorted_by))


def key_of(after: Key | None, sorted_by: str, **of: str) -> Key | None:
    """Where a list goes on."""
    return cursors.key_of(after, _told(sorted_by), **of)


def _told(sorted_by: str) -> dict[str, str]:
    """Drafts and applications lie in one list: a cursor tells which it was."""
    return {sorted_by: "at", "entity": "entity", "part": "part"}
