"""The tally as the queue and the clock call it: twice, together, and one ballot beside another."""

import logging
from datetime import timedelta

import pytest

from chalicelib import clock
from chalicelib.domain.ballots import log
from chalicelib.domain.ballots.usecases import find
from tests.ballots import CLOSES, VOTING, scheduled
from tests.conftest import invoke
from tests.roundtrips import counted
from tests.votes import put, recounted

pytestmark = pytest.mark.usefixtures("keys")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    """The clock stands in the middle of the ballot, unless it is set."""

    def now(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    now(VOTING)
    return now


def voted(vote):
    """What the bus carries of a vote."""
    return {
        "id": vote.locator,
        "entity": vote.entity,
        "kind": "ballot.voted",
        "at": VOTING.isoformat(),
        "concerns": [],
        "facts": {},
        "correlation": None,
    }


def test_votes_are_counted_when_the_queue_tells_of_them(deliver):
    ballot = scheduled()
    votes = put(ballot, range(9))

    assert deliver("ballots_tally", *map(voted, votes)) == {"batchItemFailures": []}

    assert log.head_of(ballot.id).counts == recounted(ballot)
    assert log.head_of(ballot.id).size == 9


def test_however_many_messages_name_a_ballot_it_is_counted_at_once(deliver):
    votes = put(scheduled(), range(9))

    with counted() as calls:
        deliver("ballots_tally", *map(voted, votes), *map(voted, votes))

    assert calls.count("TransactWriteItems") == 1


def test_messages_that_come_twice_or_too_late_change_nothing(deliver):
    ballot = scheduled()
    votes = put(ballot, range(3))

    for _ in range(3):
        deliver("ballots_tally", *map(voted, votes))

    assert log.head_of(ballot.id).size == 3


def test_a_ballot_that_cannot_be_counted_does_not_hold_up_another(deliver, caplog):
    broken, right = scheduled(), scheduled()
    lost, kept = put(broken, range(2)), put(right, range(2))
    broken.delete()

    with caplog.at_level(logging.CRITICAL):
        answer = deliver("ballots_tally", voted(lost[0]), voted(kept[0]), voted(lost[1]))

    failed = [each["itemIdentifier"] for each in answer["batchItemFailures"]]
    assert sorted(failed) == ["message-0", "message-2"]
    assert log.head_of(right.id).size > 0


def test_what_is_no_message_comes_again_alone(deliver):
    ballot = scheduled()
    (vote,) = put(ballot, [1])

    answer = deliver("ballots_tally", {"nonsense": 1}, voted(vote))

    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert log.head_of(ballot.id).size == 1


def test_when_nobody_tells_of_votes_the_minute_does(deliver, a_queue):
    ballot = scheduled()
    put(ballot, range(5))
    queue = a_queue("tally")

    invoke("ballots_sweep", {})
    deliver("ballots_tally", *queue())

    assert log.head_of(ballot.id).size == 5


def test_the_minute_after_closing_brings_a_ballot_to_its_end(deliver, a_queue, now):
    ballot = scheduled()
    put(ballot, range(5))
    queue = a_queue("tally")
    now(CLOSES + timedelta(minutes=1))

    invoke("ballots_sweep", {})
    deliver("ballots_tally", *queue())

    assert find(ballot.id).state == "tallied"
    assert log.head_of(ballot.id).counts["votes.L2"] == 5
