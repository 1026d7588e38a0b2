"""With which other ideas one became one, or may: what it went into, and what went into it."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from chalicelib.models.base import Item
from chalicelib.models.idea import HEAD, Idea


class Kin(NamedTuple):
    """What an idea went ``into``, what ``came`` into it, and of what that is proposed."""

    into: Idea | None
    came: list[Idea]
    coming: list[Idea]


def items(idea: Idea) -> list[Item]:
    """Where those lie with which an idea became one, to be read along; see `of`."""
    ids = {idea.merged_into, *(idea.merged_from or ()), *(idea.awaits or ())} - {None}
    return [(Idea, one, HEAD) for one in sorted(map(str, ids))]


def of(idea: Idea, found: Sequence[Idea | None]) -> Kin:
    read = [one for one in found if one]

    def those(ids: Collection[str] | None) -> list[Idea]:
        return [one for one in read if one.id in (ids or ())]

    into = next((one for one in read if one.id == idea.merged_into), None)
    return Kin(into, those(idea.merged_from), those(idea.awaits))
