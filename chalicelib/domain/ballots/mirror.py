"""The log of a ballot as files that anybody may copy, in the layout of C2SP tlog-tiles.

Files are laid before the checkpoint that speaks of them, and none but the checkpoint ever changes.
Only what is new since the last checkpoint is laid; who is killed in between does it again.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import islice

from chalicelib.config import settings
from chalicelib.domain.ballots import log
from chalicelib.domain.ballots.log import LEAF
from chalicelib.domain.tlog import tiles
from chalicelib.domain.tlog.notes import read_checkpoint
from chalicelib.domain.tlog.tiles import ENTRIES, HASH, Tile
from chalicelib.outbound import storage
from chalicelib.outbound.storage import Absent, Seen

FOREVER = 365 * 24 * 60 * 60
FRESH_FOR = 5  # seconds, for the checkpoint
AT_ONCE = 64  # tiles in memory
HANDS = 8  # files on their way at the same time
LARGEST_NOTE = 10_000
NOTE = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"


def publish_log(ballot: str) -> int:
    """Publish what is new in the log; how many leaves are public now. It never goes back, however
    many publish it at once."""
    head, seen = log.head_of(ballot), _published(ballot)
    old, new = _size(seen), int(head.size)
    if new <= old:
        return old
    changed = tiles.changed(old, new)
    with ThreadPoolExecutor(HANDS) as hands:
        while some := dict(islice(changed, AT_ONCE)):
            list(hands.map(partial(_lay, ballot), *zip(*_files(ballot, some), strict=True)))
    laid = storage.replace(
        settings.data_bucket,
        _place(ballot, "checkpoint"),
        str(head.checkpoint).encode(),
        tag=seen.tag if seen else None,
        kind=NOTE,
        fresh_for=FRESH_FOR,
    )
    return new if laid else _size(_published(ballot))


def _files(ballot: str, widths: Mapping[Tile, int]) -> Iterator[tuple[str, bytes]]:
    """What is to be laid where. A tile may have grown since: only so much of it is published."""
    kept = log.tiles_of(ballot, widths)
    for tile, width in widths.items():
        content = kept[tile][: width * (HASH if tile.level else LEAF)]
        yield tiles.path(tile.level, tile.number, width), log.hashes(tile, content)
        if not tile.level:
            entries = (log.leaf_in(leaf).entry for leaf in tiles.split(content, LEAF))
            yield tiles.path(ENTRIES, tile.number, width), tiles.bundle(entries)


def _lay(ballot: str, path: str, content: bytes) -> None:
    storage.put(settings.data_bucket, _place(ballot, path), content, kind=BYTES, fresh_for=FOREVER)


def _published(ballot: str) -> Seen | None:
    """The checkpoint that is public, if there is one."""
    try:
        return storage.see(
            settings.data_bucket, _place(ballot, "checkpoint"), most_bytes=LARGEST_NOTE
        )
    except Absent:
        return None


def _size(seen: Seen | None) -> int:
    if seen is None:
        return 0
    return read_checkpoint(seen.content.decode().rpartition("\n\n")[0] + "\n").size


def _place(ballot: str, path: str) -> str:
    return f"data/ballots/{ballot}/log/{path}"
