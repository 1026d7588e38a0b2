"""Ideas that are like one that somebody writes: by their words, or by their place.

By which words an idea is found (`stems`) lies in sixteen items of its project, and before them its
place: of 10,000 ideas some 1 MB is read, 130 read units.
"""

import struct
from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.catalogue import Point
from chalicelib.domain import places
from chalicelib.domain.ideas import stems
from chalicelib.domain.ideas.keeping import words_of
from chalicelib.domain.ideas.rules import HIDDEN, State
from chalicelib.domain.ideas.stems import Shards, Stems
from chalicelib.domain.ideas.texts import Words as Text
from chalicelib.models.base import Item, together
from chalicelib.models.idea import HEAD, Idea
from chalicelib.models.idea_card import Words

SHARDS = Shards(16)
MOST_STEMS = 60  # of one idea: those of its title first
MOST = 5  # are shown (spec S4 §1)
NEAR = 200  # metres
LEAST_COMMON, SHARE = 2, 0.15  # stems in common: so many, and so much of the shorter text
PLACE = struct.Struct(">ii")  # degrees times a million
NOWHERE = PLACE.pack(0, 0)


class Known(NamedTuple):
    """What is kept of an idea to find it by."""

    stems: Stems
    place: Point | None


class Similar(NamedTuple):
    """An idea that is alike, or ``near`` by: within 200 metres."""

    idea: Idea
    near: bool


def keep_up(idea: Idea) -> None:
    """Bring up to date by what an idea is found; told twice, or late, it is the same.

    Who changes a map in an item pays for the whole item, 60 write units of a project of 10,000
    ideas; so this is for what changes an idea's words or hides it, and not for every event.
    """
    if State(idea.state) in HIDDEN:
        SHARDS.take_out(idea.project, idea.id)
    else:
        SHARDS.keep(idea.project, idea.id, packed(words_of(idea)))


def items(project: str) -> list[Item]:
    """Where it lies by what the ideas of a project are found, to be read along with other items."""
    return SHARDS.items(project)


def ids_of(project: str) -> list[str]:
    """Every idea of a project that everybody sees and that went into no other one."""
    found = together(*items(project), consistent=True)
    return [idea for shard in found if shard for idea in shard.stems]


def like(
    text: Text, shards: Iterable[Words | None], *, without: str = "", most: int = MOST
) -> list[Similar]:
    """The ideas that are most like a text, and those at its place, of what has been read."""
    known = {idea: _unpacked(kept) for idea, kept in stems.kept(shards) if idea != without}
    said = {idea: one.stems for idea, one in known.items()}
    scores = stems.scores(_stems(text), said, common=LEAST_COMMON, share=SHARE)
    near = {idea for idea, one in known.items() if _near(text.place, one.place)}
    ranked = sorted({*scores, *near}, key=lambda idea: (-scores.get(idea, 0.0), idea))[:most]
    found = together(*((Idea, idea, HEAD) for idea in ranked))
    return [Similar(idea, idea.id in near) for idea in found if idea and _public(idea)]


def find(project: str, text: Text, *, most: int = MOST) -> list[Similar]:
    """The same, read in two round trips."""
    return like(text, together(*items(project)), most=most)


def packed(text: Text) -> bytes:
    """What is kept of it: its place, and its stems."""
    where = text.place
    place = PLACE.pack(round(where.lat * 1e6), round(where.lon * 1e6)) if where else NOWHERE
    return place + stems.packed(_stems(text))


def _unpacked(value: bytes) -> Known:
    lat, lon = PLACE.unpack_from(value)
    place = Point(lat / 1e6, lon / 1e6) if (lat, lon) != (0, 0) else None
    return Known(stems.unpacked(value[PLACE.size :]), place)


def _stems(text: Text) -> Stems:
    return stems.of((text.title, text.problem, text.solution), most=MOST_STEMS)


def _near(one: Point | None, other: Point | None) -> bool:
    return bool(one and other and places.metres(one.lat, one.lon, other.lat, other.lon) <= NEAR)


def _public(idea: Idea) -> bool:
    return State(idea.state) not in HIDDEN
