"""A ballot that is open, and Anna, who may vote in it."""

import pytest

from chalicelib import clock
from tests.ballots import CODE, VOTING, a_voter, scheduled
from tests.reporting import signed_in

ANSWERED = {"answers.q1": "yes", "code": CODE, "made": "browser"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Sets the clock; at first it is the time of voting."""

    def today(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    today(VOTING)
    return today


@pytest.fixture
def anna(today):
    return signed_in(a_voter("anna"))


@pytest.fixture
def ballot():
    return scheduled()


@pytest.fixture
def here(ballot):
    return f"/ballots/{ballot.id}"
