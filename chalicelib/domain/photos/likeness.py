"""Photos that look alike: found by the worker, while nobody waits, and told to each of them.

What a photo looks like are 512 bits, in sixteen bands. Of two that differ in fewer bits than there
are bands one band at least is the same: so those alike are found by sixteen queries, whatever the
city has sent in a year. A band in which nothing gets brighter, or everything does, is a wall or a
sky and says nothing; a photo of nothing else is known again by its bytes alone (ADR 23).
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from pynamodb.expressions.condition import size

from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict
from chalicelib.models.look import Look
from chalicelib.models.photo import Photo

BANDS = 16
SAYS_NOTHING = ({"0"}, {"f"})
FAR = 31  # bits; of the same picture written anew fewer differ, of another shot of the place more
REMEMBERED = timedelta(days=365)
MOST_READ = 100  # of a band, those sent last
MOST_ALIKE = 8  # what a photo is told of; five with twice as many fit into one transaction


def remember(photo: Photo, looks: str) -> set[str]:
    """The photos that look like this one, which is from now on found by those that come later. One
    that belongs to nothing yet hears of it too: whichever is used first, the other one knows."""
    with Look.batch_write() as batch:
        for look in _looks_of(photo, looks):
            batch.save(look)
    alike = set(_before(photo, looks))
    for other in alike:
        _tell(other, of=photo.id)
    return alike


def forget(photo: Photo) -> None:
    """Let it be found no more."""
    if photo.looks:
        with Look.batch_write() as batch:
            for look in _looks_of(photo, photo.looks):
                batch.delete(look)


def distance(looks: str, others: str) -> int:
    """In how many bits they differ."""
    return (int(looks, 16) ^ int(others, 16)).bit_count()


def _looks_of(photo: Photo, looks: str) -> Iterator[Look]:
    sent = f"{photo.uploaded_at:%Y-%m-%dT%H:%M:%SZ}#{photo.id}"
    until = photo.uploaded_at + REMEMBERED
    for band in _bands(photo, looks):
        yield Look(band, sent, looks=looks, expires_at=until)


def _bands(photo: Photo, looks: str) -> list[str]:
    width = len(looks) // BANDS
    bands = ((n, looks[n * width : (n + 1) * width]) for n in range(BANDS))
    telling = [f"{n:02}#{bits}" for n, bits in bands if set(bits) not in SAYS_NOTHING]
    return telling or [f"bytes#{photo.content}"]


def _before(photo: Photo, looks: str) -> list[str]:
    """The oldest, among which is the one that was shown, however many copies were sent since."""
    found = {
        look.sent
        for band in _bands(photo, looks)
        for look in Look.query(
            band,
            consistent_read=True,
            scan_index_forward=False,
            limit=MOST_READ,
            page_size=MOST_READ,
        )
        if distance(looks, look.looks) <= FAR
        and look.expires_at > photo.uploaded_at  # the table forgets late
    }
    ids = (sent.rpartition("#")[2] for sent in sorted(found))
    return [each for each in ids if each != photo.id][:MOST_ALIKE]


def _tell(other: str, *, of: str) -> None:
    """What belongs to something is nobody's proof any more, and need not hear of others."""
    room = Photo.alike.does_not_exist() | (size(Photo.alike) < MOST_ALIKE)
    there = Photo.id.exists() & Photo.attached_to.does_not_exist() & room
    with suppress(Conflict):
        keep_alone(
            lambda: Photo(other).update(actions=[Photo.alike.add({of})], condition=there),
            otherwise="it is used, or gone, or knows enough",
        )
