"""Whether a decision on paper is authentic, for everybody who holds it."""

from chalicelib.domain.applications import codes
from chalicelib.errors import Invalid, NotFound
from chalicelib.models.application import DOCUMENT, Document


def find(code: str) -> Document:
    """What was decided by the document with this code; `NotFound` if the city never issued it."""
    try:
        return Document.get(DOCUMENT + codes.document(code), "document")
    except (Document.DoesNotExist, Invalid):
        raise NotFound("the city has issued no document with this code") from None
