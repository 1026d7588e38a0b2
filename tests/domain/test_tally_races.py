"""Whatever happens to the workers, in whatever order: each vote is counted once, and all are.

A machine casts votes, wakes workers once or twice, kills them between any two of their calls (or
just after one was carried out), lets two work at the same time, and shows them an index that is
behind. In the end the count is what a recount of the leaves says.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from botocore.client import BaseClient
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from moto import mock_aws

from chalicelib.domain.ballots import finishing, log, tally
from chalicelib.domain.ballots.usecases import find
from chalicelib.domain.tlog import merkle, tiles
from chalicelib.domain.tlog.notes import read_checkpoint
from chalicelib.models.ballot import Ballot
from chalicelib.models.log import LogHead
from chalicelib.models.vote import Vote, shards
from tests.ballots import CLOSES, YES, scheduled
from tests.conftest import the_keys
from tests.votes import NO, a_vote, count, put, recounted

ABSTAINS = {"q1": []}
OVER = CLOSES + timedelta(minutes=2)
CALL = BaseClient._make_api_call


class Killed(BaseException):
    """What no code catches: the process is gone."""


@contextmanager
def killed(*, at: int, after: bool) -> Iterator[None]:
    """Let the process end at its so many-th call of AWS: before it is made, or ``after`` it was
    carried out and before the answer came."""
    made = 0

    def call(self, operation, parameters):
        nonlocal made
        made += 1
        if made == at and not after:
            raise Killed
        answer = CALL(self, operation, parameters)
        if made == at:
            raise Killed
        return answer

    try:
        with patch.object(BaseClient, "_make_api_call", call):
            yield
    except Killed:
        pass


@contextmanager
def overtaken(by) -> Iterator[None]:
    """Let somebody else do their work just before the first transaction is carried out."""
    waiting = [by]

    def call(self, operation, parameters):
        if operation == "TransactWriteItems" and waiting:
            waiting.pop()()
        return CALL(self, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", call):
        yield


@contextmanager
def behind(votes) -> Iterator[None]:
    """Let the index show these votes as well, which were counted."""
    query = Vote.by_waiting.query

    def late(shard, **given):
        yield from (vote for vote in votes if vote.entity == shard)
        yield from query(shard, **given)

    with patch.object(Vote.by_waiting, "query", late):
        yield


def cut_small(patching: pytest.MonkeyPatch) -> None:
    """Tiles of four and batches of five: the same log, cut smaller."""
    patching.setattr(tiles, "HEIGHT", 2)
    patching.setattr(tiles, "WIDTH", 4)
    patching.setattr(tally, "BATCH", 5)


class Tallying(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.closing.enter_context(mock_aws())
        for model in (Ballot, LogHead, Vote):
            model.create_table()
        self.closing.enter_context(the_keys())
        cut_small(self.closing.enter_context(pytest.MonkeyPatch.context()))
        self.ballot = scheduled()
        self.votes: list[Vote] = []
        self.expected = {"q1.yes": 0, "q1.no": 0, "q1.": 0}
        self.checkpoint = None

    @rule(
        many=st.integers(1, 6),
        answers=st.sampled_from([YES, NO, ABSTAINS]),
        level=st.sampled_from([1, 2]),
    )
    def cast(self, many, answers, level):
        for _ in range(many):
            vote = a_vote(self.ballot, len(self.votes), answers, level=level)
            vote.save()
            self.votes.append(vote)
        self.expected[f"q1.{''.join(answers['q1'])}"] += many

    @rule(where=st.sets(st.integers(0, 3), min_size=1), times=st.integers(1, 2))
    def wake(self, where, times):
        for _ in range(times):
            count(self.ballot, *(shards(self.ballot.id)[n] for n in where))

    @rule(at=st.integers(1, 16), after=st.booleans())
    def kill(self, at, after):
        with killed(at=at, after=after):
            count(self.ballot, *shards(self.ballot.id))

    @rule(where=st.sets(st.integers(0, 3), min_size=1))
    def two_at_once(self, where):
        with overtaken(lambda: count(self.ballot, *(shards(self.ballot.id)[n] for n in where))):
            count(self.ballot, *shards(self.ballot.id))

    @rule(until=st.integers(0, 20))
    def wake_with_an_index_that_is_behind(self, until):
        with behind(self.votes[:until]):
            count(self.ballot, *shards(self.ballot.id))

    @invariant()
    def what_is_in_the_log_is_what_is_marked(self):
        marked = {int(v.index): v for v in self.now() if v.index is not None}

        leaves = self.leaves()

        assert sorted(marked) == list(range(len(leaves)))
        assert [leaf.h for leaf in leaves] == [marked[n].locator for n in range(len(leaves))]

    @invariant()
    def the_log_only_grows(self):
        note = log.head_of(self.ballot.id).checkpoint
        if not note:
            return
        new = read_checkpoint(note.split("\n\n")[0] + "\n")
        old, self.checkpoint = self.checkpoint or new, new
        merkle.check_consistency(
            old=old.size,
            new=new.size,
            old_root=old.root,
            new_root=new.root,
            proof=log.consistency(self.ballot.id, old.size).hashes,
        )

    def now(self):
        return [vote for shard in shards(self.ballot.id) for vote in Vote.query(shard)]

    def leaves(self):
        size = int(log.head_of(self.ballot.id).size)
        return log.read(self.ballot.id, 0, size) if size else []

    def teardown(self):
        """When the ballot is over, the next minute brings it to its end."""
        count(self.ballot, self.ballot.id, at=OVER)
        counts = log.head_of(self.ballot.id).counts
        try:
            assert find(self.ballot.id).state == "tallied"
            assert recounted(self.ballot) == counts
            assert len(self.leaves()) == len(self.votes)
            for name, votes in self.expected.items():
                assert sum(counts.get(f"{name}.L{level}", 0) for level in (1, 2)) == votes
        finally:
            self.closing.close()


Tallying.TestCase.settings = settings(max_examples=20, stateful_step_count=12, deadline=None)
TestTallying = Tallying.TestCase


class TestOneByOne:
    """The same, step by step: each call is the one at which a worker is killed, once."""

    @pytest.fixture
    def ballot(self, keys, monkeypatch):
        cut_small(monkeypatch)
        return scheduled()

    @pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
    @pytest.mark.parametrize("at", range(1, 15))
    def test_a_worker_that_is_killed_is_made_up_for(self, ballot, at, after):
        put(ballot, range(7))

        with killed(at=at, after=after):
            count(ballot, *shards(ballot.id))
        count(ballot, *shards(ballot.id))

        assert log.head_of(ballot.id).counts == recounted(ballot)
        assert recounted(ballot)["votes.L2"] == 7

    def test_who_comes_second_goes_on_with_what_is_left(self, ballot):
        votes = put(ballot, range(4))

        with overtaken(lambda: put(ballot, range(4, 8)) and count(ballot, votes[0].entity)):
            count(ballot, *shards(ballot.id))

        assert log.head_of(ballot.id).size == 8
        assert log.head_of(ballot.id).counts == recounted(ballot)

    def test_who_finds_everything_done_does_nothing(self, ballot):
        put(ballot, range(4))

        with overtaken(lambda: count(ballot)):
            count(ballot)

        assert log.head_of(ballot.id).version == 2  # made when it was announced, grown once
        assert finishing.finish(ballot.id, at=OVER)
