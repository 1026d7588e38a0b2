"""The tally: every vote comes into the log and the count once, whatever happens on the way."""

from collections import Counter

import pytest
from botocore.exceptions import ClientError

from chalicelib.domain.ballots import log, sealing, signing, tally
from chalicelib.domain.ballots.usecases import events
from chalicelib.domain.tlog import tiles
from chalicelib.domain.tlog.notes import read_checkpoint
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.vote import Vote, shards
from tests.ballots import YES, scheduled
from tests.roundtrips import counted
from tests.votes import NO, a_vote, count, put, recounted

pytestmark = pytest.mark.usefixtures("keys")


@pytest.fixture
def ballot():
    return scheduled()


def test_what_waits_is_counted(ballot):
    put(ballot, range(7))
    put(ballot, range(7, 10), NO)

    count(ballot)

    head = log.head_of(ballot.id)
    assert (head.size, head.counts["votes.L2"]) == (10, 10)
    assert (head.counts["q1.yes.L2"], head.counts["q1.no.L2"]) == (7, 3)
    assert recounted(ballot) == head.counts


@pytest.fixture
def small(monkeypatch):
    """Tiles of four and batches of nine: the same log, cut smaller (moto copies whole tables)."""
    monkeypatch.setattr(tiles, "HEIGHT", 2)
    monkeypatch.setattr(tiles, "WIDTH", 4)
    monkeypatch.setattr(tally, "BATCH", 9)


def test_a_log_of_several_tiles_grows_across_their_borders(ballot, small):
    for first, end in ((0, 7), (7, 40), (40, 70)):
        put(ballot, range(first, end))
        count(ballot)
        assert recounted(ballot) == log.head_of(ballot.id).counts

    assert log.head_of(ballot.id).size == 70


def test_a_second_wake_up_finds_nothing_to_do(ballot):
    votes = put(ballot, range(5))
    count(ballot)
    before = log.head_of(ballot.id)

    count(ballot, votes[0].entity, votes[1].entity)
    count(ballot)

    assert log.head_of(ballot.id).version == before.version


def test_where_nothing_waits_the_ballot_is_not_even_read(ballot):
    with counted() as calls:
        count(ballot, *shards(ballot.id))

    assert calls == ["Query"] * 4


def test_a_transaction_more_is_a_round_trip_more(ballot, small):
    put(ballot, range(18))

    with counted() as calls:
        count(ballot, *shards(ballot.id))

    assert Counter(calls) == {
        "Query": 8,  # what waits in each shard, and whether something came meanwhile
        "GetItem": 2,  # the ballot, and the log's head
        "Decrypt": 1,
        "GetParameter": 1,
        "TransactWriteItems": 2,
    }


def test_a_transaction_holds_no_more_than_dynamodb_takes():
    """However it lies to the borders of tiles; and one event more if a vote cannot be read."""
    sizes = [256**3 - 1, 256**3 - 89, 256**2 - 45, 255, 0]
    most = max(len(list(tiles.changed(n, n + tally.BATCH))) for n in sizes)

    assert most + tally.BATCH + len(["head", "event"]) <= 100


def test_each_checkpoint_is_signed_and_is_of_the_log_as_it_then_is(ballot):
    for first in (0, 9):
        put(ballot, range(first, first + 9))
        count(ballot)

        made = read_checkpoint(signing.verify(log.checkpoint(ballot.id), ballot=ballot.id))
        assert (made.size, made.origin) == (first + 9, f"portal.test/data/ballots/{ballot.id}/log")
        assert recounted(ballot)["votes.L2"] == made.size


def test_the_log_does_not_tell_who_came_after_whom(ballot):
    votes = put(ballot, range(60))
    count(ballot)

    order = [leaf.h for leaf in log.read(ballot.id, 0, 60)]
    assert order != [vote.locator for vote in votes]
    by_shard = [
        vote.locator for shard in shards(ballot.id) for vote in votes if vote.entity == shard
    ]
    assert order != by_shard


def test_only_the_shards_that_are_named_are_looked_at(ballot):
    votes = put(ballot, range(20))
    here = votes[0].entity

    count(ballot, here)

    assert log.head_of(ballot.id).size == sum(vote.entity == here for vote in votes)


def test_votes_of_several_levels_are_told_apart(ballot):
    a_vote(ballot, 1, level=1).save()
    put(ballot, [2, 3])

    count(ballot)

    counts = log.head_of(ballot.id).counts
    assert (counts["votes.L1"], counts["votes.L2"], counts["q1.yes.L1"]) == (1, 2, 1)


