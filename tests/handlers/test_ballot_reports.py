"""Reports as the clock calls for them, the queue brings them and programs read them."""

import json
from datetime import timedelta

import boto3
import pytest

from chalicelib import clock
from chalicelib.config import settings
from chalicelib.models.ballot import Ballot
from chalicelib.outbound import queues, storage
from tests.conftest import invoke
from tests.counted import data_bucket, files, scheduled, voted
from tests.factories import MONDAY
from tests.roundtrips import counted

TEN = timedelta(minutes=10)
REPORTS = "/api/v1/ballots/B-1f3a90bd5c/reports"


@pytest.fixture
def bucket(keys):
    yield data_bucket()
    storage._client.cache_clear()


@pytest.fixture
def round_at(bucket, monkeypatch, deliver):
    """What the platform does at a mark of ten minutes, some seconds late as clocks are."""
    queues._address.cache_clear()
    queues._client.cache_clear()
    sqs = boto3.client("sqs")
    address = sqs.create_queue(QueueName=settings.name("reports"))["QueueUrl"]

    def round_at(moment):
        monkeypatch.setattr(clock, "now", lambda: moment + timedelta(seconds=7))
        invoke("ballots_call_for_reports", {})
        taken = sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages", [])
        for message in taken:
            sqs.delete_message(QueueUrl=address, ReceiptHandle=message["ReceiptHandle"])
            due = json.loads(message["Body"])
            assert deliver("ballots_report", due) == {"batchItemFailures": []}
        return len(taken)

    yield round_at
    queues._address.cache_clear()
    queues._client.cache_clear()


def test_every_round_reports_the_ballots_that_are_open(round_at, bucket):
    ballot = scheduled()
    voted(ballot, 8, q1=["a"])

    assert round_at(MONDAY) == 1
    round_at(MONDAY + TEN)

    published = files(bucket, "data/ballots/B-1f3a90bd5c/reports/")
    assert set(published) == {
        *("20260302T0900Z.json", "20260302T0900Z.csv", "20260302T0910Z.json", "20260302T0910Z.csv"),
        *("latest.json", "index.html", "en.html"),
    }
    assert '<html lang="ru"' in published["index.html"].decode()
    page = published["en.html"].decode()
    assert page.index("T0910Z.json") < page.index("T0900Z.json")
    assert 'href="/data/ballots/B-1f3a90bd5c/reports/"' in page


def test_what_is_counted_is_not_called_for(round_at):
    scheduled()
    Ballot.get("B-1f3a90bd5c", "ballot").update(
        actions=[Ballot.stage.set("tallied"), Ballot.state.set("tallied")]
    )

    assert round_at(MONDAY) == 0


def test_a_missing_report_is_named_on_the_page(round_at, bucket):
    scheduled()
    for moment in (MONDAY, MONDAY + 2 * TEN):
        round_at(moment)

    page = files(bucket)["data/ballots/B-1f3a90bd5c/reports/en.html"].decode()

    assert "1 report is missing before this one: 2 March 2026, 11:10." in page


def test_programs_read_the_list_page_by_page_and_the_last_as_it_was_published(
    round_at, bucket, anybody
):
    voted(scheduled(), 6, q1=["a"])
    for n in range(3):
        round_at(MONDAY + n * TEN)

    first = anybody.get(f"{REPORTS}?limit=2").json
    second = anybody.get(f"{REPORTS}?limit=2&cursor={first['next']}").json

    assert [report["seq"] for report in first["items"] + second["items"]] == [3, 2, 1]
    assert second["next"] is None
    assert first["items"][0]["prev_sha256"] == first["items"][1]["sha256"]
    assert first["items"][0]["json"] == "/data/ballots/B-1f3a90bd5c/reports/20260302T0920Z.json"
    latest = anybody.get(f"{REPORTS}/latest")
    assert latest.body.encode() == files(bucket)["data/ballots/B-1f3a90bd5c/reports/latest.json"]
    assert latest.headers["Content-Type"] == "application/json"


def test_reading_reports_takes_one_round_trip(round_at, anybody):
    scheduled()
    round_at(MONDAY)

    for address in (REPORTS, f"{REPORTS}/latest"):
        with counted() as calls:
            assert anybody.get(address).status == 200
        assert calls == ["Query"]


def test_before_the_first_report_there_is_none(tables, anybody):
    scheduled()

    assert anybody.get(REPORTS).json == {"items": [], "next": None}
    assert anybody.get(f"{REPORTS}/latest").status == 404


def test_a_cursor_of_ones_own_making_leads_nowhere_else(round_at, anybody):
    from chalicelib.edge import paging

    scheduled()
    round_at(MONDAY)
    for part in ("head", "", "report#" + "9" * 2000):
        forged = paging.cursor({"ballot": {"S": "B-0000000000"}, "part": part})
        assert anybody.get(f"{REPORTS}?cursor={forged}").status == 422, part
    elsewhere = paging.cursor({"ballot": {"S": "B-0000000000"}, "part": "report#0"})
    assert anybody.get(f"{REPORTS}?cursor={elsewhere}").json["items"] == []
