"""The log of a ballot: how far it has come, what is in it, and proofs that it only grows.

The tree lies in tiles (`domain.tlog.tiles`). Those of level 0 hold what the leaves are made of, h
and c, from which anybody reckons their hashes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from chalicelib.domain.ballots import codes, counting, signing
from chalicelib.domain.ballots.counting import Counts
from chalicelib.domain.tlog import merkle, tiles
from chalicelib.domain.tlog.merkle import Node, Range, Tree
from chalicelib.domain.tlog.notes import Checkpoint
from chalicelib.domain.tlog.tiles import HASH, Tile
from chalicelib.errors import Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.base import Item, together
from chalicelib.models.event import PREFIX
from chalicelib.models.log import HEAD, TILE, LogHead
from chalicelib.models.log import Tile as Kept
from chalicelib.models.vote import Vote, shard_of

LEAF = 64  # bytes of a leaf as it is kept: h and c
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_LEAVES = 1000


class Leaf(NamedTuple):
    """An entry of the log, in hexadecimal digits."""

    h: str
    c: str

    @property
    def entry(self) -> bytes:
        """As it is hashed."""
        return codes.leaf(self.h, self.c)


class Proof(NamedTuple):
    """Hashes that show something about the log when it had this size."""

    size: int
    hashes: list[bytes]


@dataclass(frozen=True)
class Place:
    """Where a vote is in the log, and how to check that: against the checkpoint of this size."""

    index: int
    checkpoint: str
    proof: Proof


class Found(NamedTuple):
    """A vote that was taken: since when (ten minutes), and its place unless it still waits."""

    leaf: Leaf
    bucket: datetime
    place: Place | None


@dataclass(frozen=True)
class End:
    """Where a log grows: its head, and the tiles that are not whole."""

    head: LogHead
    edge: Mapping[Tile, bytes]

    @property
    def size(self) -> int:
        return int(self.head.size)

    def grown(
        self, leaves: Sequence[Leaf], figures: Iterable[Counts]
    ) -> tuple["End", dict[Tile, bytes]]:
        """With these leaves and their figures, signed; and the tiles that are new or longer."""
        kept = [bytes.fromhex(leaf.h + leaf.c) for leaf in leaves]
        tree = Tree(self.size, tuple(tiles.split(self.head.peaks, HASH)))
        tree = tree.grown(merkle.leaf(leaf.entry) for leaf in leaves)
        ballot = str(self.head.ballot)
        checkpoint = Checkpoint(signing.origin(ballot), tree.size, tree.root)
        head = LogHead(
            ballot,
            size=tree.size,
            peaks=b"".join(tree.peaks),
            counts=counting.add([self.head.counts, *figures]),
            checkpoint=signing.sign(checkpoint.text, ballot=ballot),
            version=self.head.version,
        )
        written = tiles.grown(self.size, self.edge, kept, _hash_of)
        edge = {**self.edge, **written}
        return End(head, {tile: edge[tile] for tile in tiles.edge(tree.size)}), written


def end_of(ballot: str) -> End:
    head = head_of(ballot)
    return End(head, tiles_of(ballot, tiles.edge(int(head.size))))


def head_of(ballot: str) -> LogHead:
    """How far the log has come, as it is now; an empty one where nothing was counted yet."""
    try:
        return LogHead.get(ballot, HEAD, consistent_read=True)
    except LogHead.DoesNotExist:
        return LogHead(ballot)


def checkpoint(ballot: str) -> str:
    """The signed note of how far the log has come; `NotFound` while it is empty."""
    note = head_of(ballot).checkpoint
    if not note:
        raise NotFound("nothing is in the log of %(ballot)s yet", ballot=ballot)
    return str(note)


def leaves(ballot: str, start: int, end: int) -> list[Leaf]:
    """The leaves from ``start`` to ``end``, both included, and at most `MOST_LEAVES`; those that
    are not there yet are left out. `Invalid` names what is wrong."""
    if end < start:
        raise _wrong("end", say("the end lies before the start"))
    if end - start >= MOST_LEAVES:
        raise _wrong("end", say("ask for at most %(most)s leaves at a time", most=MOST_LEAVES))
    size = int(head_of(ballot).size)
    if not 0 <= start < size:
        raise _wrong("start", _not_in_log(size))
    return read(ballot, start, min(end + 1, size))


def read(ballot: str, start: int, end: int) -> list[Leaf]:
    """The leaves of the log from ``start`` up to, not including, ``end``, which has to be there."""
    first = start // tiles.WIDTH
    wanted = [Tile(0, number) for number in range(first, -(-end // tiles.WIDTH))]
    kept = tiles_of(ballot, wanted)
    content = b"".join(kept[tile] for tile in wanted)
    offset = first * tiles.WIDTH
    return [
        leaf_in(part)
        for part in tiles.split(content[(start - offset) * LEAF : (end - offset) * LEAF], LEAF)
    ]


def inclusion(ballot: str, index: int, size: int | None = None) -> Proof:
    """Shows that a leaf is in the log of this size, or as it is now; `Invalid` names what is
    wrong."""
    size = _size(ballot, size)
    if not 0 <= index < size:
        raise _wrong("index", _not_in_log(size))
    return Proof(size, _roots(ballot, merkle.inclusion(index, size)))


def consistency(ballot: str, old: int, new: int | None = None) -> Proof:
    """Shows that the log of the old size is how that of the new one begins."""
    if new is not None and old > new:
        raise _wrong("from", say("the older size is larger than the newer one"))
    new = _size(ballot, new, "to")
    if not 0 <= old <= new:
        raise _wrong("from", _no_size(new))
    return Proof(new, _roots(ballot, merkle.consistency(old, new)))


def find(ballot: str, h: str) -> Found:
    """The vote that has this locator; `NotFound` if none was taken."""
    if not DIGEST.fullmatch(h):
        raise _wrong("h", say("a locator has 64 hexadecimal digits, in small letters"))
    known = found(ballot, h, *together(*lie(ballot, h), consistent=True))
    if known is None:
        raise NotFound("no vote with this code was taken in this ballot")
    return known


def lie(ballot: str, h: str) -> tuple[Item, Item]:
    """Where a vote lies by its locator, and the head of its log."""
    return (Vote, shard_of(ballot, h), PREFIX + h), (LogHead, ballot, HEAD)


def found(ballot: str, h: str, vote: Vote | None, head: LogHead | None) -> Found | None:
    """What is told of a vote that was looked up; None if there is none."""
    if vote is None:
        return None
    leaf = Leaf(h, str(vote.commitment))
    if vote.index is None:
        return Found(leaf, vote.at, None)
    index = int(vote.index)
    if head is None or head.size <= index:  # it was counted between the two reads
        head = head_of(ballot)
    proof = Proof(int(head.size), _roots(ballot, merkle.inclusion(index, int(head.size))))
    return Found(leaf, vote.at, Place(index, str(head.checkpoint), proof))


def tiles_of(ballot: str, wanted: Iterable[Tile]) -> dict[Tile, bytes]:
    """What tiles hold, as it is now; those that are not there are left out."""
    places = {part_of(tile): tile for tile in wanted}
    keys = [(ballot, part) for part in places]
    found = Kept.batch_get(keys, consistent_read=True) if keys else ()
    return {places[str(kept.part)]: kept.content for kept in found}


def part_of(tile: Tile) -> str:
    return f"{TILE}{tile.level}#{tile.number:06d}"


def hashes(tile: Tile, content: bytes) -> bytes:
    """The hashes of a tile, as the tree has them."""
    if tile.level:
        return content
    return b"".join(map(_hash_of, tiles.split(content, LEAF)))


def leaf_in(kept: bytes) -> Leaf:
    return Leaf(kept[:HASH].hex(), kept[HASH:].hex())


def _hash_of(kept: bytes) -> bytes:
    return merkle.leaf(leaf_in(kept).entry)


def _roots(ballot: str, ranges: Sequence[Range]) -> list[bytes]:
    """The hashes of a proof, from the tiles in one round trip."""
    wanted = {tiles.tile_of(node) for of in ranges for node in merkle.nodes(of)}
    found = {tile: hashes(tile, kept) for tile, kept in tiles_of(ballot, wanted).items()}

    def known(node: Node) -> bytes:
        return tiles.hash_in(found[tiles.tile_of(node)], node)

    return [merkle.root_of(of, known) for of in ranges]


def _size(ballot: str, asked: int | None, field: str = "size") -> int:
    """The size that was asked for, or how large the log is now."""
    size = int(head_of(ballot).size)
    if asked is None:
        return size
    if not 0 <= asked <= size:
        raise _wrong(field, _no_size(size))
    return asked


def _not_in_log(size: int) -> Message:
    return say("there is no such leaf: the log has %(size)s, counted from 0", size=size)


def _no_size(size: int) -> Message:
    return say("the log has never had this size: it has %(size)s leaves", size=size)


def _wrong(field: str, why: Message) -> Invalid:
    return Invalid(fields={field: why})
