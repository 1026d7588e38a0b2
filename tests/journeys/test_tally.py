"""Votes on their way through the real functions: from the table to the log, and to the end."""

import dataclasses
from urllib.parse import urlsplit

import pytest

from chalicelib.config import settings
from chalicelib.domain.ballots import codes, log, sealing, signing
from chalicelib.domain.ballots.usecases import find
from chalicelib.domain.tlog import merkle, notes
from chalicelib.outbound import keys
from infra.local import KEYS
from tests.ballots import YES, code_of, scheduled
from tests.dynamodb.conftest import other_clients
from tests.handlers.test_log_api import hashes
from tests.journeys.portal import eventually
from tests.votes import put

VOTES = 40


@pytest.fixture
def here(cloud, portal, monkeypatch):
    """Lay things straight into the tables of the embedded cloud."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_DYNAMODB", cloud("dynamodb").meta.endpoint_url)
    for name, value in KEYS.items():
        monkeypatch.setenv(name.upper(), value)
    told = dataclasses.replace(settings, ballots_key=portal.outputs["BallotsKeyArn"])
    monkeypatch.setattr(keys, "settings", told)
    monkeypatch.setattr(keys, "_client", cloud)
    for cached in (keys._secret, sealing._private_key, signing.public_key):
        cached.cache_clear()
    with other_clients():
        yield
    for cached in (keys._secret, sealing._private_key, signing.public_key):
        cached.cache_clear()


def test_votes_come_into_the_log_and_the_ballot_to_its_end(here, portal):
    ballot = scheduled()  # in a week of last spring, so that it is over already
    put(ballot, range(VOTES))

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
    assert said.origin == f"{urlsplit(f'//{portal.host}').netloc}/data/ballots/{ballot.id}/log"
    eventually(lambda: find(ballot.id).state in ("tallied", "published"), True, within=150)