class TestIndexBehind:
    """The index of what waits may show a vote that was counted a moment ago."""

    def test_a_vote_that_was_counted_is_left_out_and_the_others_are_counted(
        self, ballot, monkeypatch
    ):
        stale = put(ballot, range(5))
        count(ballot)
        put(ballot, range(5, 8))
        look = tally._waiting

        def behind(shards, seen):
            found = look(shards, seen)
            late = [vote for vote in stale if vote.part not in seen]
            seen.update(vote.part for vote in late)
            return found + late

        monkeypatch.setattr(tally, "_waiting", behind)
        count(ballot)

        assert log.head_of(ballot.id).size == 8
        assert recounted(ballot) == log.head_of(ballot.id).counts

    def test_a_vote_that_this_run_has_counted_is_not_tried_again(self, ballot, monkeypatch):
        (vote,) = put(ballot, [1])
        shown = list(Vote.by_waiting.query(vote.entity))
        monkeypatch.setattr(Vote.by_waiting, "query", lambda *_, **__: shown)

        with counted() as calls:
            count(ballot, vote.entity)

        assert calls.count("TransactWriteItems") == 1

    def test_a_vote_that_is_gone_is_not_made_again(self, ballot, monkeypatch):
        (vote,) = put(ballot, [1])
        other = a_vote(ballot, 2)
        monkeypatch.setattr(tally, "_not_taken", lambda counted: counted[:1])
        count_of = tally.Count.of(ballot.id, vote.at)

        count_of.take([vote, other])

        assert log.head_of(ballot.id).size == 1
        assert not list(Vote.query(other.entity, Vote.part == other.part))


class TestDiscrepancies:
    """What cannot be counted does not hold up the others, and is never passed over in silence."""

    def told(self, ballot):
        return [e.facts for e in events(ballot.id) if e.kind == "ballot.discrepancy"]

    def test_a_vote_that_cannot_be_read_is_in_the_log_and_everybody_is_told(self, ballot):
        broken = a_vote(ballot, 1)
        broken.sealed = bytes(300)
        broken.save()
        put(ballot, [2, 3])

        count(ballot)

        head = log.head_of(ballot.id)
        assert (head.size, head.counts["votes.L2"], head.counts["unreadable"]) == (3, 2, 1)
        assert self.told(ballot) == [{"unreadable": broken.locator}]
        assert broken.locator in [leaf.h for leaf in log.read(ballot.id, 0, 3)]

    def test_a_vote_that_says_other_than_it_promised_is_not_counted(self, ballot):
        lie = a_vote(ballot, 1, YES, claimed=NO)
        lie.save()

        count(ballot)

        assert log.head_of(ballot.id).counts == {"unreadable": 1}
        assert self.told(ballot) == [{"unreadable": lie.locator}]

    def test_a_vote_without_a_commitment_is_set_aside_and_the_others_are_counted(self, ballot):
        broken = a_vote(ballot, 1)
        broken.commitment = "none"
        broken.save()
        put(ballot, [2, 3])

        count(ballot)
        count(ballot)

        assert log.head_of(ballot.id).size == 2
        assert self.told(ballot) == [{"malformed": broken.part}]
        kept = Vote.get(broken.entity, broken.part)
        assert (kept.waiting, kept.index, kept.sealed) == (None, None, broken.sealed)

    def test_that_a_key_cannot_be_had_is_no_fault_of_the_votes(self, ballot, monkeypatch):
        put(ballot, range(3))
        sealing._private_key.cache_clear()

        def refused(*_, **__):
            raise ClientError({"Error": {"Code": "AccessDeniedException"}}, "Decrypt")

        monkeypatch.setattr("chalicelib.outbound.keys.decrypt", refused)
        with pytest.raises(ClientError):
            count(ballot)

        assert log.head_of(ballot.id).size == 0
        monkeypatch.undo()
        count(ballot)
        assert log.head_of(ballot.id).counts["votes.L2"] == 3


class TestTime:
    def test_who_is_never_first_gives_up_and_the_queue_brings_it_again(self, ballot, monkeypatch):
        put(ballot, range(3))

        monkeypatch.setattr(tally, "kept", lambda _fill: False)
        with pytest.raises(Conflict):
            count(ballot)

        monkeypatch.undo()
        count(ballot)
        assert log.head_of(ballot.id).size == 3

    def test_what_is_left_when_time_is_over_is_enqueued_once_more(self, ballot, small, a_queue):
        queue = a_queue("tally")
        put(ballot, range(20))
        times = iter([True, False])

        count(ballot, *shards(ballot.id), in_time=lambda: next(times))

        assert log.head_of(ballot.id).size == 9
        assert [message["entity"] for message in queue()] == shards(ballot.id)

    def test_a_vote_for_a_ballot_that_there_is_not_is_an_error(self, ballot):
        a_vote(ballot, 1).save()
        ballot.delete()

        with pytest.raises(NotFound, match="there is no ballot"):
            count(ballot)
