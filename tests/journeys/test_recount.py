"""A ballot ends, and from then on nobody touches it: it is counted, reported and published, and
whoever fetches the kit recounts it."""

import json
import time

import pytest

from chalicelib.domain.ballots import casting, usecases
from tests.ballots import VOTING, a_voter, code_of, scheduled
from tests.journeys.acting import acting
from tests.journeys.ballots import WHOLE
from tests.journeys.portal import eventually, run
from tests.journeys.recounting import recounted

VOTES = 12
SAID = {"one": ["b"], "some": ["a"], "mark": ["4"], "order": ["c", "a"], "money": ["a", "b"]}
PATIENCE = 400  # seconds: five functions one after the other; what failed comes again in 179


@pytest.fixture
def ended(cloud, portal):
    """Voted in last spring, and not counted since: the clock of the platform was not told of it."""
    with acting(cloud):
        ballot = scheduled(questions=WHOLE)
        for number in range(VOTES):
            voter = a_voter(f"{ballot.id}-{number}")
            casting.cast(ballot.id, SAID, code_of(number), by=voter, at=VOTING)
        yield ballot


def test_a_ballot_that_has_ended_is_published_and_recounted_by_anybody(
    ended, cloud, portal, physical, tmp_path
):
    folder = f"/data/ballots/{ended.id}"
    run(cloud, physical("BallotsCallForReports"))

    eventually(lambda: patiently(ended), "published", within=PATIENCE)
    recount = recounted(portal, ended.id, tmp_path)
    last = json.loads(portal.get(f"{folder}/reports/latest.json").body)

    assert recount.passed, recount.said
    assert f"{VOTES} people on the roll, as many votes in the log" in recount.said
    assert last["final"]["roll"] == last["turnout"]["total"] == VOTES
    assert b"final" in portal.get(f"{folder}/reports/index.html").body


def patiently(ended):
    """Its state, asked for once a second: the machine has enough to do."""
    time.sleep(1)
    return usecases.find(ended.id).state
