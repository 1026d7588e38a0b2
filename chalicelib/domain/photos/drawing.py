"""What a file that was sent becomes: a photo in three sizes for everybody, or one file for few."""

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from chalicelib import catalogue
from chalicelib.domain.photos.usecases import PDF
from chalicelib.forms import FileType
from chalicelib.models.photo import SIZES

if TYPE_CHECKING:
    from chalicelib.outbound.pictures import Picture

LEGIBLE = 2400  # pixels: a page of A4 at 200 dots an inch
JPEG = "image/jpeg"

TOO_MANY_PIXELS = "this photo is too large: at most 50 megapixels"
NO_PHOTO = "this file is no photo we can read: send a JPEG, a PNG or a WebP"
NO_FILE = "this file is neither a photo nor a document we can read: send a JPEG, PNG, WebP or PDF"
OTHER_TYPE: dict[FileType, str] = {
    "pdf": "this question takes PDF documents alone: save it as a PDF and send that",
    "photo": "this question takes photos alone: send a JPEG, a PNG or a WebP",
}
UNFIT = {  # by the names of `documents.Flaw`
    "LOCKED": "this document is locked with a password: send it without one",
    "UNREADABLE": (
        "this document cannot be read: save it as a PDF once more, or photograph its pages"
    ),
    "SCRIPT": "this document carries a program: print it as a PDF once more, and send that",
    "LAUNCH": "this document starts other programs: print it as a PDF once more, and send that",
    "FILES": "this document has other files inside: send each of them by itself",
}


class Refused(Exception):
    """Carries the sentence that the person is told."""


class Drawn(NamedTuple):
    """What is laid in the photo's places, one after the other, and what is known of it."""

    contents: tuple[bytes, ...]
    kind: str = JPEG
    picture: "Picture | None" = None
    pages: int | None = None


def photo(content: bytes) -> Drawn:
    """For everybody; `Refused` if it is no photo."""
    picture = _redrawn(content, SIZES, otherwise=NO_PHOTO)
    return Drawn(tuple(picture.sizes.values()), picture=picture)


def paper(content: bytes, *, takes: FileType | None = None) -> Drawn:
    """For few: a document as it is, or a photo without what it betrays; `Refused` if it is
    neither, or the other of the two."""
    from chalicelib.outbound import documents

    document = documents.claims_to_be(content)
    if takes and takes != ("pdf" if document else "photo"):
        raise Refused(OTHER_TYPE[takes])
    if not document:
        picture = _redrawn(content, (LEGIBLE,), otherwise=OTHER_TYPE[takes] if takes else NO_FILE)
        # nobody asks when or where, or what else looks like it
        told = replace(picture, taken_at=None, place=None, looks="")
        return Drawn(tuple(told.sizes.values()), picture=told)
    try:
        pages = documents.pages(content)
    except documents.Unfit as error:
        raise Refused(UNFIT[error.flaw.name]) from error
    return Drawn((content,), kind=PDF, pages=pages)


def _redrawn(content: bytes, sizes: tuple[int, ...], *, otherwise: str) -> "Picture":
    from chalicelib.outbound import pictures  # the API invites and needs no decoder

    try:
        return pictures.redrawn(content, sizes, timezone=catalogue.city().timezone)
    except pictures.TooManyPixels as error:
        raise Refused(TOO_MANY_PIXELS) from error
    except pictures.Unreadable as error:
        raise Refused(otherwise) from error
