"""How many votes a second one worker counts, and what a proof is in a log of 100,000 leaves."""

import hashlib
import time
from typing import Any

from bench import counting
from bench.asking import leave_to_us
from chalicelib import clock
from chalicelib.domain.ballots import log, signing
from chalicelib.domain.ballots.log import Leaf
from chalicelib.domain.ballots.tally import QUEUE, tally
from chalicelib.domain.tlog import merkle, tiles
from chalicelib.domain.tlog.merkle import Tree
from chalicelib.domain.tlog.notes import Checkpoint, read_checkpoint
from chalicelib.models.log import LogHead, Tile
from chalicelib.models.vote import Vote, shards
from tests import ballots
from tests.votes import NO, a_vote

VOTES = 1800
LEAST = 1000 / 60  # votes a second: what a ballot of the whole city brings at its busiest
LEAVES = 100_000
MOST_HASHES = 17  # spec S5 §4
PROOFS = 50


def counted() -> dict[str, Any]:
    """Votes that wait, counted by one worker from the first to the last."""
    leave_to_us(QUEUE)
    ballot = ballots.scheduled()
    with Vote.batch_write() as batch:
        for number in range(VOTES):
            batch.save(a_vote(ballot, number, NO if number % 3 else ballots.YES))
    with counting.counted() as count:
        began, spent = time.perf_counter(), time.process_time()
        done = tally(ballot.id, shards(ballot.id), at=clock.now(), in_time=lambda: True)
        took, spent = time.perf_counter() - began, time.process_time() - spent
    assert done == VOTES == log.head_of(ballot.id).counts["votes.L2"]
    return {
        "operation": "ballots.tally",
        "votes": VOTES,
        "per_second": round(VOTES / took),
        "least_per_second": round(LEAST, 1),
        "round_trips": count.round_trips,
        "read_units": count.read_units,
        "write_units": count.write_units,
        "cpu_ms": round(spent * 1000, 1),
    }


def proved() -> dict[str, Any]:
    """Proofs of leaves all over the log, each checked against its checkpoint."""
    ballot, leaves = a_large_log()
    said = read_checkpoint(signing.verify(log.checkpoint(ballot), ballot=ballot))
    hashes, times = [], []
    with counting.counted() as count:
        spent = time.process_time()
        for index in range(0, LEAVES, LEAVES // PROOFS):
            began = time.perf_counter()
            proof = log.inclusion(ballot, index)
            times.append(time.perf_counter() - began)
            merkle.check_inclusion(
                leaves[index].entry,
                index=index,
                size=LEAVES,
                root=said.root,
                proof=proof.hashes,
            )
            hashes.append(len(proof.hashes))
        spent = time.process_time() - spent
    return {
        "operation": "ballots.proof",
        "leaves": LEAVES,
        "hashes": max(hashes),
        "most_hashes": MOST_HASHES,
        "ms": round(sorted(times)[PROOFS // 2] * 1000, 1),
        "round_trips": count.round_trips / PROOFS,
        "read_units": count.read_units / PROOFS,
        "cpu_ms": round(spent * 1000 / PROOFS, 1),
    }


def a_large_log() -> tuple[str, list[Leaf]]:
    """A log as the tally would have made it, laid down at once."""
    ballot = "B-00000100000"
    leaves = [Leaf(_digest(f"h{n}"), _digest(f"c{n}")) for n in range(LEAVES)]
    tree = Tree().grown(merkle.leaf(leaf.entry) for leaf in leaves)
    kept = [bytes.fromhex(leaf.h + leaf.c) for leaf in leaves]
    with Tile.batch_write() as batch:
        for tile, content in tiles.grown(0, {}, kept, _hash).items():
            batch.save(Tile(ballot, log.part_of(tile), content=content))
    note = signing.sign(Checkpoint(signing.origin(ballot), LEAVES, tree.root).text, ballot=ballot)
    LogHead(ballot, size=LEAVES, peaks=b"".join(tree.peaks), checkpoint=note).save()
    return ballot, leaves


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _hash(kept: bytes) -> bytes:
    return merkle.leaf(log.leaf_in(kept).entry)
