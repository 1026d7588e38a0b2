"""Sending photos: an invitation to lay one in quarantine, and what became of it."""

from msgspec import Struct

from chalicelib import clock
from chalicelib.domain import photos
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import level
from chalicelib.observability import logger

blueprint = Capability(__name__)


class Invitation(Struct):
    """A form (multipart/form-data) to be posted to ``url``: these fields, then ``file``, last."""

    id: str
    url: str
    fields: dict[str, str]


class UploadView(Struct, omit_defaults=True):
    """What became of an upload: ``waiting``, ``ready``, or ``refused`` for a ``reason``."""

    id: str
    state: str
    reason: str | None = None
    small: str | None = None
    medium: str | None = None
    large: str | None = None
    width: int | None = None
    height: int | None = None


@blueprint.api("POST /api/v1/uploads", who=level(1), status=201, location="/api/v1/uploads/{id}")
def invite_photo(call: Call) -> Invitation:
    """Be invited to send a photo.

    JPEG, PNG or WebP, at most 15 MB. The invitation is good for an hour; a photo that is not used
    within a day is thrown away. With the same Idempotency-Key it is the same photo, and its form is
    good for an hour from then.
    """
    made = photos.upload(by=call.actor, at=call.at, key=call.idempotency_key)
    return Invitation(made.id, made.url, made.fields)


@blueprint.api("GET /api/v1/uploads/{id}", who=level(1))
def read_upload(call: Call, id: str) -> UploadView:
    """What became of a photo that was sent.

    It waits until it has arrived and was looked at, which takes seconds.
    """
    photo = photos.uploaded(id, by=call.actor)
    view = UploadView(photo.id, photo.state)
    if photo.reason:
        view.reason = call.tell(photo.reason)
    if photo.state == photos.PhotoState.READY and not photo.private:
        view.small, view.medium, view.large = photo.urls
        view.width, view.height = int(photo.width), int(photo.height)
    return view


@blueprint.on_upload(bucket="media", prefix="quarantine/")
def process_photo(key: str) -> None:
    from chalicelib.domain.photos import processing  # which nobody needs who invites to send one

    processing.process(key)


@blueprint.scheduled("rate(1 hour)")
def discard_photos() -> None:
    logger.info("discarded loose photos", count=photos.discard_loose(at=clock.now()))
