"""Merkle trees of RFC 6962 and RFC 9162, 2.1: how a list is bound by one hash, and proofs about it.

A tree of which only the peaks are known can grow and be signed: they are the roots of the whole
subtrees, at most one for each bit of its size. A proof is a list of hashes, and each is the root
of some range of leaves: `inclusion` and `consistency` say of which, `root_of` reckons it from the
hashes of whole subtrees (`Node`), which never change once they are there.
"""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

EMPTY = hashlib.sha256(b"").digest()  # the root of a tree without leaves


class Unproven(ValueError):
    """The proof does not show what it should; the message says how it fails."""


class Range(NamedTuple):
    """Leaves, the last one not included."""

    first: int
    end: int


class Node(NamedTuple):
    """A whole subtree of 2 ** level leaves, counted from the left among those of its level."""

    level: int
    number: int


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def inner(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True)
class Tree:
    """What has to be known of a tree so that it can grow; the largest peak comes first."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        return _bagged(self.peaks) if self.peaks else EMPTY

    def grown(self, leaves: Iterable[bytes]) -> "Tree":
        """With these further leaves, of which each is given by its hash."""
        size, peaks = self.size, list(self.peaks)
        for each in leaves:
            size += 1
            peaks.append(each)
            for _ in range(_zeros(size)):  # two of the same size are one of twice the size
                right = peaks.pop()
                peaks[-1] = inner(peaks[-1], right)
        return Tree(size, tuple(peaks))


def inclusion(index: int, size: int) -> list[Range]:
    """What a proof consists of that a leaf is in a tree, from the leaf upwards (2.1.3)."""
    at, path = Range(0, size), []
    while at.end - at.first > 1:
        left, right = _halves(at)
        at, beside = (left, right) if index < left.end else (right, left)
        path.append(beside)
    return path[::-1]


def consistency(old: int, new: int) -> list[Range]:
    """What a proof consists of that a tree has only grown (2.1.4); nothing if it has not, or has
    grown from nothing."""
    if old in (0, new):
        return []
    at, path = Range(0, new), []
    while at.end != old:
        left, right = _halves(at)
        at, beside = (left, right) if old <= left.end else (right, left)
        path.append(beside)
    return [at, *path[::-1]] if at.first else path[::-1]


def nodes(of: Range) -> Iterator[Node]:
    """The whole subtrees of which a range of a proof is made, from the left."""
    first = of.first
    while first < of.end:
        level = (of.end - first).bit_length() - 1
        if first:
            level = min(level, _zeros(first))
        yield Node(level, first >> level)
        first += 1 << level


def root_of(of: Range, known: Callable[[Node], bytes]) -> bytes:
    return _bagged([known(node) for node in nodes(of)])


def check_inclusion(
    entry: bytes, *, index: int, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """`Unproven` unless the proof shows that the entry is the one with this index (2.1.3.2)."""
    if not 0 <= index < size:
        raise Unproven(f"a tree of {size} leaves has no leaf {index}")
    reckoned = leaf(entry)
    for left, hashed in _upwards(index, size - 1, proof):
        reckoned = inner(hashed, reckoned) if left else inner(reckoned, hashed)
    if reckoned != root:
        raise Unproven(f"this is not leaf {index} of the tree: its root would be another")


def check_consistency(
    *, old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """`Unproven` unless the proof shows that the old tree is how the new one begins (2.1.4.2)."""
    if old > new:
        raise Unproven(f"a tree of {old} leaves cannot have become one of {new}")
    if old in (0, new):
        _check_same(old, old_root, new_root if old else EMPTY, proof)
        return
    path = [old_root, *proof] if old & (old - 1) == 0 else proof or [b""]
    small = large = path[0]
    whole = _zeros(old)  # levels on which the old tree ends with a whole subtree
    for left, hashed in _upwards(old - 1 >> whole, new - 1 >> whole, path[1:]):
        small = inner(hashed, small) if left else small
        large = inner(hashed, large) if left else inner(large, hashed)
    if small != old_root:
        raise Unproven(f"the proof is not about the tree of {old} leaves: its root is another")
    if large != new_root:
        raise Unproven(f"the tree of {new} leaves does not begin with that of {old} leaves")


def _check_same(old: int, old_root: bytes, right: bytes, proof: Sequence[bytes]) -> None:
    """Trees of the same size have to be the same, and from nothing everything can grow."""
    if proof:
        raise Unproven("the proof is too long")
    if old_root != right:
        raise Unproven(f"there are two trees of {old} leaves")


def _upwards(place: int, last: int, proof: Sequence[bytes]) -> Iterator[tuple[bool, bytes]]:
    """Each hash of a proof, and whether it lies to the left of what was reckoned before; the
    proof has to end at the root."""
    for hashed in proof:
        if not last:
            raise Unproven("the proof is too long")
        left = bool(place & 1) or place == last
        yield left, hashed
        levels = 1 + (_zeros(place) if left and place else 0)
        place, last = place >> levels, last >> levels
    if last:
        raise Unproven("the proof is too short")


def _halves(of: Range) -> tuple[Range, Range]:
    """The left half is the largest whole subtree that leaves something for the right one."""
    middle = of.first + (1 << (of.end - of.first - 1).bit_length() - 1)
    return Range(of.first, middle), Range(middle, of.end)


def _bagged(peaks: Sequence[bytes]) -> bytes:
    return functools.reduce(lambda right, left: inner(left, right), reversed(peaks))


def _zeros(number: int) -> int:
    """How often it can be halved."""
    return (number & -number).bit_length() - 1
