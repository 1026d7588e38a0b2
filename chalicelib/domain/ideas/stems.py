"""By which words something of a project is found again: ideas, and problems that were named.

The stems of each thing lie, every stem as two bytes of its hash, in a few items of its project; by
its hash a thing is in one of them. All are read in one batch and scored in memory (BM25, each stem
once). Only the worker writes them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from math import log
from typing import NamedTuple

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib import words as stemming
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict
from chalicelib.models.base import Item
from chalicelib.models.idea_card import Words

FEW = 10  # things, of which a common word tells nothing yet
K1, B = 1.2, 0.75  # as BM25 is usually set
NO_ITEM = "nothing of this shard is kept yet"

Stems = frozenset[bytes]


class Shards(NamedTuple):
    """Where things of one kind lie in each project: in so ``many`` items, and under which name."""

    many: int
    name: str = ""

    def items(self, project: str) -> list[Item]:
        """To be read in one batch, with whatever else is read."""
        return [(Words, self._shelf(project, number), "-") for number in range(self.many)]

    def of(self, project: str, thing: str) -> str:
        return self._shelf(project, int(sha256(thing.encode()).hexdigest()[0], 16) % self.many)

    def keep(self, project: str, thing: str, value: bytes) -> None:
        """Let it be found by this; told twice, or late, it is the same."""
        shard = self.of(project, thing)
        try:
            _change(shard, _place(thing).set(value))
        except Conflict:
            _begin(shard, thing, value)

    def take_out(self, project: str, thing: str) -> None:
        with suppress(Conflict):  # nothing was ever kept there
            _change(self.of(project, thing), _place(thing).remove())

    def _shelf(self, project: str, number: int) -> str:
        return f"words#{project}#{self.name}{number:x}"


def kept(shards: Iterable[Words | None]) -> Iterator[tuple[str, bytes]]:
    """All that lies in what was read."""
    return (item for shard in shards if shard for item in shard.stems.as_dict().items())


def of(texts: Iterable[str], *, most: int) -> Stems:
    """The first so many stems of what is said."""
    return frozenset(sha256(stem.encode()).digest()[:2] for stem in stemming.stems(texts)[:most])


def packed(stems: Stems) -> bytes:
    return b"".join(sorted(stems))


def unpacked(value: bytes) -> Stems:
    return frozenset(value[begin : begin + 2] for begin in range(0, len(value), 2))


def scores(
    asked: Stems, known: Mapping[str, Stems], *, common: int, share: float
) -> dict[str, float]:
    """BM25 of the things that have enough in common with what is asked: so many stems, and so much
    of the shorter text. A stem that most things of a project have says nothing of any of them."""
    often = Counter(stem for stems in known.values() for stem in stems & asked)
    many = len(known)
    telling = {stem for stem, n in often.items() if many < FEW or 2 * n <= many}
    weight = {s: log(1 + (many - n + 0.5) / (n + 0.5)) for s, n in often.items()}
    usual = sum(map(len, known.values())) / many if many else 1

    def score(stems: Stems) -> float:
        norm = (K1 + 1) / (1 + K1 * (1 - B + B * len(stems) / usual))
        return norm * sum(weight[stem] for stem in stems & asked)

    def alike(stems: Stems) -> bool:
        least = max(min(common, len(asked)), share * min(len(stems), len(asked)))
        return len(stems & telling) >= max(1, least)

    return {thing: score(stems) for thing, stems in known.items() if alike(stems)}


def _place(thing: str) -> Path:
    return Path(["stems", thing])


def _change(shard: str, action: Action) -> None:
    there = Words.shelf.exists()
    keep_alone(lambda: Words(shard).update([action], condition=there), otherwise=NO_ITEM)


def _begin(shard: str, thing: str, value: bytes) -> None:
    """The first thing of a shard; if another worker was first, there is an item now."""
    first = Words(shard, stems={thing: value})
    try:
        keep_alone(lambda: first.save(condition=Words.shelf.does_not_exist()), otherwise=NO_ITEM)
    except Conflict:
        _change(shard, _place(thing).set(value))
