"""What failed three times: it is seen, and given another try."""

import json
from types import SimpleNamespace

import boto3
import pytest
from moto import mock_aws

from infra.cli import main
from infra.commands import Trouble
from infra.dead_letters import redrive, waiting


@pytest.fixture
def sqs(monkeypatch):
    monkeypatch.setattr("infra.dead_letters.A_MOMENT", 0)  # the fake has one machine to look into
    with mock_aws():
        yield boto3.client("sqs")


@pytest.fixture
def queues(sqs):
    """The queue of notices in two stages, its dead letters, and what a schedule could not do."""
    names = ("test-notify", "test-notify-dead", "prod-notify-dead", "test-export-failures")
    return {name: sqs.create_queue(QueueName=f"veche-{name}")["QueueUrl"] for name in names}


@pytest.fixture
def lay(sqs, queues):
    def lay(queue: str, *bodies: str) -> None:
        for body in bodies:
            sqs.send_message(QueueUrl=queues[queue], MessageBody=body)

    return lay


@pytest.fixture
def bodies(sqs, queues):
    def bodies(queue: str) -> list[str]:
        answer = sqs.receive_message(QueueUrl=queues[queue], MaxNumberOfMessages=10)
        return sorted(message["Body"] for message in answer.get("Messages", []))

    return bodies


def test_only_queues_in_which_something_waits_are_told_and_only_of_this_stage(sqs, lay):
    lay("test-notify", "on its way")
    lay("test-notify-dead", "one", "two")
    lay("test-export-failures", "a report")
    lay("prod-notify-dead", "elsewhere")

    assert waiting(sqs, "test") == {"veche-test-notify-dead": 2, "veche-test-export-failures": 1}


@pytest.mark.parametrize("name", ["notify", "veche-test-notify", "veche-test-notify-dead"])
def test_what_failed_is_sent_once_more_whatever_the_queue_is_called(sqs, lay, bodies, name):
    lay("test-notify-dead", "one", "two", "three")

    assert redrive(sqs, "test", name) == 3

    assert bodies("test-notify") == ["one", "three", "two"]
    assert waiting(sqs, "test") == {}


def test_where_nothing_failed_nothing_is_sent(sqs, queues, bodies):
    assert redrive(sqs, "test", "notify") == 0

    assert bodies("test-notify") == []


def test_what_a_rule_could_not_deliver_is_taken_out_of_its_envelope(sqs, lay, bodies):
    event = {"id": "1", "kind": "complaint.filed"}
    lay("test-notify-dead", json.dumps({"detail-type": "complaint.filed", "detail": event}))

    redrive(sqs, "test", "notify")

    assert [json.loads(body) for body in bodies("test-notify")] == [event]


def test_what_fails_again_at_once_ends_it(sqs, lay, queues, monkeypatch):
    """Else a message that nobody can handle would go round for ever."""
    url = queues["test-notify-dead"]
    lay("test-notify-dead", "nobody can read this")
    monkeypatch.setitem(queues, "test-notify", url)
    monkeypatch.setattr("infra.dead_letters.url_of", lambda _sqs, _name: url)

    with pytest.raises(Trouble, match="the cause is still there"):
        redrive(sqs, "test", "notify")


def test_reports_are_not_work(sqs, queues):
    with pytest.raises(Trouble, match="holds reports, not work"):
        redrive(sqs, "test", "veche-test-export-failures")


def test_a_queue_that_does_not_exist_is_named(sqs):
    with pytest.raises(Trouble, match="there is no queue veche-test-gossip"):
        redrive(sqs, "test", "gossip")


def test_it_is_told_in_whose_account_how_many_were_sent(lay, capsys):
    lay("test-notify-dead", "one")

    for _ in range(2):
        main(["redrive", "notify", "--stage", "test"])

    where = "account 123456789012, region eu-central-1, stack veche-test"
    said = capsys.readouterr().out.splitlines()
    assert said == [where, "sent once more: 1", where, "nothing waits there"]


def test_on_this_machine_nothing_but_the_queue_has_to_be_named(sqs, capsys, monkeypatch):
    monkeypatch.setattr("infra.up.here", lambda: SimpleNamespace(cloud=boto3.client))
    monkeypatch.setattr("infra.up.described", lambda: {"portal_url": "http://x", "accounts": {}})
    sqs.create_queue(QueueName="veche-dev-notify")
    dead = sqs.create_queue(QueueName="veche-dev-notify-dead")["QueueUrl"]
    sqs.send_message(QueueUrl=dead, MessageBody="one")

    main(["status"])
    main(["redrive", "notify"])

    said = capsys.readouterr().out
    assert "failed, and waiting in veche-dev-notify-dead: 1" in said
    assert "sent once more: 1" in said


@pytest.mark.parametrize("command", [["status"], ["redrive", "notify"], ["seed"]])
def test_what_does_not_run_cannot_be_asked(command, monkeypatch, tmp_path):
    monkeypatch.setattr("infra.up.HOME", tmp_path)

    with pytest.raises(SystemExit, match="veche: Veche is not running; start it: make run"):
        main(command)
