"""Documents that people send: whether a PDF can be read, before an officer has to."""

import io
import zlib

BEGINS = b"%PDF-"
WITHIN = 1024  # bytes; programs have always allowed for some before it
# What a stranger's file makes of a parser, beside what the parser itself raises.
BROKEN = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError,
    RecursionError, TypeError, ValueError, zlib.error,
)  # fmt: skip


class Unreadable(Exception):
    """It is a broken PDF, or one without a page."""


class Locked(Exception):
    """It opens with a password only."""


def claims_to_be(content: bytes) -> bool:
    """Whether it begins as a PDF does (ISO 32000, 7.5.2)."""
    return BEGINS in content[:WITHIN]


def pages(content: bytes) -> int:
    """How many pages a PDF has, each of which was found; `Locked`, `Unreadable`."""
    from pypdf import PdfReader  # a tenth of a second, for a worker alone
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        locked = reader.is_encrypted
        found = 0 if locked else sum(1 for page in reader.pages if page.mediabox)
    except (PyPdfError, *BROKEN) as error:
        raise Unreadable from error
    if locked:
        raise Locked
    if not found:
        raise Unreadable
    return found
