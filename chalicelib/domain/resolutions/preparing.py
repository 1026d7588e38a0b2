"""What an agency is about to say of its work: photos are sent one by one, and wait here."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain import draft_photos
from chalicelib.domain.draft_keeping import own
from chalicelib.domain.photos import Photo, Upload
from chalicelib.domain.resolutions import usecases
from chalicelib.domain.resolutions.keeping import Deed
from chalicelib.domain.resolutions.rules import Act, Report
from chalicelib.errors import NotFound
from chalicelib.models.ballot import HEAD, Ballot
from chalicelib.models.base import together
from chalicelib.models.draft import Draft

WITH_PHOTOS = frozenset({Act.REPORT, Act.FINISH})


class Prepared(NamedTuple):
    """``upload`` is where the next photo goes; None if no more can be sent."""

    deed: Deed
    photos: list[Photo]
    upload: Upload | None


def prepared(ballot_id: str, act: Act, *, by: Actor, at: datetime, back_to: str) -> Prepared:
    """What is there so far, in two round trips, and an invitation to send another photo."""
    places = (Ballot, ballot_id, HEAD), (Draft, _key(ballot_id, by))
    ballot, kept = together(*places, consistent=True)
    if ballot is None:
        raise NotFound("there is no ballot %(ballot)s", ballot=ballot_id)
    deed = usecases.of_counted(ballot)
    if act not in WITH_PHOTOS:
        return Prepared(deed, [], None)
    return Prepared(deed, *draft_photos.prepared(kept, by=by, at=at, back_to=back_to))


def add(ballot_id: str, photo: str, *, by: Actor, at: datetime) -> None:
    """One more photo, five at most; adding it twice is adding it. The next one is invited."""
    draft_photos.add_or_begin(_key(ballot_id, by), photo, by=by, at=at)


def remove(ballot_id: str, photo: str, *, by: Actor, at: datetime) -> None:
    draft_photos.remove_photo(_key(ballot_id, by), photo, by=by, at=at)


def say(
    ballot_id: str,
    act: Act,
    report: Report,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Deed:
    """Say it, with the photos that were sent; one round trip to read, one to write."""
    key = _key(ballot_id, by)
    places = usecases.where(ballot_id, report.complaints)
    kept, ballot, *linked = together((Draft, key), *places, consistent=True)

    def said(photos: list[str]) -> Deed:
        return usecases.advanced(
            ballot,
            ballot_id,
            act,
            report._replace(photos=photos),
            linked,
            by=by,
            at=at,
            version=version,
            also=lambda write: write.delete(Draft(key)),
        )

    draft = own(kept, by=by, at=at) or Draft(key, owner=by.id)
    return draft_photos.with_those_left(draft, said)


def _key(ballot_id: str, by: Actor) -> str:
    return f"resolution#{ballot_id}#{by.id}"
