"""Deadlines of disputes as the clock and the queue meet them: late, twice, and out of order."""

import json

import boto3
import pytest

from chalicelib import clock
from chalicelib.config import settings
from chalicelib.domain import disputes
from chalicelib.domain.disputes import Outcome
from chalicelib.models.dispute import DisputeEvent
from chalicelib.outbound import queues
from tests.conftest import invoke
from tests.disputes import ANNA, CODE, DAY, OFFICER, WHAT, WHY, a_ballot, decided, examined, filed
from tests.disputes import locator as locator_of
from tests.factories import MONDAY

# Filed on Monday, the 2nd of March: due on Monday, the 9th.
SOON, DUE, OVER, LATE = (MONDAY.replace(day=day) for day in (6, 9, 10, 12))


@pytest.fixture
def queue(keys):
    """What lies in the queue, taken out of it."""
    a_ballot()
    queues._address.cache_clear()
    queues._client.cache_clear()
    sqs = boto3.client("sqs")
    address = sqs.create_queue(QueueName=settings.name("disputes"))["QueueUrl"]

    def taken():
        answer = sqs.receive_message(QueueUrl=address, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            sqs.delete_message(QueueUrl=address, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in answer.get("Messages", [])]

    return taken


@pytest.fixture
def hour(queue, monkeypatch, deliver):
    """What the platform does in one hour: the clock rings, the queue is worked off."""

    def hour(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)
        invoke("ballots_find_disputes", {})
        rung = queue()
        if rung:
            assert deliver("ballots_meet_disputes", *rung) == {"batchItemFailures": []}
        return [alarm["id"] for alarm in rung]

    return hour


def escalations(reference):
    events = DisputeEvent.query(reference, DisputeEvent.part.startswith("event#"))
    return [event.facts["to"] for event in events if event.kind == "dispute.escalated"]


def test_each_step_up_is_told_on_its_day_and_once(hour):
    reference = filed().reference

    assert hour(MONDAY) == []
    for moment in (SOON, SOON, DUE, OVER, LATE, LATE):
        hour(moment)

    assert escalations(reference) == ["desk", "head", "city"]
    assert disputes.find(reference).next_alarm_on is None


def test_it_is_overdue_the_day_after_and_everybody_at_the_desk_sees_it(hour):
    reference = filed().reference

    hour(DUE)
    assert disputes.find(reference).overdue is False
    hour(OVER)

    assert disputes.find(reference).overdue is True
    assert disputes.is_overdue(disputes.find(reference), at=OVER)


def test_messages_late_twice_and_out_of_order_change_nothing(hour, deliver, monkeypatch):
    reference = filed().reference
    message = {"id": reference, "kind": "dispute.alarm"}

    for moment in (LATE, LATE, SOON):
        monkeypatch.setattr(clock, "now", lambda at=moment: at)
        deliver("ballots_meet_disputes", message, message)

    assert escalations(reference) == ["city"]


def test_what_was_decided_in_time_is_not_escalated(hour):
    reference = decided().reference

    hour(LATE)

    assert escalations(reference) == []


def test_the_evidence_is_let_go_once_no_appeal_can_follow(hour):
    reference = decided(locator=locator_of(CODE)).reference  # on the 4th
    last = MONDAY.replace(day=18)

    hour(last)
    assert disputes.find(reference).locator == locator_of(CODE)
    hour(last + DAY)
    hour(last + DAY)

    now = disputes.find(reference)
    assert (now.text, now.locator, now.promise, now.next_alarm_on) == (None,) * 4
    assert (now.state, now.person) == ("decided", "anna")
    assert filed(at=last + DAY).reference != reference


def test_an_appeal_has_a_deadline_of_its_own(hour):
    reference = decided().reference
    disputes.appeal(reference, text=WHAT, by=ANNA, at=MONDAY.replace(day=16))

    hour(MONDAY.replace(day=24))

    assert escalations(reference) == ["head"]


def test_a_message_that_comes_while_the_officer_decides_comes_again(hour, deliver, monkeypatch):
    reference = examined().reference
    before = disputes.find(reference)
    disputes.decide(reference, outcome=Outcome.UPHELD, reasons=WHY, by=OFFICER, at=OVER)
    monkeypatch.setattr("chalicelib.domain.disputes.alarms.find", lambda _: before)
    monkeypatch.setattr(clock, "now", lambda: OVER)

    failed = deliver("ballots_meet_disputes", {"id": reference})

    assert failed == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert escalations(reference) == []
