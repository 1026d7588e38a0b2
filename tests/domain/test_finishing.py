"""How a ballot comes to its end: lost wake-ups are made up for, and then nothing waits."""

from datetime import timedelta

import pytest

from chalicelib.domain import ballots
from chalicelib.domain.ballots import finishing, log
from chalicelib.domain.ballots.usecases import events, find
from chalicelib.errors import Conflict
from chalicelib.models.vote import Vote, shards
from tests.ballots import CLOSES, OFFICER, OPENS, VOTING, composed, scheduled
from tests.votes import count, put

pytestmark = pytest.mark.usefixtures("keys")

SOON = CLOSES + timedelta(seconds=59)  # a request that began in time may still be under way
OVER = CLOSES + timedelta(seconds=60)


@pytest.fixture
def ballot():
    return scheduled()


def test_a_ballot_that_is_over_is_counted_to_the_end(ballot):
    put(ballot, range(5))

    count(ballot, ballot.id, at=OVER)

    now, (*_, told) = find(ballot.id), events(ballot.id)
    assert (now.state, now.stage, now.due_at) == ("tallied", "tallied", CLOSES + timedelta(days=30))
    assert (told.kind, told.was, told.became) == ("ballot.tallied", "scheduled", "tallied")
    assert (told.role, told.facts) == ("system", {"votes": "5"})


def test_a_ballot_in_which_nobody_voted_is_over_as_well(ballot):
    count(ballot, at=OVER)

    assert find(ballot.id).state == "tallied"
    assert events(ballot.id)[-1].facts == {"votes": "0"}


def test_it_is_not_over_before_the_last_requests_are_answered(ballot):
    for moment in (VOTING, CLOSES, SOON):
        count(ballot, at=moment)
        assert find(ballot.id).state == "scheduled"


def test_a_vote_of_the_last_second_is_counted_before(ballot):
    put(ballot, [1])
    count(ballot, at=CLOSES)
    put(ballot, [2])

    count(ballot, at=OVER)

    assert find(ballot.id).state == "tallied"
    assert log.head_of(ballot.id).counts["votes.L2"] == 2


def test_while_a_vote_waits_that_the_index_does_not_show_it_is_not_over(ballot, monkeypatch):
    put(ballot, [1])
    monkeypatch.setattr(Vote.by_waiting, "query", lambda *_, **__: iter(()))
    count(ballot, at=OVER)
    assert find(ballot.id).state == "scheduled"

    monkeypatch.undo()
    count(ballot, at=OVER)
    assert find(ballot.id).state == "tallied"


def test_while_there_was_no_time_to_count_it_is_not_over(ballot, a_queue):
    a_queue("tally")
    put(ballot, [1])

    count(ballot, at=OVER, in_time=lambda: False)

    assert find(ballot.id).state == "scheduled"


def test_it_is_over_once(ballot):
    for _ in range(2):
        count(ballot, at=OVER)

    assert [e.kind for e in events(ballot.id)].count("ballot.tallied") == 1


def test_of_two_that_end_it_at_once_one_does(ballot, monkeypatch):
    before = find(ballot.id)
    assert finishing.finish(ballot.id, at=OVER)
    monkeypatch.setattr("chalicelib.domain.ballots.usecases.find", lambda _: before)

    with pytest.raises(Conflict):
        finishing.finish(ballot.id, at=OVER)

    assert [e.kind for e in events(ballot.id)].count("ballot.tallied") == 1


def test_a_wake_up_of_a_shard_ends_nothing(ballot):
    count(ballot, *shards(ballot.id), at=OVER)

    assert find(ballot.id).state == "scheduled"


def test_what_was_annulled_is_counted_and_does_not_become_a_result(ballot):
    put(ballot, [1])
    ballots.annul(ballot.id, reason="The question was misleading.", by=OFFICER, at=VOTING)

    count(ballot, at=OVER)

    assert find(ballot.id).state == "annulled"
    assert log.head_of(ballot.id).size == 1


class TestSweep:
    @pytest.fixture
    def swept(self, a_queue):
        queue = a_queue("tally")

        def swept(at):
            finishing.sweep(at=at)
            return [message["entity"] for message in queue()]

        return swept

    def test_where_nothing_waits_nobody_is_woken(self, ballot, swept):
        composed()
        put(ballot, [1])
        count(ballot)

        assert swept(VOTING) == []

    def test_a_wake_up_that_was_lost_is_made_up_for(self, ballot, swept):
        one, other = put(ballot, [1]), put(scheduled(), [2])

        assert sorted(swept(VOTING)) == sorted(vote.entity for vote in (*one, *other))

    def test_a_ballot_that_is_over_is_called_until_it_is_counted_to_the_end(self, ballot, swept):
        assert swept(OPENS) == swept(SOON) == []
        assert swept(OVER) == swept(OVER + timedelta(days=2)) == [ballot.id]

        count(ballot, at=OVER)

        assert swept(OVER) == []
