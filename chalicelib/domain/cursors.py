"""Where a list goes on: what a cursor says of the last item, and the key that it stands for.

A cursor says where in a list a page has ended, and never of which list: that is put to it by who
asks. So it leads nowhere else, whoever wrote it.
"""

import base64
from collections.abc import Mapping
from re import Pattern
from typing import Any, TypeVar

import msgspec

from chalicelib.errors import NoSuchPage

T = TypeVar("T")
Key = dict[str, Any]
Names = Mapping[str, str]  # of the attributes that a cursor tells, each with its name in the cursor
ENTRY = {"part": "part"}  # among what lies with an entity
STAGE = {"since": "since", "entity": "id"}  # among what is at a stage, by since when
LONGEST = 200  # characters of a part of a key; ours are shorter, and DynamoDB refuses 1,024 bytes


def written(place: object) -> str:
    """For whoever comes back; nobody is to read or build it."""
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def read(given: str, form: type[T]) -> T:
    """What was written so; `Invalid` for what is no cursor of ours."""
    try:
        padded = given + "=" * (-len(given) % 4)
        return msgspec.json.decode(base64.urlsafe_b64decode(padded), type=form)
    except ValueError as error:
        raise unknown() from error


def place_of(key: Key | None, told: Names) -> Key | None:
    """What a cursor tells of the key after which nothing was read; None at the end of a list."""
    return {name: key[attribute]["S"] for attribute, name in told.items()} if key else None


def key_of(after: Mapping[str, Any] | None, told: Names, **of: str) -> Key | None:
    """The key after which a query of this list goes on, which the other attributes are ``of``;
    None for the first page. `Invalid` for what is no cursor of ours."""
    if after is None:
        return None
    place = {attribute: after.get(name) for attribute, name in told.items()}
    if not all(isinstance(part, str) and 0 < len(part) <= LONGEST for part in place.values()):
        raise unknown()
    return {attribute: {"S": part} for attribute, part in {**of, **place}.items()}


def entry_of(after: Mapping[str, Any] | None, *, begins: str, **of: str) -> Key | None:
    """The same among what lies with an entity, of the parts that begin so."""
    if after is not None and not str(after.get("part")).startswith(begins):
        raise unknown()
    return key_of(after, ENTRY, **of)


def just_before(place: str, form: Pattern[str]) -> str:
    """What sorts after all places before this one, and before this one, which has this form."""
    if not form.fullmatch(place):
        raise unknown()
    return place[:-1] + chr(ord(place[-1]) - 1) + "~"


def unknown() -> NoSuchPage:
    return NoSuchPage()
