"""Where ballots lie ready to be listed, so that every list is found in one round trip."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib.domain.ballots.definition import Definition
from chalicelib.models.ballot import Ballot, Shelved, Year

PLACE = re.compile(r"\d{8}T\d{6}\.\d{6}#[\w-]+", re.ASCII)
CLOSING, DEEDS = "closing#", "deeds#"
WAITING, UNFINISHED = "waiting", "unfinished"
SHELVES: dict[str, tuple[str, ...]] = {  # of each stage from counting on
    "tallied": (WAITING, UNFINISHED),
    "published": (WAITING, UNFINISHED),
    "resolution.planned": ("accepted", UNFINISHED),
    "resolution.in_progress": ("in_progress", UNFINISHED),
    "resolution.done": ("done",),
    "resolution.rejected": ("not_done",),
    "resolution.abandoned": ("not_done",),
}


def place(moment: datetime, ballot_id: str) -> str:
    """Sorts by the moment, and says which ballot it is."""
    return f"{_sorting(moment)}#{ballot_id}"


def before(moment: datetime) -> str:
    """Sorts after every place of the moment and before it."""
    return f"{_sorting(moment)}#~"


def ballot_at(place: str) -> str:
    return place.partition("#")[2]


def announcing(write: TransactWrite, ballot_id: str, *, closes_at: datetime) -> None:
    """Add to a transaction that a ballot is in the list of the year in which it closes."""
    added = Year.places.add({place(closes_at, ballot_id)})
    write.update(Year(year_of(closes_at.astimezone(UTC).year)), actions=[added])


def year_of(year: int) -> str:
    return f"{CLOSING}{year}"


def moving(write: TransactWrite, ballot: Ballot, changes: Mapping[str, Any]) -> None:
    """Add to a transaction that a ballot lies where its stage and due moment will be; it has to
    carry the ballot's version, so that it leaves no place behind."""
    was = _places(ballot, ballot.stage, ballot.due_at)
    stage, due_at = (changes.get(name, getattr(ballot, name)) for name in ("stage", "due_at"))
    becomes = _places(ballot, stage, due_at)
    for left in sorted(was - becomes):
        write.delete(Shelved(*left))
    for taken in sorted(becomes - was):
        write.save(Shelved(*taken))


def shelf(name: str, agency: str | None = None) -> str:
    """All of its kind, or those of one agency."""
    return f"{DEEDS}{name}#{agency}" if agency else f"{DEEDS}{name}"


def _places(ballot: Ballot, stage: str | None, due_at: datetime | None) -> set[tuple[str, str]]:
    names = SHELVES.get(stage or "", ())
    if not names or due_at is None:
        return set()
    agency = msgspec.convert(ballot.definition, Definition).agency
    lies = place(due_at, ballot.id)
    return {(shelf(name, of), lies) for name in names for of in (None, agency)}


def _sorting(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S.%f}"
