"""Cursors: where the next page begins, in a form that nobody reads or builds."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib.domain import cursors

Limit = Annotated[int, Meta(ge=1, le=100)]  # of what a page holds


class CursorQuery(Struct):
    """One page of a list, from a cursor on."""

    cursor: str | None = None


class LimitedQuery(CursorQuery):
    """The same, and how much a page holds."""

    limit: Limit = 20


class NumberedQuery(Struct):
    """One page of a list whose pages are counted."""

    page: Annotated[int, Meta(ge=1, le=1000)] = 1


def cursor(last_key: dict[str, Any] | None) -> str | None:
    """The cursor after the item with this key; None if nothing follows."""
    return cursors.written(last_key) if last_key else None


def key(given: str | None) -> dict[str, Any] | None:
    """The key a cursor stands for; `Invalid` if it is none of ours."""
    return cursors.read(given, dict[str, Any]) if given else None
