"""Documents as people send them."""

import io
from collections.abc import Callable

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject


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


def with_an_action(kind: str) -> bytes:
    """What it does when it is opened."""

    def add(writer: PdfWriter) -> None:
        writer.root_object[NameObject("/OpenAction")] = _action(kind)

    return _written(add)


def with_a_hidden_script() -> bytes:
    """A program that a field of a page runs: reached by references, its name written otherwise."""

    def add(writer: PdfWriter) -> None:
        action = writer._add_object(_action("/JavaScript__"))
        field = DictionaryObject({NameObject("/A"): action})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])

    return _written(add).replace(b"/JavaScript__", b"/J#61vaScript")


def _action(kind: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject(kind)})


def with_a_file() -> bytes:
    return _written(lambda writer: writer.add_attachment("letter.exe", b"MZ"))


def _written(change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(width=595, height=842)
    change(writer)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
