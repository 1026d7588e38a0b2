"""Queues, schedules and uploads: nothing that fails is lost, and somebody hears of it."""

import json

import pytest
from chalice.app import SQSEventConfig

from app import app
from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from infra.queues import Unheard, queues
from tests.infra.conftest import of_type


def test_every_queue_has_dead_letters_after_three_tries(working, all_queues):
    assert working
    for queue in working.values():
        letters = queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0]
        assert letters in all_queues
        assert letters not in working
        assert queue["RedrivePolicy"]["maxReceiveCount"] == 3


def test_every_queue_worker_reports_what_failed(functions, working):
    sources = {
        source["Properties"]["Queue"]["Fn::Sub"]: source["Properties"]["FunctionResponseTypes"]
        for function in functions.values()
        for source in function.get("Events", {}).values()
        if source["Type"] == "SQS"
    }

    assert sources == {f"${{{queue}.Arn}}": ["ReportBatchItemFailures"] for queue in working}


def test_a_message_stays_hidden_for_six_times_as_long_as_its_worker_may_take(working, functions):
    for function in functions.values():
        for source in function.get("Events", {}).values():
            if source["Type"] == "SQS":
                queue = source["Properties"]["Queue"]["Fn::Sub"].strip("${}").removesuffix(".Arn")
                hidden = working[queue]["VisibilityTimeout"]
                gathering = source["Properties"].get("MaximumBatchingWindowInSeconds", 0)
                assert hidden >= 6 * function["Timeout"] + gathering


def test_every_rule_writes_to_a_queue_or_calls_a_function_and_keeps_what_it_cannot(resources):
    for rule in of_type("AWS::Events::Rule", resources).values():
        (target,) = rule["Targets"]
        letters = target["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0]
        assert resources[letters]["Type"] == "AWS::SQS::Queue"


def test_rules_may_write_to_the_queues_that_they_name_and_only_ours_may(resources):
    """SQS refuses a statement that names more than one queue: ``*`` is the one it lies on."""
    (policy,) = of_type("AWS::SQS::QueuePolicy", resources).values()
    (statement,) = policy["PolicyDocument"]["Statement"]
    named = {
        arn["Fn::GetAtt"][0]
        for rule in of_type("AWS::Events::Rule", resources).values()
        for target in rule["Targets"]
        for arn in (target["Arn"], target["DeadLetterConfig"]["Arn"])
    } & set(of_type("AWS::SQS::Queue", resources))

    assert {queue["Ref"] for queue in policy["Queues"]} == named
    assert statement["Principal"] == {"Service": "events.amazonaws.com"}
    assert statement["Resource"] == "*"
    (of,) = statement["Condition"]["ArnLike"].values()
    assert of["Fn::Sub"].endswith("${AWS::AccountId}:rule/veche-${Stage}-*")


def test_a_worker_needs_a_queue_that_is_written_to():
    with pytest.raises(Unheard, match="'gossip'"):
        queues(["gossip"])


def test_every_queue_that_a_worker_empties_is_made(working):
    emptied = {str(s.queue) for s in app.event_sources if isinstance(s, SQSEventConfig)}

    assert {f"{queue.capitalize()}Queue" for queue in emptied} == set(working)


def workers(kind):
    """The functions of one kind, by capability."""
    return [
        (capability, name, how)
        for capability in CAPABILITIES
        for module in doors(capability)
        for name, how in getattr(module, kind).items()
    ]


def logical(capability, worker):
    return capability.capitalize() + "".join(word.capitalize() for word in worker.split("_"))


@pytest.mark.parametrize(("capability", "worker", "expression"), workers("schedules"))
def test_a_scheduled_worker_is_called_by_the_clock(resources, capability, worker, expression):
    name = logical(capability, worker)

    rule = resources[f"{name}Schedule"]["Properties"]
    assert rule["ScheduleExpression"] == expression
    assert tried_again(resources, name)


@pytest.mark.parametrize(("capability", "worker", "place"), workers("uploads"))
def test_an_upload_calls_its_worker(resources, capability, worker, place):
    name, (bucket, prefix) = logical(capability, worker), place

    made = resources[bucket.capitalize()]
    called = [
        each["Filter"]["S3Key"]["Rules"]
        for each in made["Properties"]["NotificationConfiguration"]["LambdaConfigurations"]
        if name in json.dumps(each["Function"])
    ]
    assert called == [[{"Name": "prefix", "Value": prefix}]]
    assert f"{name}Permission" in made["DependsOn"]
    assert tried_again(resources, name)


def tried_again(resources, name):
    """Nobody waits for it; what fails three times is laid aside."""
    retries = resources[name]["Properties"]["EventInvokeConfig"]
    aside = retries["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
    return retries["MaximumRetryAttempts"] == 2 and aside in resources


def test_the_relay_reads_every_stream_and_only_inserted_events(resources, functions):
    sources = [source["Properties"] for source in functions["RelayPublish"]["Events"].values()]
    tables = of_type("AWS::DynamoDB::Table", resources)
    streaming = [name for name, table in tables.items() if "StreamSpecification" in table]

    assert [source["Stream"]["Fn::GetAtt"][0] for source in sources] == streaming
    for source in sources:
        (only,) = source["FilterCriteria"]["Filters"]
        assert json.loads(only["Pattern"]) == {
            "eventName": ["INSERT"],
            "dynamodb": {"Keys": {"part": {"S": [{"prefix": "event#"}]}}},
        }
