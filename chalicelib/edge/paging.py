"""Cursors: where the next page begins, in a form that nobody reads or builds."""

import base64
from typing import Any

import msgspec

from chalicelib.domain import cursors


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
