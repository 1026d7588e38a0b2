"""Lists in pages, and where the next page begins."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import msgspec

from chalicelib.domain import cursors

T = TypeVar("T")
PAGE = 20
MOST = 100


@dataclass(frozen=True)
class Page(Generic[T]):
    """``cursor`` is where the next page begins; None if this is the last."""

    items: Sequence[T]
    cursor: str | None = None

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)


Text = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class Place(msgspec.Struct, array_like=True, frozen=True):
    """Where a page ended: what the list is sorted by, and the complaint."""

    sorted_by: Text
    reference: Text


def place(given: str | None) -> Place | None:
    """`Invalid` for what is no cursor of ours."""
    return cursors.read(given, Place) if given else None


def in_order(found: Iterable[Any], references: Sequence[str]) -> list[Any]:
    known = {complaint.reference: complaint for complaint in found}
    return [known[reference] for reference in references if reference in known]
