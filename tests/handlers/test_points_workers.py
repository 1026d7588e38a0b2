"""Who voted is thanked from the queue, and the books are published by the clock."""

import boto3
import pytest

from chalicelib import clock
from chalicelib.config import settings
from chalicelib.domain import ballots, points
from chalicelib.outbound import storage
from tests.ballots import CODE, VOTING, YES, a_voter, scheduled
from tests.conftest import invoke
from tests.points import kept

pytestmark = pytest.mark.usefixtures("keys")


@pytest.fixture(autouse=True)
def now(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: VOTING)


def a_vote(by, answers=YES, code=CODE, **ballot):
    """A vote that was taken; what the queue says of it."""
    announced = scheduled(**ballot)
    ballots.cast(announced.id, answers, code, by=by, at=VOTING)
    (taken,) = [
        item
        for item in kept("rolls")
        if item.get("kind") == "ballot.taken" and announced.id in item["entity"]
    ]
    return announced, {
        "id": taken["part"].removeprefix("event#"),
        "entity": taken["entity"],
        "kind": "ballot.taken",
        "at": VOTING.isoformat(),
        "concerns": list(taken["concerns"]),
        "facts": {"ballot": announced.id},
    }


def test_who_voted_is_thanked_once_however_often_the_message_comes(deliver):
    ballot, message = a_vote(a_voter("anna"))

    assert deliver("ballots_thank", message) == {"batchItemFailures": []}
    deliver("ballots_thank", message, message)

    assert points.balance("anna").points == 20
    (line,) = points.ledger("anna").lines
    assert (line.about, line.title.en) == (ballot.id, "A park by the harbour")


@pytest.mark.parametrize("answers", [{"q1": ["yes"]}, {"q1": ["no"]}, {"q1": []}])
def test_thanks_are_the_same_however_one_voted(deliver, answers):
    _, message = a_vote(a_voter("anna"), answers, points=35)

    deliver("ballots_thank", message)

    assert points.balance("anna").points == 35


def test_rating_a_novelty_is_worth_three_points(deliver):
    _, message = a_vote(a_voter("anna"), kind="rating")

    deliver("ballots_thank", message)

    assert points.balance("anna").points == 3


def test_who_is_at_no_level_any_more_gets_nothing(deliver):
    _, message = a_vote(a_voter("anna"))
    a_voter("anna", level=0)

    assert deliver("ballots_thank", message) == {"batchItemFailures": []}

    assert points.balance("anna").points == 0


def test_a_ballot_that_cannot_be_read_lets_the_message_come_again(deliver):
    _, message = a_vote(a_voter("anna"))
    message["facts"] = {"ballot": "B-nowhere"}

    assert deliver("ballots_thank", message)["batchItemFailures"]


def test_other_events_thank_nobody(deliver):
    _, message = a_vote(a_voter("anna"))

    deliver("ballots_thank", message | {"kind": "ballot.closed"})

    assert points.ledger("anna").lines == []


def test_the_books_are_published_with_a_page_in_both_languages(deliver):
    storage._client.cache_clear()
    region = {"LocationConstraint": "eu-central-1"}
    s3 = boto3.client("s3")
    s3.create_bucket(Bucket=settings.data_bucket, CreateBucketConfiguration=region)
    _, message = a_vote(a_voter("anna"))
    deliver("ballots_thank", message)

    invoke("ballots_sum_points", {})

    for name, words in {"index.html": "Очки как открытые данные", "en.html": "Points as"}.items():
        file = s3.get_object(Bucket=settings.data_bucket, Key=f"data/points/{name}")
        page = file["Body"].read().decode()
        assert words in page
        assert "2026-03" in page
    storage._client.cache_clear()
