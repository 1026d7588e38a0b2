"""The tally: votes that wait come into the log and into the count, each of them exactly once.

The log's head, its tiles and the marks on the votes move in one transaction, on the condition that
nobody has moved the head since it was read and that no vote is in the log yet. So it does not
matter how often, how late or by how many at once a vote is found waiting: `docs/ballots.md`.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from typing import NamedTuple, Self

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Role
from chalicelib.domain.ballots import counting, log, sealing, usecases
from chalicelib.domain.ballots.counting import Counts
from chalicelib.domain.ballots.definition import Definition
from chalicelib.domain.ballots.log import DIGEST, End, Leaf
from chalicelib.domain.ballots.sealing import Unreadable
from chalicelib.domain.keeping import keep, kept
from chalicelib.domain.tlog.tiles import Tile
from chalicelib.errors import Conflict
from chalicelib.models.ballot import Ballot, BallotEvent
from chalicelib.models.event import new_part
from chalicelib.models.log import Tile as Kept
from chalicelib.models.vote import Vote
from chalicelib.observability import logger
from chalicelib.outbound import queues

QUEUE = "tally"
BATCH = 90  # votes; a transaction takes 100 items, of which the log needs seven at most
TRIES = 20  # of a batch, each after another worker was first
AT_ONCE = 900  # votes to be shuffled; the more, the less the log tells of who came after whom
UNREADABLE = "unreadable"  # the figure of votes that are in the log and cannot be counted
MALFORMED = "malformed"  # votes that cannot be in the log
DISCREPANCY = "ballot.discrepancy"
MEANWHILE = "the log has grown meanwhile"

InTime = Callable[[], bool]
_lot = secrets.SystemRandom()


class Wake(msgspec.Struct, frozen=True):
    """Something waits in a shard, ``B-1f3a90bd5c#2``, or is to be done about a whole ballot."""

    entity: str
    kind: str = "ballot.waiting"

    @property
    def ballot(self) -> str:
        return self.entity.partition("#")[0]


class Counted(NamedTuple):
    """A vote that can stand in the log, and what it adds to the count."""

    vote: Vote
    leaf: Leaf
    figures: Counts


def tally(ballot_id: str, shards: Collection[str], *, at: datetime, in_time: InTime) -> int:
    """Take the votes that wait in these shards into the log; how many this run has taken.

    What is left when time is over is enqueued once more.
    """
    count, seen = None, set[str]()
    while votes := _waiting(shards, seen):
        count = count or Count.of(ballot_id, at)
        for batch in _batches(votes):
            if not in_time():
                queues.send(QUEUE, map(Wake, shards))
                return count.taken
            count.take(batch)
    return count.taken if count else 0


