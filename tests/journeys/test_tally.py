"""Votes on their way through the real functions: from the table to the log, and to the end."""

import pytest

from chalicelib.domain.ballots import codes, log
from chalicelib.domain.ballots.usecases import find
from chalicelib.domain.tlog import merkle, notes
from tests.ballots import YES, code_of, scheduled
from tests.handlers.test_log_api import hashes
from tests.journeys.acting import acting
from tests.journeys.portal import eventually
from tests.votes import put

VOTES = 40


@pytest.fixture
def ballot(cloud, portal):
    """In a week of last spring, so that it is over already."""
    with acting(cloud):
        ballot = scheduled()
        put(ballot, range(VOTES))
        yield ballot


def test_votes_come_into_the_log_and_the_ballot_to_its_end(ballot, portal):
    eventually(lambda: int(log.head_of(ballot.id).size), VOTES)

    name, public = notes.read_verifier(
        portal.get(f"/api/v1/log/key?ballot={ballot.id}").json["verifier"]
    )
    h = codes.locator(ballot.id, code_of(7))
    found = portal.get(f"/api/v1/ballots/{ballot.id}/check?h={h}").json
    said = notes.read_checkpoint(notes.verify(found["checkpoint"], name=name, public=public))
    merkle.check_inclusion(
        codes.leaf(h, codes.commitment(ballot.id, code_of(7), YES)),
        index=found["index"],
        size=said.size,
        root=said.root,
        proof=hashes(found["inclusion"]),
    )
    assert said.origin == f"{portal.host}/data/ballots/{ballot.id}/log"
    eventually(lambda: find(ballot.id).state in ("tallied", "published"), True, within=150)
