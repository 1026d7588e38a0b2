"""The photos of a draft, and the place that is kept ready for the next one."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from pynamodb.expressions.condition import size
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain import photos
from chalicelib.domain.draft_keeping import GONE, KEPT, change, known, own, still_open
from chalicelib.domain.keeping import keep
from chalicelib.domain.photos import Photo, PhotoState, Upload
from chalicelib.errors import Invalid
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.draft import Draft

T = TypeVar("T")
MOST_PHOTOS = 5
GOOD_FOR = timedelta(hours=12)  # what waits longer than a day is thrown away
CHANGED = "the photos changed meanwhile"
TO_REMOVE = say("remove the photo that could not be taken")


def begin_with(draft_id: str, photo: str, *, by: Actor, at: datetime) -> None:
    """A draft that begins with a photo; the next one is invited. `Conflict` if there is one."""
    following = photos.new(by=by, at=at)
    draft = Draft(draft_id, owner=by.id, photos=[photo], invited=following.id, expires_at=at + KEPT)

    def fill(write: TransactWrite) -> None:
        photos.inviting(write, following)
        write.save(draft, condition=Draft.id.does_not_exist() | (Draft.expires_at <= at))

    keep(fill, otherwise=CHANGED)


def add_or_begin(draft_id: str, photo: str, *, by: Actor, at: datetime) -> None:
    """One more photo of a draft, which begins with the first; adding it twice is adding it."""
    (kept,) = together((Draft, draft_id), consistent=True)
    if draft := own(kept, by=by, at=at):
        add_photo(draft, photo, by=by, at=at)
    else:
        begin_with(draft_id, photo, by=by, at=at)


def add_photo(about: str | Draft, photo: str, *, by: Actor, at: datetime) -> Draft:
    """One more photo, five at most; adding it twice is adding it. The next one is invited with it,
    so that whoever looks at the photos writes nothing."""
    draft = known(about, by=by, at=at)
    if photo in draft.photos:
        return draft
    following = photos.new(by=by, at=at)
    room = ~Draft.photos.contains(photo) & (size(Draft.photos) < MOST_PHOTOS)
    added = Draft.photos.set(Draft.photos.append([photo]))

    def fill(write: TransactWrite) -> None:
        photos.inviting(write, following)
        write.update(
            Draft(draft.id),
            actions=[added, Draft.photos_settled.set(False), *_inviting(following.id, at)],
            condition=still_open(by, at) & room,
        )

    full = len(draft.photos) >= MOST_PHOTOS
    keep(fill, otherwise="a report has five photos at most" if full else GONE)
    shown: list[Any] = [*draft.sent, photo]
    draft.photos, draft.photos_settled, draft.invited = shown, False, following.id
    return draft


class Shown(NamedTuple):
    """The photos that were sent, in the order they came, and where the next one goes."""

    photos: list[Photo]
    upload: Upload


class Prepared(NamedTuple):
    """The same of a draft that may not have begun; nowhere, if no more can be sent."""

    photos: list[Photo]
    upload: Upload | None


def prepared(kept: Draft | None, *, by: Actor, at: datetime, back_to: str) -> Prepared:
    """What there is so far, of a draft that was read, and an invitation to send another photo."""
    draft = own(kept, by=by, at=at)
    if draft is None:
        return Prepared([], photos.upload(by=by, at=at, back_to=back_to))
    sent, upload = shown(draft, by=by, at=at, back_to=back_to)
    return Prepared(sent, upload if len(sent) < MOST_PHOTOS else None)


def shown(draft: Draft, *, by: Actor, at: datetime, back_to: str) -> Shown:
    """The next photo goes to the place that is kept for it, until one has come there: its browser
    may never have come back to tell."""
    found = _own(draft, [*draft.sent, *([draft.invited] if draft.invited else [])])
    sent = [found[photo] for photo in draft.sent if photo in found]
    place = found.get(draft.invited or "")
    if place and _waits(place, at):
        return Shown(sent, photos.invitation(place.id, back_to=back_to))
    return Shown(sent, _invited(draft, by=by, at=at, back_to=back_to))


def _waits(place: Photo, at: datetime) -> bool:
    return place.state == photos.PhotoState.WAITING and place.uploaded_at > at - GOOD_FOR


def _invited(draft: Draft, *, by: Actor, at: datetime, back_to: str) -> Upload:
    following = photos.new(by=by, at=at)

    def fill(write: TransactWrite) -> None:
        photos.inviting(write, following)
        write.update(
            Draft(draft.id),
            actions=_inviting(following.id, at),
            condition=still_open(by, at),
        )

    keep(fill, otherwise=GONE)
    return photos.invitation(following.id, back_to=back_to)


def remove_photo(about: str | Draft, photo: str, *, by: Actor, at: datetime) -> Draft:
    draft = known(about, by=by, at=at)
    if photo not in draft.photos:
        return draft
    left: list[Any] = [kept for kept in draft.sent if kept != photo]
    same = Draft.photos == draft.photos
    changes = [Draft.photos.set(left)]
    return change(draft.id, changes, by=by, at=at, only_if=same, otherwise=CHANGED)


def photos_of(draft: Draft) -> list[Photo]:
    """The photos in the order they came, those only that the person sent."""
    known = _own(draft, draft.sent)
    return [known[photo] for photo in draft.sent if photo in known]


def with_those_left(draft: Draft, act: Callable[[list[str]], T]) -> T:
    """Act with the photos of a draft; those that waited so long that they were thrown away are in
    nobody's way."""
    try:
        return act(draft.sent)
    except Invalid as error:
        found = photos_of(draft)
        if "photos" in error.fields and any(p.state == PhotoState.REFUSED for p in found):
            error.fields["photos"] = TO_REMOVE  # why it was refused stands beside it
        left = [photo.id for photo in found]
        if left == draft.sent:
            raise
    return act(left)


def _own(draft: Draft, wanted: list[str]) -> dict[str, Photo]:
    return {photo.id: photo for photo in photos.find(wanted) if photo.owner == draft.owner}


def _inviting(photo: str, at: datetime) -> list[Any]:
    return [Draft.invited.set(photo), Draft.expires_at.set(at + KEPT)]
