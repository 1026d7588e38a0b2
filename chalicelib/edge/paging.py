"""Cursors: where the next page begins, in a form that nobody reads or builds."""

import base64
from typing import Annotated, Any

import msgspec
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
    if not last_key:
        return None
    return base64.urlsafe_b64encode(msgspec.json.encode(last_key)).decode().rstrip("=")


def key(given: str | None) -> dict[str, Any] | None:
    """The key a cursor stands for; `Invalid` if it is none of ours."""
    if not given:
        return None
    try:
        padded = given + "=" * (-len(given) % 4)
        return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=dict[str, Any])
    except ValueError as error:
        raise cursors.unknown() from error
