"""What complaints keep of a person: for the person to read, and to be forgotten."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.domain.complaints import asking, ticking
from chalicelib.domain.complaints.keeping import change, event_of
from chalicelib.domain.complaints.rules import Act, Relation, State
from chalicelib.domain.complaints.usecases import find, mine
from chalicelib.models.complaint import SUPPORT, Complaint, Supporter


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    return {
        "complaints": [_as_told(complaint) for complaint in _filed_by(person)],
        "joined": sorted(
            link.reference for link in _links(person) if link.part.startswith(SUPPORT)
        ),
        "judged": sorted(
            {link.reference for link in _links(person) if not link.part.startswith(SUPPORT)}
        ),
    }


def forget(person: str, *, at: datetime) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing.

    Published complaints stay, without an author: the city answers to everybody for them. What was
    not published yet is withdrawn. What the person was asked, and answered, is deleted, and nobody
    waits for an answer any more. Of joining and judging the count stays. Events are never
    changed: the number in them leads nowhere once the account is deleted.
    """
    for complaint in _filed_by(person):
        _let_go(complaint.reference, at)
    for link in list(_links(person)):
        Supporter(link.reference, link.part).delete()


def _let_go(reference: str, at: datetime) -> None:
    complaint = find(reference)
    if complaint.state == State.IN_MODERATION:
        withdrawn = event_of(
            complaint, Act.WITHDRAW, role=Relation.SYSTEM, at=at, became=State.WITHDRAWN
        )
        change(complaint, {"state": State.WITHDRAWN}, withdrawn)
    elif ticking.stands_still(complaint):
        asking.let_go(complaint, at=at)
    change(complaint, {"author": None, "asked": None})


def _filed_by(person: str) -> Iterator[Complaint]:
    cursor, more = None, True
    while more:
        page = mine(person, cursor, limit=100)
        yield from (complaint for complaint in page.items if complaint.author == person)
        cursor = page.cursor
        more = cursor is not None


def _links(person: str) -> Iterator[Complaint]:
    return Complaint.by_supporter.query(person)


def _as_told(complaint: Complaint) -> dict[str, Any]:
    return {
        "reference": complaint.reference,
        "topic": complaint.topic,
        "text": complaint.text,
        "address": complaint.address,
        "lat": complaint.lat,
        "lon": complaint.lon,
        "answers": complaint.answers,
        "photos": list(complaint.photos),
        "visibility": complaint.visibility,
        "asked": list(complaint.asked or ()),
        "state": complaint.state,
        "filed_at": complaint.filed_at.isoformat(),
    }
