"""What happens to a photo in quarantine: it becomes three harmless pictures, or a file for few, or
is refused."""

import hashlib
from contextlib import suppress
from typing import NamedTuple, cast

from pynamodb.expressions.update import Action

from chalicelib.config import settings
from chalicelib.domain.photos import drawing, likeness
from chalicelib.domain.photos.drawing import Drawn, Refused
from chalicelib.domain.photos.usecases import QUARANTINE, places
from chalicelib.domain.quotas import Limit
from chalicelib.errors import Conflict, TooMany
from chalicelib.forms import FileType
from chalicelib.messages import say
from chalicelib.models.base import conflicts
from chalicelib.models.photo import Photo, PhotoState
from chalicelib.observability import logger
from chalicelib.outbound import storage

MOST_BYTES = 15_000_000
FRESH_FOR = 24 * 60 * 60  # seconds; a photo never changes, but it may have to be taken away

NOTHING = "no file was chosen: choose one and send it"
SENT_TWICE = "two files were sent in one place: send the photo again"


class Allowed(NamedTuple):
    """What one person may send on a day; what is counted is what was sent, not what was invited."""

    a_day: Limit
    too_large: str


PHOTOS = Allowed(
    Limit("photos", 20, say("you sent 20 photos today: go on tomorrow")),
    "this photo is too large: at most 15 MB",
)
FILES = Allowed(
    Limit("files", 60, say("you sent 60 files today: go on tomorrow")),
    "this file is too large: at most 15 MB",
)


def process(key: str) -> None:
    """Look at one file in quarantine.

    It may be told of twice, late, or again after a worker was killed in the middle: only a photo
    that is still waited for changes, and only by the first content that was seen. What was
    looked at is taken out of quarantine, and so is what nobody waits for.
    """
    with suppress(Photo.DoesNotExist, storage.Absent):
        photo = Photo.get(key.removeprefix(QUARANTINE), consistent_read=True)
        if photo.state == PhotoState.WAITING:
            _settle(photo, key)
    storage.delete(settings.media_bucket, [key])


def _settle(photo: Photo, key: str) -> None:
    try:
        _make_ready(photo, key)
    except Refused as refused:
        _refuse(photo, str(refused))


def _make_ready(photo: Photo, key: str) -> None:
    """Draw the photo anew and say that it is ready; `Refused` if it cannot be."""
    content = _claimed(photo, key)
    drawn = _drawn(photo, content)
    for place, each in zip(places(photo), drawn.contents, strict=True):
        storage.put(settings.media_bucket, place, each, kind=drawn.kind, fresh_for=FRESH_FOR)
    _finish(photo, drawn)


def _drawn(photo: Photo, content: bytes) -> Drawn:
    takes = cast("FileType | None", photo.takes)
    return drawing.paper(content, takes=takes) if photo.private else drawing.photo(content)


def _allowed(photo: Photo) -> Allowed:
    return FILES if photo.private else PHOTOS


def _claimed(photo: Photo, key: str) -> bytes:
    """The content, which from now on is the only one that this photo can become."""
    try:
        content = storage.read(settings.media_bucket, key, most_bytes=MOST_BYTES)
    except storage.TooLarge as error:
        raise Refused(_allowed(photo).too_large) from error
    if not content:
        raise Refused(NOTHING)
    digest, seen_before = hashlib.sha256(content).hexdigest(), photo.content is not None
    same = Photo.content.does_not_exist() | (Photo.content == digest)
    try:
        with conflicts("another file was sent as this photo"):
            photo.update(
                actions=[Photo.content.set(digest)],
                condition=(Photo.state == PhotoState.WAITING) & same,
            )
    except Conflict as error:
        raise Refused(SENT_TWICE) from error
    if not (seen_before or photo.of_staff):
        _count(photo)
    return content


def _count(photo: Photo) -> None:
    """One more of what a day allows; `Refused` if that was all."""
    limit = _allowed(photo).a_day
    try:
        limit.take(photo.owner, at=photo.uploaded_at)
    except TooMany as error:
        raise Refused(limit.sentence.singular) from error


def _finish(photo: Photo, drawn: Drawn) -> None:
    actions = [Photo.state.set(PhotoState.READY), *_seen(drawn)]
    if photo.private:
        size = sum(map(len, drawn.contents))
        actions += [Photo.kind.set(drawn.kind), Photo.bytes.set(size)]
    actions += _compared(photo, drawn)
    try:
        with conflicts("the photo is not waited for any more"):
            photo.update(actions=actions, condition=Photo.state == PhotoState.WAITING)
    except Conflict:
        _take_back(photo)
        return
    logger.info("photo ready", photo=photo.id)


def _seen(drawn: Drawn) -> list[Action]:
    """What is known of it, as attributes to be set."""
    picture = drawn.picture
    if picture is None:
        return [Photo.pages.set(drawn.pages or 0)]
    actions: list[Action] = [Photo.width.set(picture.width), Photo.height.set(picture.height)]
    if picture.taken_at:
        actions.append(Photo.taken_at.set(picture.taken_at))
    if picture.place:
        lat, lon = picture.place
        actions += [Photo.lat.set(lat), Photo.lon.set(lon)]
    return actions


def _compared(photo: Photo, drawn: Drawn) -> list[Action]:
    """What it looks like and what looks like it, as attributes to be set."""
    if drawn.picture is None or not drawn.picture.looks:
        return []
    photo.looks = drawn.picture.looks
    alike = likeness.remember(photo, photo.looks)
    return [Photo.looks.set(photo.looks), *([Photo.alike.add(alike)] if alike else [])]


def _take_back(photo: Photo) -> None:
    """Take the sizes away again, unless it was this very photo, told of twice, that is ready."""
    known = next(Photo.batch_get([photo.id], consistent_read=True), None)
    if known is None or known.state != PhotoState.READY:
        storage.delete(settings.media_bucket, places(photo))
        likeness.forget(photo)


def _refuse(photo: Photo, sentence: str) -> None:
    with suppress(Conflict), conflicts("the photo is not waited for any more"):
        photo.update(
            actions=[Photo.state.set(PhotoState.REFUSED), Photo.refused_for.set(sentence)],
            condition=Photo.state == PhotoState.WAITING,
        )
        logger.info("photo refused", photo=photo.id, why=sentence)
