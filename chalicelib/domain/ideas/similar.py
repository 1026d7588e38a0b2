"""Ideas that are like one that somebody writes: by their words, or by their place.

The stems of every published idea lie in sixteen items of its project, each stem as two bytes of its
hash, and before them its place. All are read in one batch and scored in memory (BM25, each stem
once): of 10,000 ideas some 1 MB, 130 read units. Only the worker writes them.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from math import log
from typing import NamedTuple

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib import words as stemming
from chalicelib.catalogue import Point
from chalicelib.domain import places
from chalicelib.domain.ideas.keeping import words_of
from chalicelib.domain.ideas.rules import PRIVATE, State
from chalicelib.domain.ideas.texts import Words as Text
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict
from chalicelib.models.base import Item, together
from chalicelib.models.idea import HEAD, Idea
from chalicelib.models.idea_card import Words

SHARDS = 16
MOST_STEMS = 60  # of one idea: those of its title first
MOST = 5  # are shown (spec S4 §1)
NEAR = 200  # metres
LEAST_COMMON, SHARE = 2, 0.15  # stems in common: so many, and so much of the shorter text
FEW = 10  # ideas, of which a common word tells nothing yet
K1, B = 1.2, 0.75  # as BM25 is usually set
PLACE = struct.Struct(">ii")  # degrees times a million
NOWHERE = PLACE.pack(0, 0)
HIDDEN = PRIVATE | {State.MERGED_INTO}
NO_ITEM = "nothing of this shard is kept yet"

Stems = frozenset[bytes]


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
    shard = shard_of(idea.project, idea.id)
    if State(idea.state) in HIDDEN:
        with suppress(Conflict):  # nothing was ever kept there
            _change(shard, _place(idea.id).remove())
        return
    value = _packed(words_of(idea))
    try:
        _change(shard, _place(idea.id).set(value))
    except Conflict:
        _begin(shard, idea.id, value)


def items(project: str) -> list[Item]:
    """Where it lies by what the ideas of a project are found, to be read along with other items."""
    return [(Words, _shard(project, number), "-") for number in range(SHARDS)]


def ids_of(project: str) -> list[str]:
    """Every idea of a project that everybody sees and that went into no other one."""
    found = together(*items(project), consistent=True)
    return [idea for shard in found if shard for idea in shard.stems]


def like(
    text: Text, shards: Iterable[Words | None], *, without: str = "", most: int = MOST
) -> list[Similar]:
    """The ideas that are most like a text, and those at its place, of what has been read."""
    known = {idea: kept for idea, kept in _known(shards).items() if idea != without}
    scores = _scores(_stems(text), {idea: one.stems for idea, one in known.items()})
    near = {idea for idea, one in known.items() if _near(text.place, one.place)}
    ranked = sorted({*scores, *near}, key=lambda idea: (-scores.get(idea, 0.0), idea))[:most]
    found = together(*((Idea, idea, HEAD) for idea in ranked))
    return [Similar(idea, idea.id in near) for idea in found if idea and _public(idea)]


def find(project: str, text: Text, *, most: int = MOST) -> list[Similar]:
    """The same, read in two round trips."""
    return like(text, together(*items(project)), most=most)


def shard_of(project: str, idea: str) -> str:
    return _shard(project, int(sha256(idea.encode()).hexdigest()[0], 16))


def _shard(project: str, number: int) -> str:
    return f"words#{project}#{number:x}"


def _place(idea: str) -> Path:
    return Path(["stems", idea])


def _change(shard: str, action: Action) -> None:
    there = Words.shelf.exists()
    keep_alone(lambda: Words(shard).update([action], condition=there), otherwise=NO_ITEM)


def _begin(shard: str, idea: str, value: bytes) -> None:
    """The first idea of a shard; if another worker was first, there is an item now."""
    first = Words(shard, stems={idea: value})
    try:
        keep_alone(lambda: first.save(condition=Words.shelf.does_not_exist()), otherwise=NO_ITEM)
    except Conflict:
        _change(shard, _place(idea).set(value))


def _packed(text: Text) -> bytes:
    where = text.place
    place = PLACE.pack(round(where.lat * 1e6), round(where.lon * 1e6)) if where else NOWHERE
    return place + b"".join(sorted(_stems(text)))


def _known(shards: Iterable[Words | None]) -> dict[str, Known]:
    kept = (shard.stems.as_dict() for shard in shards if shard)
    return {idea: _unpacked(value) for stems in kept for idea, value in stems.items()}


def _unpacked(value: bytes) -> Known:
    lat, lon = PLACE.unpack_from(value)
    place = Point(lat / 1e6, lon / 1e6) if (lat, lon) != (0, 0) else None
    return Known(frozenset(_pairs(value[PLACE.size :])), place)


def _pairs(value: bytes) -> Iterator[bytes]:
    return (value[begin : begin + 2] for begin in range(0, len(value), 2))


def _stems(text: Text) -> Stems:
    said = stemming.stems((text.title, text.problem, text.solution))[:MOST_STEMS]
    return frozenset(sha256(stem.encode()).digest()[:2] for stem in said)


def _scores(asked: Stems, known: Mapping[str, Stems]) -> dict[str, float]:
    """BM25 of the ideas that have enough in common with what is asked. A stem that most ideas of a
    project have says nothing of any of them."""
    often = Counter(stem for stems in known.values() for stem in stems & asked)
    many = len(known)
    telling = {stem for stem, n in often.items() if many < FEW or 2 * n <= many}
    weight = {s: log(1 + (many - n + 0.5) / (n + 0.5)) for s, n in often.items()}
    usual = sum(map(len, known.values())) / many if many else 1

    def score(stems: Stems) -> float:
        norm = (K1 + 1) / (1 + K1 * (1 - B + B * len(stems) / usual))
        return norm * sum(weight[stem] for stem in stems & asked)

    def alike(stems: Stems) -> bool:
        least = max(min(LEAST_COMMON, len(asked)), SHARE * min(len(stems), len(asked)))
        return len(stems & telling) >= max(1, least)

    return {idea: score(stems) for idea, stems in known.items() if alike(stems)}


def _near(one: Point | None, other: Point | None) -> bool:
    return bool(one and other and places.metres(one.lat, one.lon, other.lat, other.lon) <= NEAR)


def _public(idea: Idea) -> bool:
    return State(idea.state) not in HIDDEN
