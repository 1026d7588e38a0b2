"""Documents that people send: whether a PDF can be read, and whether it carries what could do harm
to an officer who opens it (docs/adr/0020)."""

import io
import zlib
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

BEGINS = b"%PDF-"
WITHIN = 1024  # bytes; programs have always allowed for some before it
MOST_OBJECTS = 100_000  # of a document, some seconds; a scanned one has a few for each page
# What a stranger's file makes of a parser, beside what the parser itself raises.
BROKEN = (
    ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError,
    RecursionError, TypeError, ValueError, zlib.error,
)  # fmt: skip
SCRIPTED = (
    "/XFA",
    "/OnInstantiate",
)  # a form with a program of its own; a model in three dimensions
LAUNCHING = ("/Launch", "/ImportData")
PLACES = frozenset({"/F", "/UF", "/DOS", "/Mac", "/Unix"})  # of a file that is inside: 7.11.4


class Flaw(Enum):
    """Why a document is not taken."""

    UNREADABLE = "it is broken, has no page, or more parts than anybody looks through"
    LOCKED = "it opens with a password only"
    SCRIPT = "it carries a program"
    LAUNCH = "it starts other programs"
    FILES = "it has other files inside"


class Unfit(Exception):
    """Carries its `Flaw`."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


def claims_to_be(content: bytes) -> bool:
    """Whether it begins as a PDF does (ISO 32000, 7.5.2)."""
    return BEGINS in content[:WITHIN]


def pages(content: bytes) -> int:
    """How many pages a PDF has, each of which was found; `Unfit`, if it is."""
    from pypdf import PdfReader  # a tenth of a second, for a worker alone
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        flaw = Flaw.LOCKED if reader.is_encrypted else _harm(reader)
        found = 0 if flaw else sum(1 for page in reader.pages if page.mediabox)
    except (PyPdfError, *BROKEN) as error:
        raise Unfit(Flaw.UNREADABLE) from error
    if flaw or not found:
        raise Unfit(flaw or Flaw.UNREADABLE)
    return found


def _harm(reader: "PdfReader") -> Flaw | None:
    """The first thing in it that could do harm. Everything is looked at that its reader could come
    to, wherever it hides: actions of the document, of pages, of annotations, of fields."""
    return next((flaw for each in _parts(reader) if (flaw := _flaw(each))), None)


def _flaw(part: "DictionaryObject") -> Flaw | None:
    action = _led_to(part, "/S")
    if action == "/JavaScript" or (action and "/JS" in part) or any(n in part for n in SCRIPTED):
        return Flaw.SCRIPT
    if action in LAUNCHING:
        return Flaw.LAUNCH
    return Flaw.FILES if _holds_files(_led_to(part, "/EF")) else None


def _led_to(part: "DictionaryObject", name: str) -> Any:
    """An entry, also where a reference stands in its place; None if there is none."""
    entry = part.get(name)
    return None if entry is None else entry.get_object()


def _holds_files(inside: Any) -> bool:
    return isinstance(inside, dict) and bool(PLACES & inside.keys())


def _parts(reader: "PdfReader") -> Iterator["DictionaryObject"]:
    """Every dictionary that can be reached from the document's beginning, streams among them, each
    once; `Unfit` if they are too many."""
    from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

    waiting: list[Any] = [reader.trailer]
    seen: set[tuple[int, int]] = set()
    while waiting:
        each = waiting.pop()
        if isinstance(each, IndirectObject):
            each = _followed(each, seen)
        if isinstance(each, DictionaryObject):
            yield each
            waiting.extend(dict.values(each))  # as they lie there, references among them
        elif isinstance(each, ArrayObject):
            waiting.extend(list.__iter__(each))


def _followed(reference: Any, seen: set[tuple[int, int]]) -> Any:
    """What a reference leads to, the first time."""
    place = (reference.idnum, reference.generation)
    if place in seen:
        return None
    seen.add(place)
    if len(seen) > MOST_OBJECTS:
        raise Unfit(Flaw.UNREADABLE)
    return reference.get_object()
