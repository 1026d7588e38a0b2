"""Inviting, finding, attaching and throwing away photos."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.base import conflicts
from chalicelib.models.photo import LOOSE, SIZES, Photo, PhotoState
from chalicelib.outbound import storage

QUARANTINE = "quarantine/"
MOST_SENT = 30_000_000  # bytes that S3 takes; between this and rules' limit a person is told why
INVITED_FOR = timedelta(hours=1)
LOOSE_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class Upload:
    """Where a browser sends the photo: a form with these fields, then the file, last."""

    id: str
    url: str
    fields: dict[str, str]


def upload(*, by: Actor, at: datetime, back_to: str | None = None) -> Upload:
    """Invite a person to send one photo.

    ``back_to`` is the path of ours they come back to; ``{photo}`` in it becomes the photo's id.
    """
    photo = new(by=by, at=at)
    photo.save(condition=Photo.id.does_not_exist())
    return invitation(photo.id, back_to=back_to)


def new(*, by: Actor, at: datetime) -> Photo:
    """A photo that this person may send, once it is kept."""
    return Photo(
        identifiers.number(),
        owner=by.id,
        of_staff=by.is_staff,
        state=PhotoState.WAITING,
        uploaded_at=at,
        loose=LOOSE,
    )


def inviting(write: TransactWrite, photo: Photo) -> None:
    """Put into a transaction: this photo is waited for."""
    write.save(photo, condition=Photo.id.does_not_exist())


def invitation(photo: str, *, back_to: str | None = None) -> Upload:
    """The form by which a photo that is waited for is sent; see `upload`."""
    signed = storage.invite(
        settings.media_bucket,
        QUARANTINE + photo,
        most_bytes=MOST_SENT,
        lasts=int(INVITED_FOR.total_seconds()),
        back_to=_whole(back_to, photo) if back_to else None,
    )
    return Upload(photo, signed.url, signed.fields)


def _whole(back_to: str, photo: str) -> str:
    return settings.portal_url + back_to.replace("{photo}", photo)


def find(ids: Iterable[str]) -> list[Photo]:
    """The photos in the order asked for; those there are none of are left out."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return []
    found = {photo.id: photo for photo in Photo.batch_get(wanted, consistent_read=True)}
    return [found[photo] for photo in wanted if photo in found]


def uploaded(photo: str, *, by: Actor) -> Photo:
    """A photo of one's own; `NotFound` of anybody else's."""
    for found in find([photo]):
        if found.owner == by.id:
            return found
    raise NotFound("there is no photo %(id)s of yours", id=photo)


def check(ids: Sequence[str], *, by: Actor, field: str = "photos") -> None:
    """`Invalid`, naming the field, unless all of these can be attached by this person now."""
    found = {photo.id: photo for photo in find(ids)}
    for photo in ids:
        if why := _not_attachable(found.get(photo), by):
            raise Invalid("the photos cannot be used", {field: why})


def attaching(write: TransactWrite, ids: Iterable[str], *, to: str, by: Actor) -> None:
    """Add to a transaction that these photos belong ``to`` something.

    The transaction fails unless each is the person's own, ready, and belongs to nothing else;
    `check` says which is wrong.
    """
    for photo in dict.fromkeys(ids):
        free = Photo.attached_to.does_not_exist() | (Photo.attached_to == to)
        write.update(
            Photo(photo),
            actions=[Photo.attached_to.set(to), Photo.loose.remove()],
            condition=(Photo.owner == by.id) & (Photo.state == PhotoState.READY) & free,
        )


def discard(ids: Iterable[str]) -> None:
    """Throw photos away that belong to nothing; those that do are kept."""
    for photo in ids:
        with suppress(Conflict), conflicts("the photo belongs to something"):
            _throw_away(photo)


def discard_loose(*, at: datetime) -> int:
    """Throw away what was sent a day ago and never used; how many they were."""
    old = Photo.by_looseness.query(LOOSE, Photo.uploaded_at < at - LOOSE_FOR)
    ids = [photo.id for photo in old]
    discard(ids)
    return len(ids)


def _throw_away(photo: str) -> None:
    """First out of everybody's reach, then the files, and the record last: if this is killed in
    the middle, the photo is still found among the loose ones and thrown away again."""
    Photo(photo).update(
        actions=[Photo.state.set(PhotoState.REFUSED)],
        condition=Photo.id.exists() & Photo.attached_to.does_not_exist(),
    )
    storage.delete(settings.media_bucket, [QUARANTINE + photo, *places(photo)])
    Photo(photo).delete()


def places(photo: str) -> list[str]:
    """Where the sizes of a photo lie."""
    return [f"media/{photo}/{size}.jpg" for size in SIZES]


def _not_attachable(photo: Photo | None, by: Actor) -> Message | None:
    if photo is None or photo.owner != by.id:
        return say("this photo is not there any more: send it again")
    if photo.attached_to:
        return say("this photo is used already: send it again")
    if photo.state == PhotoState.WAITING:
        return say("a photo is still being checked: wait a moment and try again")
    if photo.state == PhotoState.REFUSED:
        return photo.reason or say("this photo is not there any more: send it again")
    return None