def _waiting(shards: Collection[str], seen: set[str]) -> list[Vote]:
    """Votes that wait, shuffled. The index may still show some that were taken just now: those
    that were ``seen`` are passed over."""
    most = -(-AT_ONCE // len(shards))
    votes: list[Vote] = []
    for shard in shards:
        found = Vote.by_waiting.query(shard, page_size=most)
        votes += islice(_unseen(found, seen), most)
    _lot.shuffle(votes)
    return votes


def _unseen(votes: Iterable[Vote], seen: set[str]) -> Iterator[Vote]:
    for vote in votes:
        if vote.part not in seen:
            seen.add(str(vote.part))
            yield vote


def _batches(votes: Sequence[Vote]) -> Iterator[Sequence[Vote]]:
    return (votes[first : first + BATCH] for first in range(0, len(votes), BATCH))


@dataclass
class Count:
    """The counting of one ballot: what is asked, where its log ends, how many were taken."""

    ballot: Ballot
    definition: Definition
    end: End
    at: datetime
    taken: int = 0

    @classmethod
    def of(cls, ballot_id: str, at: datetime) -> Self:
        ballot = usecases.find(ballot_id)
        return cls(ballot, usecases.definition_of(ballot), log.end_of(ballot_id), at)

    def take(self, votes: Sequence[Vote]) -> None:
        """Take these votes in; those that somebody else took meanwhile are left to them."""
        if aside := [vote for vote in votes if not _is_leaf(vote)]:
            self._set_aside(aside)
        counted = [self._read(vote) for vote in votes if _is_leaf(vote)]
        for _ in range(TRIES):
            if self._kept(counted):
                return
            self.end = log.end_of(self.ballot.id)
            counted = _not_taken(counted)
        raise Conflict(MEANWHILE)  # the queue brings it again

    def _kept(self, counted: Sequence[Counted]) -> bool:
        """False if the log has grown meanwhile, or one of the votes is in it."""
        if not counted:
            return True
        grown, written = self.end.grown([c.leaf for c in counted], [c.figures for c in counted])
        if not kept(partial(self._fill, counted, grown, written)):
            return False
        self.end, self.taken = grown, self.taken + len(counted)
        return True

    def _read(self, vote: Vote) -> Counted:
        """The vote unsealed and counted. One that cannot be read takes its place in the log all
        the same, as was promised, and everybody is told of it."""
        leaf = Leaf(vote.locator, str(vote.commitment))
        try:
            paper = sealing.unseal(
                vote.sealed or b"",
                ballot=self.ballot.id,
                sealed_key=str(self.ballot.sealed_key),
                h=leaf.h,
                c=leaf.c,
            )
        except Unreadable as error:
            logger.error("unreadable vote", ballot=self.ballot.id, h=leaf.h, reason=str(error))
            return Counted(vote, leaf, {UNREADABLE: 1})
        return Counted(vote, leaf, counting.figures(paper, self.definition))

    def _fill(
        self,
        counted: Sequence[Counted],
        grown: End,
        written: Mapping[Tile, bytes],
        write: TransactWrite,
    ) -> None:
        """Everything that moves together; the head's version is a condition as well."""
        write.save(grown.head)
        for tile, content in written.items():
            write.save(Kept(self.ballot.id, log.part_of(tile), content=content))
        for index, each in enumerate(counted, self.end.size):
            write.update(
                each.vote,
                actions=[Vote.index.set(index), Vote.waiting.remove()],
                condition=Vote.part.exists() & Vote.index.does_not_exist(),
            )
        if unreadable := [each.leaf.h for each in counted if UNREADABLE in each.figures]:
            write.save(self._discrepancy(UNREADABLE, unreadable))

    def _set_aside(self, votes: Sequence[Vote]) -> None:
        """Votes without a right h and c were never promised and cannot be in the log: they wait no
        longer, and everybody is told of them."""
        parts = [str(vote.part) for vote in votes]
        logger.error("malformed votes", ballot=self.ballot.id, parts=parts)

        def fill(write: TransactWrite) -> None:
            for vote in votes:
                waits = Vote.waiting.exists()
                write.update(vote, actions=[Vote.waiting.remove()], condition=waits)
            write.save(self._discrepancy(MALFORMED, parts))

        with suppress(Conflict):  # another run has done it
            keep(fill, otherwise=MEANWHILE)

    def _discrepancy(self, what: str, votes: Sequence[str]) -> BallotEvent:
        return BallotEvent(
            self.ballot.id,
            new_part(self.at),
            kind=DISCREPANCY,
            at=self.at,
            role=Role.SYSTEM,
            facts={what: " ".join(votes)},
        )


def _is_leaf(vote: Vote) -> bool:
    return all(DIGEST.fullmatch(str(part)) for part in (vote.locator, vote.commitment))


def _not_taken(counted: Sequence[Counted]) -> list[Counted]:
    """Those that are not in the log, as it is now: an index may be behind, the votes are not."""
    keys = [(each.vote.entity, each.vote.part) for each in counted]
    now = Vote.batch_get(keys, consistent_read=True)
    still = {vote.part for vote in now if vote.index is None}
    return [each for each in counted if each.vote.part in still]
