"""Photos: sent straight to the store, looked at in quarantine, shown without what they betray.

What other code may use is listed here; the rest is private to photos.
"""

from chalicelib.domain.photos.processing import process
from chalicelib.domain.photos.usecases import (
    Upload,
    attaching,
    check,
    discard,
    discard_loose,
    find,
    invitation,
    inviting,
    new,
    upload,
    uploaded,
)
from chalicelib.models.photo import Photo, PhotoState, Urls

__all__ = [
    "Photo",
    "PhotoState",
    "Upload",
    "Urls",
    "attaching",
    "check",
    "discard",
    "discard_loose",
    "find",
    "invitation",
    "inviting",
    "new",
    "process",
    "upload",
    "uploaded",
]
