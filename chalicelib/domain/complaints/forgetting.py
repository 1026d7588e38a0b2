"""What complaints keep of a person: for the person to read, and to be forgotten; and that photos of
what is never published go."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chalicelib.domain import photos
from chalicelib.domain.complaints import asking, ticking
from chalicelib.domain.complaints.keeping import change, event_of, kind_of
from chalicelib.domain.complaints.rules import ENDED, MOVES, Act, Relation, State
from chalicelib.domain.complaints.usecases import find, history, is_public, mine
from chalicelib.domain.complaints.withholding import blank
from chalicelib.models.complaint import SUPPORT, Complaint, Supporter

ENDS = {kind_of(act) for act, move in MOVES.items() if move.to in ENDED}


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
    not published yet is withdrawn. Of what nobody but the office ever saw the words, the place and
    the photos go; of a private one that is still dealt with, when it has ended: see `clear`. What
    the person was asked, and answered, is deleted, and nobody waits for an answer any more. Of
    joining and judging the count stays. Events are never changed: the number in them leads nowhere
    once the account is deleted.
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
    change(complaint, {"author": None, "asked": None, **_gone(complaint)})


def clear(reference: str, kind: str) -> None:
    """Something of this kind happened to a complaint: if that has ended a private one of somebody
    who is forgotten, what they told goes; if it ended before it was published, its photos do, for
    where they lie everybody can look who has their address. Told twice, it changes nothing."""
    if kind not in ENDS:
        return
    complaint = find(reference)
    gone = _gone(complaint) if complaint.author is None else _never_shown(complaint)
    if gone:
        change(complaint, gone)


def _gone(complaint: Complaint) -> dict[str, Any]:
    """How one is left that is over, and that everybody could never see; its photos are given up
    first. Nothing to change if it is another, or has been left so."""
    told = blank(complaint)
    left = all(getattr(complaint, name) == value for name, value in told.items())
    if is_public(complaint) or complaint.state not in ENDED or left:
        return {}
    photos.take_down(_sent_with(complaint), of=complaint.reference)
    return told


def _never_shown(complaint: Complaint) -> dict[str, Any]:
    """How one is left that was refused, taken back or merged before it was published: without its
    photos, which are given up first, so that whoever is told once more goes on where it ended."""
    shown = complaint.published_at is not None or complaint.state not in ENDED
    if shown or not complaint.photos:
        return {}
    photos.take_down(complaint.photos, of=complaint.reference)
    return {"photos": []}


def _sent_with(complaint: Complaint) -> Iterator[str]:
    """The photos of the report, of the answer, and of what was said of it."""
    yield from (*complaint.photos, *complaint.answer_photos)
    for event in history(complaint.reference):
        yield from filter(None, (event.facts or {}).get("photos", "").split(","))


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
