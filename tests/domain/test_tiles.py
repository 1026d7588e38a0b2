"""Tiles: where each hash of a tree lies, and which files a longer log brings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.tlog import merkle, tiles
from chalicelib.domain.tlog.merkle import Node, Range, Tree
from chalicelib.domain.tlog.tiles import Tile

LEAVES = [merkle.leaf(f"entry {n}".encode()) for n in range(70_000)]


def as_it_is(item: bytes) -> bytes:
    return item


@pytest.fixture(scope="module")
def large():
    """The tiles of the specification's example: a tree of 70,000 leaves."""
    return tiles.grown(0, {}, LEAVES, as_it_is)


def test_a_tree_of_70_000_leaves_has_the_tiles_that_the_specification_says(large):
    widths = {tile: len(hashes) // 32 for tile, hashes in large.items()}

    assert sum(tile.level == 0 and width == 256 for tile, width in widths.items()) == 273
    assert widths[Tile(0, 273)] == 112
    assert (widths[Tile(1, 0)], widths[Tile(1, 1)], widths[Tile(2, 0)]) == (256, 17, 1)
    assert len(widths) == 274 + 2 + 1
    assert dict(tiles.changed(0, 70_000)) == widths
    assert set(tiles.edge(70_000)) == {Tile(0, 273), Tile(1, 1), Tile(2, 0)}


def test_a_tree_of_256_leaves_has_a_whole_tile_and_one_above():
    assert list(tiles.changed(0, 256)) == [(Tile(0, 0), 256), (Tile(1, 0), 1)]
    assert tiles.edge(256) == [Tile(1, 0)]


@given(st.integers(0, 16), st.data())
def test_the_hash_of_every_whole_subtree_is_found(large, level, data):
    node = Node(level, data.draw(st.integers(0, (70_000 >> level) - 1)))
    first = node.number << level

    hashes = large[tiles.tile_of(node)]

    assert tiles.hash_in(hashes, node) == Tree().grown(LEAVES[first : first + (1 << level)]).root


def test_the_root_is_reckoned_from_tiles_alone(large):
    root = merkle.root_of(
        Range(0, 70_000), lambda node: tiles.hash_in(large[tiles.tile_of(node)], node)
    )

    assert root == Tree().grown(LEAVES).root


@settings(max_examples=30)
@given(st.lists(st.integers(0, 300), max_size=6))
def test_it_does_not_matter_in_what_portions_tiles_grow(large, portions):
    size, kept = 0, {}
    for portion in portions:
        edge = {tile: kept[tile] for tile in tiles.edge(size)}
        written = tiles.grown(size, edge, LEAVES[size : size + portion], as_it_is)
        assert set(written) == {tile for tile, _ in tiles.changed(size, size + portion)}
        kept |= written
        size += portion

    for tile, width in tiles.changed(0, size):
        assert len(kept[tile]) == width * 32
        if tile.level == 0:
            assert large[tile].startswith(kept[tile])


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_a_longer_log_brings_what_is_new_and_what_is_longer(one, other):
    old, new = sorted((one, other))
    before, after = dict(tiles.changed(0, old)), dict(tiles.changed(0, new))

    brought = dict(tiles.changed(old, new))

    assert brought == {t: width for t, width in after.items() if before.get(t) != width}


@pytest.mark.parametrize(
    ("address", "of"),
    [
        ("tile/0/000", (0, 0)),
        ("tile/1/017.p/112", (1, 17, 112)),
        ("tile/0/999", (0, 999)),
        ("tile/0/x001/000", (0, 1000)),
        ("tile/0/x001/x234/067", (0, 1234067)),
        ("tile/entries/x012/345.p/1", (tiles.ENTRIES, 12345, 1)),
    ],
)
def test_addresses_are_those_of_the_specification(address, of):
    assert tiles.path(*of) == address


def test_entries_say_their_lengths():
    assert tiles.bundle([b"ab", b"", b"c" * 300]) == b"\0\2ab\0\0\x01\x2c" + b"c" * 300
