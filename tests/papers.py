"""Documents as people send them."""

import io

from pypdf import PdfWriter


def a_document(pages: int = 1, *, locked: bool = False) -> bytes:
    """A PDF with empty pages of A4; a locked one opens with a password only."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if locked:
        writer.encrypt("known to nobody here", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
