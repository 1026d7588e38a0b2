"""A stack: what is told of a change and of a failure, in it and in one inside it."""

import pytest
from botocore.exceptions import ClientError

from infra.stack import Failed, Stack
from tests.infra.stacks import CHANGES_INSIDE, FakeCloudFormation


@pytest.fixture
def cloudformation():
    return FakeCloudFormation()


@pytest.fixture
def stack(cloudformation):
    return Stack(cloudformation, "veche-test", pause=0)


def test_every_resource_is_told_of_as_it_goes(stack, cloudformation):
    cloudformation.coming = [("Queue", "CREATE_COMPLETE", ""), ("Rule", "CREATE_COMPLETE", "")]
    told = []

    stack.execute(stack.propose("https://…", []), told.append)

    assert [line.split()[:2] for line in told] == [
        ["CREATE_COMPLETE", "Queue"],
        ["CREATE_COMPLETE", "Rule"],
    ]


def test_of_a_failure_the_resource_that_caused_it_is_named(stack, cloudformation):
    cloudformation.ends = "ROLLBACK_COMPLETE"
    cloudformation.coming = [
        ("Rule", "CREATE_FAILED", "Resource creation cancelled"),
        ("Queue", "CREATE_FAILED", "a queue of this name exists"),
        ("Bus", "CREATE_FAILED", "Resource creation cancelled"),
    ]
    proposed = stack.propose("https://…", [])

    with pytest.raises(Failed, match=r"ROLLBACK_COMPLETE: Queue \(AWS::SQS::Queue\): a queue of"):
        stack.execute(proposed, lambda _line: None)


def test_of_a_failure_inside_the_resource_there_is_named(stack, cloudformation):
    cloudformation.ends = "ROLLBACK_COMPLETE"
    cloudformation.coming_inside = [("QueueAlarm", "CREATE_FAILED", "its threshold is no number")]
    told = []

    with pytest.raises(Failed, match=r": QueueAlarm \(AWS::CloudWatch::Alarm\): its threshold is"):
        stack.execute(stack.propose("https://…", []), told.append)

    assert [line.split()[1] for line in told] == ["QueueAlarm", "Watch"]


def test_what_happened_inside_before_is_not_told_again(stack, cloudformation):
    cloudformation.coming_inside = [("QueueAlarm", "CREATE_COMPLETE", "")]
    stack.execute(stack.propose("https://…", []), lambda _line: None)
    cloudformation.coming_inside = [("Dashboard", "UPDATE_COMPLETE", "")]
    told = []

    stack.execute(stack.propose("https://…", []), told.append)

    assert [line.split()[1] for line in told] == ["Dashboard", "Watch"]


def test_changes_inside_are_proposed_and_shown_with_the_others(stack, cloudformation):
    cloudformation.coming_inside = [("QueueAlarm", "CREATE_COMPLETE", "")]

    changes = stack.changes(stack.propose("https://…", []))

    (proposal,) = cloudformation.proposals
    assert proposal["IncludeNestedStacks"] is True
    assert [name for _act, _kind, name in changes] == ["Queue", "Watch", "QueueAlarm"]


@pytest.mark.parametrize(
    "refusal",
    ["The submitted information didn't contain changes. …", "No updates are to be performed."],
)
def test_where_nothing_changed_nothing_is_proposed(stack, cloudformation, refusal):
    cloudformation.status, cloudformation.refusal = "UPDATE_COMPLETE", refusal

    assert stack.propose("https://…", []) is None


def test_a_change_that_cannot_be_is_told_with_its_reason(stack, cloudformation):
    cloudformation.refusal = "Template error: no such thing"

    with pytest.raises(Failed, match="no such thing"):
        stack.propose("https://…", [])


def test_of_a_change_that_cannot_be_inside_its_own_reason_is_told(stack, cloudformation):
    cloudformation.refusal = f"Nested change set {CHANGES_INSIDE} was not successfully created"
    cloudformation.refusal_inside = "Template error: no such alarm"

    with pytest.raises(Failed, match="was not successfully created; Template error: no such alarm"):
        stack.propose("https://…", [])


def test_what_cloudformation_finds_before_it_begins_is_told_with_its_place(stack, cloudformation):
    cloudformation.refusal = "Some validations failed; use DescribeEvents"
    path, reason = "/Resources/Queue/Properties/Delay", "Unsupported property [Delay]"
    cloudformation.wrong = [{"ValidationPath": path, "ValidationStatusReason": reason}]

    with pytest.raises(Failed, match=r"use DescribeEvents; /Resources/Queue\S+ Unsupported prop"):
        stack.propose("https://…", [])


@pytest.mark.parametrize("status", ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED"])
def test_over_a_stack_that_is_busy_or_broken_nothing_is_deployed(stack, cloudformation, status):
    cloudformation.status = status

    with pytest.raises(Failed, match=status):
        stack.refuse_if_busy_or_broken()


def test_the_ruins_of_a_first_deployment_are_removed(stack, cloudformation):
    cloudformation.status = "ROLLBACK_COMPLETE"

    stack.remove_ruins()

    assert stack.status == ""


def test_ruins_that_do_not_go_are_told_of_and_not_waited_for(stack, cloudformation):
    cloudformation.status, cloudformation.will_not_go = "ROLLBACK_COMPLETE", True

    with pytest.raises(Failed, match=r"is DELETE_FAILED; docs/runbook.md: continue a"):
        stack.remove_ruins()


def test_who_may_not_ask_is_not_told_that_there_is_no_stack(stack, cloudformation, monkeypatch):
    def refused(StackName):  # noqa: N803
        told = {"Code": "AccessDenied", "Message": "not authorized to describe stacks"}
        raise ClientError({"Error": told}, "DescribeStacks")

    assert stack.status == ""
    monkeypatch.setattr(cloudformation, "describe_stacks", refused)
    with pytest.raises(ClientError, match="not authorized"):
        stack.refuse_if_busy_or_broken()
