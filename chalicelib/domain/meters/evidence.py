"""The photo of a meter that goes with a reading: private, and seen by whoever sent it alone.

A holding knows which photos came with its readings, so whoever takes the meter out of their
account, or is forgotten, takes them along.
"""

from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain import photos
from chalicelib.domain.meters import register
from chalicelib.domain.photos import Photo, PhotoState, Upload
from chalicelib.errors import NotFound
from chalicelib.models.meter import Holding

FIELD = "photo_id"


def invite(
    meter: str, *, by: Actor, at: datetime, back_to: str | None = None, key: str | None = None
) -> Upload:
    """Be invited to send a photo of a meter of one's own; see `photos.upload`."""
    register.mine(meter, by=by)
    return photos.upload(by=by, at=at, back_to=back_to, private=True, key=key)


def sent(photo: str, *, by: Actor) -> Photo | None:
    """What became of a photo that somebody sent; None if it is not theirs, or not there."""
    found = next(iter(photos.find([photo])), None)
    return found if found and found.owner == by.id and found.private else None


def lent(meter: str, photo: str, *, by: Actor) -> str:
    """Where the photo of a reading of one's own is seen, for some minutes; `NotFound` of others."""
    found = sent(photo, by=by)
    if found is None or found.attached_to != meter or found.state != PhotoState.READY:
        raise NotFound("there is no such photo")
    return photos.lend(found)


def keeping(write: TransactWrite, photo: str, holding: Holding, *, by: Actor) -> None:
    """Put into a transaction: the photo goes with a reading of this meter."""
    photos.attaching(write, [photo], to=holding.meter, by=by, private=True)
    write.update(
        holding, actions=[Holding.photos.add({photo})], condition=Holding.number == holding.number
    )


def check(photo: str | None, meter: str, *, by: Actor) -> None:
    """`Invalid` if it cannot go with a reading of this meter, or not yet."""
    photos.check([photo] if photo else [], by=by, field=FIELD, private=True, of=meter)


def let_go(holding: Holding) -> None:
    """Nobody can see them any more: they are thrown away with what was never used."""
    photos.let_go(holding.photos or (), of=holding.meter)
