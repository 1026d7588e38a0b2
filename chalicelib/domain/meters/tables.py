"""A table as spreadsheets save it: its text, in whichever encoding, and its cells. Pure.

Excel writes UTF-8 with a mark at the beginning, «Unicode text» with tabs between the cells, or
what Windows is set to: semicolons where numbers have commas, and of Cyrillic letters cp1251.
"""

import codecs
import csv
import io
from collections.abc import Iterator

from chalicelib.messages import Message, say

MOST_BYTES = 1_500_000  # 300 for a row: what is kept of a file fits into one transaction of 4 MB
BETWEEN = (",", ";", "\t")
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WINDOWS = "cp1251"
NOT_CSV = say("this is not a CSV file: in the spreadsheet, choose “Save as” and CSV")
MANGLED = "\ufffd"  # where somebody before us could not read a letter


class NoTable(Exception):
    """It is something else, or could not be read."""

    def __init__(self, why: Message) -> None:
        super().__init__(why.singular)
        self.why = why


def text(content: str | bytes) -> str:
    """What is written there; `NoTable` if it is nothing, too much, or no text."""
    if len(content) > MOST_BYTES:
        raise NoTable(say("this file is too large: send it in parts"))
    written = (content if isinstance(content, str) else _decoded(content)).removeprefix("\ufeff")
    if not written.strip():
        raise NoTable(say("this file is empty"))
    if MANGLED in written:
        raise NoTable(say("this file is not in UTF-8: save it as CSV UTF-8"))
    return written


def lines(written: str) -> Iterator[list[str] | None]:
    """The cells of each line, without the spaces around them; None of a line that is no CSV. No
    cell of ours has two lines: a quote that nobody closes spoils its own row, and no other."""
    first, _, _ = written.partition("\n")
    between = max(BETWEEN, key=first.count)
    for line in io.StringIO(written, newline=None):
        yield _cells(line.removesuffix("\n"), between)


def _decoded(content: bytes) -> str:
    if content.startswith(WIDE):
        return content.decode("utf-16", errors="replace")
    if b"\0" in content:
        raise NoTable(NOT_CSV)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode(WINDOWS, errors="replace")


def _cells(line: str, between: str) -> list[str] | None:
    try:
        record = next(csv.reader([line], delimiter=between, strict=True), [])
    except csv.Error:
        return None
    return [cell.strip() for cell in record]
