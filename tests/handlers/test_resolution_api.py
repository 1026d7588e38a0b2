"""What the city does with results, over HTTP: everybody reads, one agency writes; and the clock."""

import json
from datetime import UTC, datetime

import boto3
import pytest

from chalicelib import clock
from chalicelib.config import settings
from chalicelib.models.ballot import BallotEvent
from chalicelib.outbound import queues
from tests.complaints import a_photo
from tests.conftest import invoke
from tests.disputes import ANNA, BALLOT, CLERK, DAY, OFFICER
from tests.factories import an_officer
from tests.gateway import Browser
from tests.resolutions import AGENT, CLOSED, LATER, NOTE, STRANGER, counted, done, resolved

FORM = {
    "outcome": "accepted",
    "decision_ru": "Поставим десять деревянных скамеек",
    "decision_en": "We put up ten wooden benches",
    "act": "№ 17-ПП",
    "due_on": "2026-06-01",
}
HERE = f"/api/v1/ballots/{BALLOT}/resolution"
OTHERS = [None, ANNA, CLERK, OFFICER, STRANGER, an_officer("admin"), an_officer("moderator")]


@pytest.fixture(autouse=True)
def _now(keys, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)


@pytest.fixture
def agent():
    return Browser.of(AGENT)


def test_the_agency_resolves_begins_and_shows_what_it_did(agent, anybody):
    counted()

    assert agent.send("POST", HERE, FORM).json["phase"] == "planned"
    assert agent.send("POST", f"{HERE}/steps", {"act": "start"}).json["phase"] == "in_progress"
    moved = {"act": "postpone", "on": "2026-07-01", "note": NOTE}
    assert agent.send("POST", f"{HERE}/steps", moved).json["phase"] == "in_progress"
    shown = {"act": "finish", "note": NOTE, "photos": [a_photo(AGENT)]}
    assert agent.send("POST", f"{HERE}/steps", shown).status == 200

    told = anybody.get(HERE).json
    assert (told["phase"], told["overdue"]) == ("done", False)
    assert told["resolution"]["promised"] == ["2026-06-01", "2026-07-01"]
    assert told["resolution"]["steps"][-1]["photos"][0]["small"] == "/media/photo/320.jpg"


@pytest.mark.parametrize("other", OTHERS)
def test_nobody_else_does(other, agent):
    counted()
    program = Browser(actor=other)

    assert program.send("POST", HERE, FORM).status in (401, 403)
    assert agent.send("POST", HERE, FORM).status == 200
    for act in ("start", "report", "postpone", "finish", "abandon"):
        step = {"act": act, "note": NOTE}
        assert program.send("POST", f"{HERE}/steps", step).status in (401, 403)


def test_what_is_wrong_is_named_all_at_once(agent):
    counted()

    answer = agent.send("POST", HERE, {"outcome": "partly", "act": ""})

    assert answer.status == 422
    assert {error["field"] for error in answer.json["errors"]} == {
        "act",
        "decision_ru",
        "decision_en",
        "reasons_ru",
        "reasons_en",
        "due_on",
    }


def test_publishing_is_no_step_and_a_second_one_is_a_conflict(agent):
    resolved()

    assert agent.send("POST", f"{HERE}/steps", {"act": "publish", "note": NOTE}).status == 422
    assert agent.send("POST", HERE, FORM).status == 409


def test_everybody_lists_what_waits_what_is_done_and_what_is_late(anybody, monkeypatch):
    done()
    counted(id="B-0000000002")

    def listed(show):
        items = anybody.get(f"/api/v1/resolutions?show={show}").json["items"]
        return [item["ballot"] for item in items]

    assert listed("waiting") == ["B-0000000002"]
    assert listed("done") == [BALLOT]
    assert listed("overdue") == []
    monkeypatch.setattr(clock, "now", lambda: CLOSED + 31 * DAY)
    assert listed("overdue") == ["B-0000000002"]
    assert anybody.get("/api/v1/resolutions?show=lost").status == 422


def test_of_a_ballot_that_is_not_counted_nothing_is_told(anybody):
    counted(id="B-0000000002")

    assert anybody.get(HERE).status == 404


@pytest.fixture
def hour(monkeypatch, deliver):
    """What the platform does in one hour: the clock rings, the queue is worked off."""
    queues._address.cache_clear()
    queues._client.cache_clear()
    sqs = boto3.client("sqs")
    address = sqs.create_queue(QueueName=settings.name("resolutions"))["QueueUrl"]

    def hour(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        invoke("ballots_find_overdue", {})
        messages = sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10).get("Messages", [])
        for message in messages:
            sqs.delete_message(QueueUrl=address, ReceiptHandle=message["ReceiptHandle"])
        rung = [json.loads(message["Body"]) for message in messages]
        if rung:
            assert deliver("ballots_tell_overdue", *rung, *rung) == {"batchItemFailures": []}
        return [alarm["id"] for alarm in rung]

    return hour


def test_the_clock_finds_what_is_overdue_and_tells_it_once(hour):
    resolved()
    late = datetime(2026, 6, 2, 9, tzinfo=UTC)

    assert hour(late - DAY) == []
    assert hour(late) == [BALLOT]
    assert hour(late + DAY) == [BALLOT]

    events = BallotEvent.query(BALLOT, BallotEvent.part.startswith("event#"))
    assert [event.kind for event in events].count("resolution.overdue") == 1
