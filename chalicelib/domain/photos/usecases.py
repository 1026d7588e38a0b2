"""Inviting, finding, attaching and throwing away photos."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain import claims
from chalicelib.domain.photos import likeness
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.forms import FileType
from chalicelib.messages import Message, say
from chalicelib.models.base import can_be, conflicts
from chalicelib.models.claim import Claim
from chalicelib.models.photo import IN_DRAFT, LOOSE, SIZES, TAKEN_DOWN, Photo, PhotoState
from chalicelib.outbound import storage

QUARANTINE = "quarantine/"
PRIVATE = "private/files/"  # the portal serves nothing from here
NOT_INVITED = "this could not be kept: send it once more"
LENT_FOR = timedelta(minutes=5)
# Bytes that S3 takes: what is more it refuses in XML, of what is less the worker tells in words. A
# film of some minutes, chosen by mistake, is less. Whoever sends much on purpose gains nothing by
# it: what comes in is free of charge, only its size is looked at, and then it is deleted; where
# nobody looks, it lies for a day and costs 0.1 cents.
MOST_SENT = 1_000_000_000
INVITED_FOR = timedelta(hours=1)
PDF = "application/pdf"
SAID_TO_BE: dict[FileType, str] = {"pdf": PDF, "photo": "image/"}
LOOSE_FOR = {
    LOOSE: timedelta(hours=24),
    IN_DRAFT: timedelta(days=60),
    TAKEN_DOWN: timedelta(),
}


@dataclass(frozen=True)
class Upload:
    """Where a browser sends the photo: a form with these fields, then the file, last."""

    id: str
    url: str
    fields: dict[str, str]


def upload(
    *,
    by: Actor,
    at: datetime,
    back_to: str | None = None,
    private: bool = False,
    key: str | None = None,
) -> Upload:
    """Invite a person to send one photo; a ``private`` one may be a document as well. With the
    same ``key`` again it is the same photo.

    ``back_to`` is the path of ours they come back to; ``{photo}`` in it becomes the photo's id.
    """
    photo = new(by=by, at=at, private=private)
    claim = _claim(photo, key, at=at) if key else None
    before = claims.keep_once(
        lambda write: inviting(write, photo), claim, at=at, otherwise=NOT_INVITED
    )
    return invitation(before or photo.id, back_to=back_to)


def _claim(photo: Photo, key: str, *, at: datetime) -> Claim:
    return claims.claim("", key, within="photos", person=photo.owner, at=at, reference=photo.id)


def new(*, by: Actor, at: datetime, private: bool = False, takes: FileType | None = None) -> Photo:
    """A photo that this person may send, once it is kept; ``takes`` says what a private one has to
    be, if it may not be either."""
    return Photo(
        identifiers.number(),
        owner=by.id,
        of_staff=by.is_staff,
        private=private or None,
        takes=takes,
        state=PhotoState.WAITING,
        uploaded_at=at,
        loose=IN_DRAFT if private else LOOSE,
    )


def inviting(write: TransactWrite, photo: Photo) -> None:
    """Put into a transaction: this photo is waited for."""
    write.save(photo, condition=Photo.id.does_not_exist())


def invitation(photo: str, back_to: str | None = None, *, takes: FileType | None = None) -> Upload:
    """The form by which a photo that is waited for is sent; see `upload`. S3 hears what the file is
    said to be, and refuses what is not taken; what it really is the worker sees."""
    signed = storage.invite(
        settings.media_bucket,
        QUARANTINE + photo,
        most_bytes=MOST_SENT,
        lasts=int(INVITED_FOR.total_seconds()),
        back_to=_whole(back_to, photo) if back_to else None,
        kind=SAID_TO_BE[takes] if takes else None,
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


def check(
    ids: Sequence[str],
    *,
    by: Actor,
    field: str = "photos",
    private: bool = False,
    of: str | None = None,
) -> list[Photo]:
    """`Invalid`, naming the field, unless all of these can be attached by this person now, or
    belong to what they are taken over from, if it is named."""
    found = {photo.id: photo for photo in find(ids) if bool(photo.private) == private}
    for photo in ids:
        if why := _not_attachable(found.get(photo), by, of):
            raise Invalid("the photos cannot be used", {field: why})
    return list(found.values())


def attaching(
    write: TransactWrite,
    ids: Iterable[str],
    *,
    to: str,
    by: Actor,
    private: bool = False,
    only_if: Condition | None = None,
) -> None:
    """Add to a transaction that these photos belong ``to`` something.

    The transaction fails unless each is the person's own, ready, ``private`` or not as is asked,
    and belongs to nothing else; `check` says which is wrong. ``only_if`` has to hold of each too.
    """
    if not all(map(can_be, ids := list(dict.fromkeys(ids)))):
        raise Conflict(NOT_INVITED)  # one that is no photo is none of theirs
    hidden = Photo.private == True if private else Photo.private.does_not_exist()  # noqa: E712
    for photo in ids:
        free = Photo.attached_to.does_not_exist() | (Photo.attached_to == to)
        theirs = (Photo.owner == by.id) & (Photo.state == PhotoState.READY)
        fits = theirs & hidden & free
        write.update(
            Photo(photo),
            actions=[Photo.attached_to.set(to), Photo.loose.remove()],
            condition=fits if only_if is None else fits & only_if,
        )


def lend(photo: Photo) -> str:
    """An address from which whoever has it can fetch a private one, for some minutes; a document,
    which is as a stranger made it, is saved and not opened in the browser (ADR 20). Who may
    have it decides whoever asks."""
    document = photo.kind == PDF
    return storage.lend(
        settings.media_bucket,
        PRIVATE + photo.id,
        name=f"{photo.id[:8]}.{'pdf' if document else 'jpg'}",
        to_be_saved=document,
        lasts=int(LENT_FOR.total_seconds()),
    )


def discard(ids: Iterable[str]) -> None:
    """Throw photos away that belong to nothing; those that do are kept."""
    for photo in ids:
        with suppress(Conflict), conflicts("the photo belongs to something"):
            _throw_away(photo)


def let_go(ids: Iterable[str], *, of: str) -> None:
    """What belonged to something that is forgotten belongs to nothing any more: it is thrown away
    with what was never used."""
    _free(ids, [Photo.loose.set(LOOSE)], of=of)


def take_down(ids: Iterable[str], *, of: str) -> None:
    """What belonged to something that is not shown belongs to nothing any more, and to nothing
    again: it is thrown away when loose ones are looked for next, however new it is."""
    _free(ids, [Photo.loose.set(TAKEN_DOWN), Photo.state.set(PhotoState.REFUSED)], of=of)


def _free(ids: Iterable[str], actions: Sequence[Action], *, of: str) -> None:
    for photo in ids:
        with suppress(Conflict), conflicts("it belongs to something else, or is gone"):
            Photo(photo).update(
                [Photo.attached_to.remove(), *actions], condition=Photo.attached_to == of
            )


def discard_loose(*, at: datetime) -> int:
    """Throw away what was sent a day ago and never used, what may lie in drafts after sixty, and
    what was taken down at once; how many they were."""
    ids = [
        photo.id
        for loose, time in LOOSE_FOR.items()
        for photo in Photo.by_looseness.query(loose, Photo.uploaded_at < at - time)
    ]
    discard(ids)
    return len(ids)


def give_up(ids: Iterable[str]) -> None:
    """Let what lay in a draft be thrown away a day after it was sent; what belongs to something
    stays."""
    for photo in ids:
        with suppress(Conflict), conflicts("the photo belongs to something"):
            Photo(photo).update(
                actions=[Photo.loose.set(LOOSE)],
                condition=Photo.id.exists() & Photo.attached_to.does_not_exist(),
            )


def _throw_away(photo: str) -> None:
    """First out of everybody's reach, then the files, and the record last: if this is killed in
    the middle, the photo is still found among the loose ones and thrown away again."""
    gone = Photo(photo)
    gone.update(
        actions=[Photo.state.set(PhotoState.REFUSED)],
        condition=Photo.id.exists() & Photo.attached_to.does_not_exist(),
    )
    storage.delete(settings.media_bucket, [QUARANTINE + photo, *places(gone)])
    likeness.forget(gone)
    gone.delete()


def places(photo: Photo) -> list[str]:
    """Where the sizes of a photo lie, or the one file that a private one is."""
    if photo.private:
        return [PRIVATE + photo.id]
    return [f"media/{photo.id}/{size}.jpg" for size in SIZES]


def _not_attachable(photo: Photo | None, by: Actor, of: str | None) -> Message | None:
    if photo is None or photo.owner != by.id:
        return say("this photo is not there any more: send it again")
    if photo.attached_to not in (None, of):
        return say("this photo is used already: send it again")
    if photo.state == PhotoState.WAITING:
        return say("a photo is still being checked: wait a moment and try again")
    if photo.state == PhotoState.REFUSED:
        return photo.reason or say("this photo is not there any more: send it again")
    return None
