"""What has changed between two versions of an idea, word by word. No I/O."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from chalicelib.domain.ideas.texts import Words

FIELDS = ("title", "problem", "solution", "benefits", "place", "address", "tags")
WORD = re.compile(r"\S+\s*|\s+")


class Kind(StrEnum):
    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Piece(msgspec.Struct, frozen=True):
    kind: Kind
    text: str


class Change(msgspec.Struct, frozen=True):
    """A field that is different now; what stays the same in it stands between."""

    field: str
    pieces: tuple[Piece, ...]


def between(before: Words, after: Words) -> tuple[Change, ...]:
    """Of every field that says something else; none if nothing does."""
    pairs = ((field, _said(before, field), _said(after, field)) for field in FIELDS)
    changed = ((field, was, now) for field, was, now in pairs if was != now)
    return tuple(Change(field, tuple(_pieces(was, now))) for field, was, now in changed)


def _said(words: Words, field: str) -> str:
    """A place as its coordinates, to a metre; without spaces, for half of them is no place."""
    if field == "place":
        return f"{words.place.lat:.5f},{words.place.lon:.5f}" if words.place else ""
    said = getattr(words, field)
    return said if isinstance(said, str) else ", ".join(said)


def _pieces(was: str, now: str) -> Iterator[Piece]:
    """Words that fill a long text are not looked for in the other one (difflib's «junk»): else two
    texts made for it would take minutes to compare."""
    old, new = WORD.findall(was), WORD.findall(now)
    for _, begin, end, first, last in SequenceMatcher(None, old, new).get_opcodes():
        removed, added = "".join(old[begin:end]), "".join(new[first:last])
        if removed == added:
            yield Piece(Kind.SAME, removed)
            continue
        if removed:
            yield Piece(Kind.REMOVED, removed)
        if added:
            yield Piece(Kind.ADDED, added)
