"""A ballot that is open, two who vote in it, and what is kept of them."""

from datetime import date, timedelta

import pytest

from chalicelib.domain.ballots import sealing
from chalicelib.models.roll import Entry, Taken
from chalicelib.models.vote import Vote, shards
from tests.ballots import a_voter, code_of, scheduled

SECOND = timedelta(seconds=1)
OTHER = code_of(7)
REASON = "The land was sold meanwhile, so the question is void."


@pytest.fixture
def anna():
    return a_voter("anna")


@pytest.fixture
def boris():
    return a_voter("boris", level=2, district="kallio", born_on=date(2000, 1, 1))


@pytest.fixture
def ballot():
    return scheduled()


def votes(ballot) -> list[Vote]:
    return [vote for shard in shards(ballot.id) for vote in Vote.query(shard)]


def roll(ballot) -> list[Entry]:
    found = [Entry.by_ballot.query(f"{ballot.id}#{shelf}") for shelf in range(16)]
    return [entry for shelf in found for entry in shelf]


def taken() -> list[Taken]:
    """What was told of votes, whoever they are of."""
    return [event for event in Taken.scan() if event.part.startswith("event#")]


def count(ballot) -> tuple[int, int, int]:
    """Votes, people on the roll, and events: of each as many as of the others."""
    return len(votes(ballot)), len(roll(ballot)), len(taken())


def said(ballot):
    """The answers of the only vote, as who counts reads them."""
    (vote,) = votes(ballot)
    paper = sealing.unseal(
        vote.sealed,
        ballot=ballot.id,
        sealed_key=ballot.sealed_key,
        h=vote.locator,
        c=vote.commitment,
    )
    return paper.answers
