"""Photos as proof that something was done: taken lately, taken there, and never shown before.

What has to be so is a condition of the write that uses them; only when it fails they are read, and
it is said which of them is wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition, size
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.photos.likeness import REMEMBERED
from chalicelib.domain.photos.usecases import attaching, check, find
from chalicelib.domain.places import around, metres
from chalicelib.errors import Invalid
from chalicelib.messages import Message, say
from chalicelib.models.photo import Photo

HOURS = 72  # spec S3 §1
LATELY = timedelta(hours=HOURS)
NEAR = 100  # metres; of the same row


@dataclass(frozen=True)
class Deed:
    """What is said to be done: ``to`` what the photos belong then, where and by when it was."""

    to: str
    lat: float
    lon: float
    at: datetime


def proving(write: TransactWrite, ids: Iterable[str], deed: Deed, *, by: Actor) -> None:
    """Put into a transaction: the photos prove the deed, and belong to it. It fails unless each of
    them is taken lately, close by, and looks like no other, as far as a condition can say: see
    `Proofs` for what it cannot."""
    lately = Photo.taken_at.does_not_exist() | (Photo.taken_at >= deed.at - LATELY)
    fits = lately & _beside(deed) & Photo.alike.does_not_exist()
    attaching(write, ids, to=deed.to, by=by, only_if=fits)


class Proofs:
    """The photos, read: `Invalid` names every one that proves nothing, and why."""

    def __init__(self, ids: Sequence[str], deed: Deed, *, by: Actor) -> None:
        self._ids, self._deed, self._by = list(dict.fromkeys(ids)), deed, by
        self._photos = check(self._ids, by=by)
        named = {other for photo in self._photos for other in photo.alike or ()}
        self._others = {other.id: other for other in find(sorted(named - set(self._ids)))}
        if wrong := self._wrong():
            raise Invalid("these photos do not prove what was done", wrong)

    def attaching(self, write: TransactWrite) -> None:
        """Put into a transaction: they belong to the deed, on condition that nobody has used one
        that looks alike meanwhile, and that none has come."""
        for photo in self._photos:
            same = size(Photo.alike) == len(photo.alike) if photo.alike else _NOTHING_ALIKE
            attaching(write, [photo.id], to=self._deed.to, by=self._by, only_if=same)
        for other in self._others.values():
            if other.attached_to is None:
                unused = Photo.attached_to.does_not_exist()
                write.condition_check(Photo, other.id, condition=unused)

    def _wrong(self) -> dict[str, Message]:
        by_number = {photo.id: n for n, photo in enumerate(self._photos, 1)}
        told = {f"photos.{by_number[p.id]}": self._about(p, by_number[p.id]) for p in self._photos}
        return {field: why for field, why in told.items() if why}

    def _about(self, photo: Photo, number: int) -> Message | None:
        if any(self._was_shown(other) for other in photo.alike or ()):
            return say(ALIKE, number=number)
        if photo.taken_at and photo.taken_at < self._deed.at - LATELY:
            return say(LONG_AGO, number=number, hours=HOURS)
        if photo.lat is None or photo.lon is None:
            return None
        away = metres(float(photo.lat), float(photo.lon), self._deed.lat, self._deed.lon)
        return say(ELSEWHERE, number=number, most=NEAR) if away > NEAR else None

    def _was_shown(self, photo: str) -> bool:
        other = self._others.get(photo)
        if other is None or other.attached_to is None:
            return False
        return bool(other.uploaded_at > self._deed.at - REMEMBERED)


_NOTHING_ALIKE = Photo.alike.does_not_exist()
ALIKE = (
    "photo %(number)s is the same picture as one that was shown here within a year: take a new one"
)
LONG_AGO = (
    "photo %(number)s was taken more than %(hours)s hours ago, by the clock of its camera: take "
    "a new one"
)
ELSEWHERE = (
    "photo %(number)s was taken more than %(most)s metres from the place of the report, by what "
    "its camera says: take one there"
)


def _beside(deed: Deed) -> Condition:
    """Within a square that lies in the circle; of its rim `Proofs` decides, to the metre."""
    square = around(deed.lat, deed.lon, NEAR * 0.7)
    lat = Photo.lat.between(square.south, square.north)
    lon = Photo.lon.between(square.west, square.east)
    here: Condition = Photo.lat.does_not_exist() | Photo.lon.does_not_exist() | (lat & lon)
    return here
