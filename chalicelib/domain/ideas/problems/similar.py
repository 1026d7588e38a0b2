"""Statements that are like one that somebody writes, so that the same is not said a hundred times.

The stems of every published statement lie in four items of its project, each as two bytes of its
hash: all are read in one batch, of 10,000 statements half a megabyte. Only the worker writes them.
"""

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256
from math import log

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib import words as stemming
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict
from chalicelib.models.base import together
from chalicelib.models.idea_card import Words
from chalicelib.models.statement import HEAD, Statement

SHARDS = 4
MOST_STEMS = 40
MOST = 5  # are shown
LEAST = 0.3  # of what the shorter one says, weighed by how rare each word is
NO_ITEM = "nothing of this shard is kept yet"
Stems = frozenset[bytes]


def learn(statement: Statement) -> None:
    """Let a published statement be found by its words; told twice it is the same."""
    number = int(sha256(statement.id.encode()).hexdigest()[0], 16) % SHARDS
    shard, said = _shard(statement.project, number), b"".join(sorted(_stems(statement.text)))
    try:
        _change(shard, Path(["stems", statement.id]).set(said))
    except Conflict:
        _begin(shard, statement.id, said)


def alike(project_id: str, text: str) -> list[Statement]:
    """The published statements that are most like a text, in two round trips."""
    shards = together(*((Words, _shard(project_id, n), "-") for n in range(SHARDS)))
    known = {name: _unpacked(said) for name, said in _kept(shards)}
    found = together(*((Statement, name, HEAD) for name in _closest(_stems(text), known)))
    return [one for one in found if one]


def _closest(asked: Stems, known: dict[str, Stems]) -> list[str]:
    often = Counter(stem for stems in known.values() for stem in stems)
    weight = {stem: log(1 + len(known) / times) for stem, times in often.items()}
    usual = log(1 + len(known))  # of a word that nobody has used

    def worth(stems: Iterable[bytes]) -> float:
        return sum(weight.get(stem, usual) for stem in stems)

    def likeness(stems: Stems) -> float:
        shorter = min(worth(stems), worth(asked))
        return worth(stems & asked) / shorter if shorter else 0.0

    scores = {name: likeness(stems) for name, stems in known.items() if stems & asked}
    enough = [name for name, score in scores.items() if score >= LEAST]
    return sorted(enough, key=lambda name: (-scores[name], name))[:MOST]


def _kept(shards: Iterable[Words | None]) -> Iterable[tuple[str, bytes]]:
    return (item for shard in shards if shard for item in shard.stems.as_dict().items())


def _unpacked(said: bytes) -> Stems:
    return frozenset(said[begin : begin + 2] for begin in range(0, len(said), 2))


def _stems(text: str) -> Stems:
    said = stemming.stems([text])[:MOST_STEMS]
    return frozenset(sha256(stem.encode()).digest()[:2] for stem in said)


def _shard(project_id: str, number: int) -> str:
    return f"words#{project_id}#problems-{number}"


def _change(shard: str, action: Action) -> None:
    there = Words.shelf.exists()
    keep_alone(lambda: Words(shard).update([action], condition=there), otherwise=NO_ITEM)


def _begin(shard: str, name: str, said: bytes) -> None:
    """The first statement of a shard; if another worker was first, there is an item now."""
    first = Words(shard, stems={name: said})
    try:
        keep_alone(lambda: first.save(condition=Words.shelf.does_not_exist()), otherwise=NO_ITEM)
    except Conflict:
        _change(shard, Path(["stems", name]).set(said))
