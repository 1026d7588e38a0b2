"""How a ballot is counted to its end: every wake-up, the clock that makes up for lost ones, and
the moment at which nothing waits any more."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chalicelib.actors import SYSTEM
from chalicelib.domain.ballots import keeping, log, rules, usecases
from chalicelib.domain.ballots.rules import Act, State
from chalicelib.domain.ballots.tally import QUEUE, InTime, Wake, tally
from chalicelib.models.ballot import Ballot
from chalicelib.models.vote import Vote, shards
from chalicelib.observability import logger
from chalicelib.outbound import queues

GRACE = timedelta(seconds=60)  # a request that began in time may take 29 seconds to be answered
RESOLVED_WITHIN = timedelta(days=30)  # after closing the city has to say what it does: spec S5 §1


def attend(ballot_id: str, wakes: Sequence[Wake], *, at: datetime, in_time: InTime) -> None:
    """Count what waits where the wake-ups say; one that names the whole ballot also asks whether
    it is over. They say where to look and nothing else, so it does not matter how many come."""
    named = {wake.entity for wake in wakes}
    if ballot_id not in named:
        tally(ballot_id, sorted(named), at=at, in_time=in_time)
        return
    tally(ballot_id, shards(ballot_id), at=at, in_time=in_time)
    finish(ballot_id, at=at)


def sweep(*, at: datetime) -> int:
    """Enqueue what waits though nobody was woken, and the ballots that are over; how many."""
    return queues.send(QUEUE, _due(at))


def finish(ballot_id: str, *, at: datetime) -> bool:
    """End the counting of a ballot that is over, once nothing waits; whether this run did."""
    ballot = usecases.find(ballot_id)
    if ballot.state != State.SCHEDULED or at < ballot.closes_at + GRACE:
        return False
    if waiting := sum(map(_waiting, shards(ballot_id))):
        logger.warning("votes wait after closing", ballot=ballot_id, waiting=waiting)
        return False
    state = rules.move(rules.state_at(ballot, at), Act.TALLY)
    due_at = ballot.closes_at + RESOLVED_WITHIN
    facts = {"votes": f"{log.head_of(ballot_id).size}"}
    changes = keeping.listed(state, due_at=due_at)
    keeping.change(ballot, Act.TALLY, changes, by=SYSTEM, at=at, facts=facts)
    return True


def _due(at: datetime) -> Iterator[Wake]:
    """A scheduled ballot lies under the moment at which it closes."""
    for ballot in Ballot.by_stage.query(State.SCHEDULED):
        if at >= ballot.due_at + GRACE:
            yield Wake(ballot.id)
        else:
            yield from (Wake(shard) for shard in shards(ballot.id) if _shows_any(shard))


def _shows_any(shard: str) -> bool:
    return any(True for _ in Vote.by_waiting.query(shard, limit=1))


def _waiting(shard: str) -> int:
    """How many votes of a shard are not in the log, for certain. The index may be behind, so the
    votes themselves are read, all of them: once a ballot, and it is over only if this is nothing.
    """
    return Vote.count(shard, filter_condition=Vote.waiting.exists(), consistent_read=True)
