"""Photos: sent straight to the store, looked at in quarantine, shown without what they betray; and
documents, which few may see.

What other code may use is listed here; the rest is private to photos, but for `processing`, which
is imported by whoever looks at what was sent, and `proving`, by whom photos have to prove
something to.
"""

from chalicelib.domain.photos.usecases import (
    PDF,
    Upload,
    attaching,
    check,
    discard,
    discard_loose,
    find,
    give_up,
    invitation,
    inviting,
    lend,
    let_go,
    new,
    take_down,
    upload,
    uploaded,
)
from chalicelib.models.photo import Photo, PhotoState, Urls

__all__ = [
    "PDF",
    "Photo",
    "PhotoState",
    "Upload",
    "Urls",
    "attaching",
    "check",
    "discard",
    "discard_loose",
    "find",
    "give_up",
    "invitation",
    "inviting",
    "lend",
    "let_go",
    "new",
    "take_down",
    "upload",
    "uploaded",
]
