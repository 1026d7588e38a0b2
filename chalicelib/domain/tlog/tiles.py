"""Tiles (C2SP tlog-tiles): a tree cut into files of 256 hashes, of which whole ones never change.

A tile of level 0 holds hashes of leaves, one of level 1 the roots of 256 whole tiles of level 0,
and so on. Beside level 0 lie bundles of the entries themselves.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from chalicelib.domain.tlog.merkle import Node, Tree

WIDTH, HEIGHT = 256, 8
HASH = 32  # bytes
ENTRIES = "entries"


class Tile(NamedTuple):
    level: int
    number: int


def tile_of(node: Node) -> Tile:
    """Where the hashes lie from which a node's is reckoned."""
    level, height = divmod(node.level, HEIGHT)
    return Tile(level, (node.number << height) // WIDTH)


def hash_in(hashes: bytes, node: Node) -> bytes:
    """A node's hash, from the hashes of its tile."""
    height = node.level % HEIGHT
    first = (node.number << height) % WIDTH
    found = split(hashes[first * HASH : (first + (1 << height)) * HASH], HASH)
    return Tree().grown(found).root


def split(content: bytes, length: int) -> list[bytes]:
    return [content[at : at + length] for at in range(0, len(content), length)]


def edge(size: int) -> list[Tile]:
    """The tiles that are not whole when a tree has this size: where it grows."""
    return [Tile(level, full // WIDTH) for level, full in _levels(size) if full % WIDTH]


def grown(
    size: int,
    edge: Mapping[Tile, bytes],
    entries: Iterable[bytes],
    hashed: Callable[[bytes], bytes],
) -> dict[Tile, bytes]:
    """What the tiles hold that are new or longer, after these entries have come to the tree.

    Level 0 is a list of entries here, all of one length; ``hashed`` gives the leaf of one.
    """
    written: dict[Tile, bytes] = {}
    level, new = 0, list(entries)
    while new:
        whole = []
        for number, item in enumerate(new, size >> HEIGHT * level):
            tile = Tile(level, number // WIDTH)
            written[tile] = written.get(tile, edge.get(tile, b"")) + item
            if number % WIDTH == WIDTH - 1:
                items = split(written[tile], len(item))
                whole.append(Tree().grown(items if level else map(hashed, items)).root)
        level, new = level + 1, whole
    return written


def changed(old: int, new: int) -> Iterator[tuple[Tile, int]]:
    """The tiles, with their widths, that a tree of the new size has and one of the old had not."""
    before = dict(_levels(old))
    for level, full in _levels(new):
        had = before.get(level, 0)
        for index in range(had // WIDTH, -(-full // WIDTH)):
            width = min(WIDTH, full - index * WIDTH)
            if index * WIDTH + width > had:
                yield Tile(level, index), width


def path(level: int | str, index: int, width: int = WIDTH) -> str:
    """The address of a tile, or of a bundle of `ENTRIES`, below that of the log."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    *above, last = [digits[at : at + 3] for at in range(0, len(digits), 3)]
    partial = "" if width == WIDTH else f".p/{width}"
    return "/".join(["tile", str(level), *(f"x{each}" for each in above), f"{last}{partial}"])


def bundle(entries: Iterable[bytes]) -> bytes:
    """The entries one after another, each with its length before it."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def _levels(size: int) -> Iterator[tuple[int, int]]:
    """How many hashes each level has."""
    level = 0
    while size:
        yield level, size
        level, size = level + 1, size // WIDTH
