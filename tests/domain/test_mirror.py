"""The log as files: what others copy proves itself, grows, and never goes back."""

from collections import Counter

import pytest

from chalicelib.config import settings
from chalicelib.domain.ballots import log, mirror, signing, tally
from chalicelib.domain.tlog import merkle, tiles
from chalicelib.domain.tlog.merkle import Range
from chalicelib.domain.tlog.notes import read_checkpoint
from chalicelib.domain.tlog.tiles import Tile
from chalicelib.outbound import storage
from tests.ballots import scheduled
from tests.counted import data_bucket
from tests.roundtrips import counted
from tests.votes import count, put, root_of


@pytest.fixture(autouse=True)
def small(keys, monkeypatch):
    """Tiles of four: the same log, cut smaller."""
    cut_small(monkeypatch)
    monkeypatch.setattr(tally, "BATCH", 9)
    data_bucket()
    yield
    storage._client.cache_clear()


@pytest.fixture
def ballot():
    return scheduled()


def vote(ballot, first, end):
    put(ballot, range(first, end))
    count(ballot)


def fetch(ballot, path):
    key = f"data/ballots/{ballot.id}/log/{path}"
    return storage.read(settings.data_bucket, key, most_bytes=1_000_000)


def checkpoint(ballot):
    note = fetch(ballot, "checkpoint").decode()
    return read_checkpoint(signing.verify(note, ballot=ballot.id))


def entries(ballot, size):
    """As somebody reads them who has nothing but the files."""
    found = []
    for number in range(-(-size // tiles.WIDTH)):
        width = min(tiles.WIDTH, size - number * tiles.WIDTH)
        content = fetch(ballot, tiles.path(tiles.ENTRIES, number, width))
        while content:
            length = int.from_bytes(content[:2], "big")
            found.append(content[2 : 2 + length])
            content = content[2 + length :]
    return found


def root(ballot, size):
    """The root from the hashes alone."""
    widths = dict(tiles.changed(0, size))

    def known(node):
        tile = tiles.tile_of(node)
        return tiles.hash_in(fetch(ballot, tiles.path(tile.level, tile.number, widths[tile])), node)

    return merkle.root_of(Range(0, size), known)


def test_what_is_published_proves_itself(ballot):
    vote(ballot, 0, 23)

    assert mirror.publish_log(ballot.id) == 23

    said = checkpoint(ballot)
    assert said.size == 23
    assert said.root == root(ballot, 23) == root_of(entries(ballot, 23))
    assert entries(ballot, 23) == [leaf.entry for leaf in log.read(ballot.id, 0, 23)]


def test_only_what_is_new_is_laid(ballot):
    vote(ballot, 0, 17)
    mirror.publish_log(ballot.id)
    vote(ballot, 17, 18)

    with counted() as calls:
        mirror.publish_log(ballot.id)

    assert Counter(calls)["PutObject"] == 2 + 1  # the tile that is longer, its entries, checkpoint
    assert checkpoint(ballot).root == root(ballot, 18) == root_of(entries(ballot, 18))


def test_what_was_published_stays_as_it_was(ballot):
    vote(ballot, 0, 6)
    mirror.publish_log(ballot.id)
    before = root(ballot, 6)
    vote(ballot, 6, 30)

    mirror.publish_log(ballot.id)

    assert root(ballot, 6) == before
    assert checkpoint(ballot).size == 30


def test_of_an_empty_log_nothing_is_published(ballot):
    with counted() as calls:
        assert mirror.publish_log(ballot.id) == 0

    assert "PutObject" not in calls


def test_nothing_new_is_nothing_laid(ballot):
    vote(ballot, 0, 5)
    mirror.publish_log(ballot.id)

    with counted() as calls:
        assert mirror.publish_log(ballot.id) == 5

    assert calls == ["GetItem", "GetObject"]


def test_who_is_slow_does_not_lead_back(ballot, monkeypatch):
    """One publishes six leaves; before its checkpoint is laid, another has published eight."""
    vote(ballot, 0, 6)
    replace = storage.replace

    def overtaken(*given, **more):
        monkeypatch.undo()
        cut_small(monkeypatch)
        vote(ballot, 6, 8)
        assert mirror.publish_log(ballot.id) == 8
        return replace(*given, **more)

    monkeypatch.setattr(storage, "replace", overtaken)

    assert mirror.publish_log(ballot.id) == 8
    assert checkpoint(ballot).root == root(ballot, 8)


def cut_small(patching):
    patching.setattr(tiles, "HEIGHT", 2)
    patching.setattr(tiles, "WIDTH", 4)


def test_while_files_are_missing_the_checkpoint_does_not_speak_of_them(ballot, monkeypatch):
    vote(ballot, 0, 6)
    mirror.publish_log(ballot.id)
    vote(ballot, 6, 40)
    put_file, laid = storage.put, []

    def fails_in_the_middle(*given, **more):
        laid.append(given)
        if len(laid) > 5:
            raise OSError("the store is away")
        put_file(*given, **more)

    monkeypatch.setattr(storage, "put", fails_in_the_middle)
    with pytest.raises(OSError, match="the store is away"):
        mirror.publish_log(ballot.id)
    assert checkpoint(ballot).size == 6

    monkeypatch.setattr(storage, "put", put_file)
    mirror.publish_log(ballot.id)
    assert checkpoint(ballot).root == root(ballot, 40) == root_of(entries(ballot, 40))


def test_a_tile_that_has_grown_meanwhile_is_published_as_it_was(ballot, monkeypatch):
    vote(ballot, 0, 6)
    head = log.head_of(ballot.id)
    vote(ballot, 6, 8)
    monkeypatch.setattr(log, "head_of", lambda _: head)

    mirror.publish_log(ballot.id)

    assert len(fetch(ballot, tiles.path(0, 1, 2))) == 2 * 32
    assert checkpoint(ballot).root == root(ballot, 6)


def test_many_tiles_are_laid_in_portions(ballot, monkeypatch):
    monkeypatch.setattr(mirror, "AT_ONCE", 3)
    vote(ballot, 0, 40)

    mirror.publish_log(ballot.id)

    assert checkpoint(ballot).root == root(ballot, 40)
    assert Tile(0, 9) in dict(tiles.changed(0, 40))
