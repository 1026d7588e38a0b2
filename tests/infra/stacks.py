"""A CloudFormation that does what a test wants, with a stack and one inside it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from botocore.exceptions import ClientError

DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
EARLY = datetime(2026, 3, 2, 4, tzinfo=UTC)
INSIDE = "arn:aws:cloudformation:eu-central-1:1:stack/veche-test-Watch-1A/2b"
CHANGES_INSIDE = "arn:aws:cloudformation:eu-central-1:1:changeSet/deploy-1-Watch-1A/3c"
QUEUE = {"ResourceType": "AWS::SQS::Queue", "LogicalResourceId": "Queue"}
ALARM = {"ResourceType": "AWS::CloudWatch::Alarm", "LogicalResourceId": "QueueAlarm"}
WATCH = {
    "ResourceType": "AWS::CloudFormation::Stack",
    "LogicalResourceId": "Watch",
    "ChangeSetId": CHANGES_INSIDE,
}


def changing(*resources: dict[str, str]) -> dict[str, Any]:
    return {"Changes": [{"ResourceChange": {"Action": "Add", **each}} for each in resources]}


@dataclass
class FakeCloudFormation:
    """One stack, whose next change does what the test wants."""

    status: str = ""
    refusal: str = ""  # why a change set is not to be had
    refusal_inside: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    coming: list[tuple[str, str, str]] = field(default_factory=list)
    coming_inside: list[tuple[str, str, str]] = field(default_factory=list)
    inside: list[dict[str, Any]] = field(default_factory=list)  # what happens in ``INSIDE``
    ends: str = "CREATE_COMPLETE"
    proposals: list[dict[str, Any]] = field(default_factory=list)
    host: str = "d123.cloudfront.net"
    bucket: str = "assets"
    pool: str = ""
    wrong: list[dict[str, str]] = field(default_factory=list)  # found before anything begins
    resources: list[dict[str, str]] = field(default_factory=list)
    will_not_go: bool = False

    def describe_stacks(self, StackName: str) -> Any:  # noqa: N803
        if not self.status:
            told = {
                "Code": "ValidationError",
                "Message": f"Stack with id {StackName} does not exist",
            }
            raise ClientError({"Error": told}, "DescribeStacks")
        outputs = {
            "PortalHost": self.host,
            "AssetsBucket": self.bucket,
            "PortalId": "P",
            "BallotsKeyArn": "alias/ballots",
            "UserPoolId": self.pool,
        }
        known = {
            p["ParameterKey"]: p["ParameterValue"]
            for made in self.proposals
            for p in made["Parameters"]
            if "ParameterValue" in p
        }
        return {
            "Stacks": [
                {
                    "StackStatus": self.status,
                    "Outputs": [
                        {"OutputKey": name, "OutputValue": value} for name, value in outputs.items()
                    ]
                    if self.status in DONE
                    else [],
                    "Parameters": [
                        {"ParameterKey": name, "ParameterValue": value}
                        for name, value in sorted(known.items())
                    ],
                }
            ]
        }

    def create_change_set(self, **asked: Any) -> Any:
        self.proposals.append(asked)
        self.status = self.status or "REVIEW_IN_PROGRESS"
        return {"Id": asked["ChangeSetName"]}

    def describe_change_set(self, ChangeSetName: str) -> Any:  # noqa: N803
        if ChangeSetName == CHANGES_INSIDE:
            return {"Status": "FAILED", "StatusReason": self.refusal_inside} | changing(ALARM)
        if self.refusal:
            return {"Status": "FAILED", "StatusReason": self.refusal}
        inside = [WATCH] if self.coming_inside else []
        return {"Status": "CREATE_COMPLETE"} | changing(QUEUE, *inside)

    def execute_change_set(self, ChangeSetName: str) -> None:  # noqa: N803
        for each in self.coming_inside:
            self.inside.insert(0, self.event(ALARM["ResourceType"], *each))
        if self.coming_inside:
            ends = ("Watch", self.coming_inside[-1][1], f"Embedded stack {INSIDE}: see there")
            of_it = {"StackId": "arn:the-stack", "PhysicalResourceId": INSIDE}
            self.events.insert(0, self.event(WATCH["ResourceType"], *ends) | of_it)
        for each in self.coming:
            self.events.insert(0, self.event(QUEUE["ResourceType"], *each))
        self.status = self.ends

    def event(self, kind: str, resource: str, status: str, reason: str) -> dict[str, Any]:
        number = len(self.events) + len(self.inside)
        return {
            "EventId": str(number),
            "Timestamp": EARLY + timedelta(seconds=number),
            "LogicalResourceId": resource,
            "ResourceType": kind,
            "ResourceStatus": status,
            "ResourceStatusReason": reason,
        }

    def delete_change_set(self, ChangeSetName: str) -> None: ...  # noqa: N803

    def delete_stack(self, StackName: str) -> None:  # noqa: N803
        self.status = "DELETE_FAILED" if self.will_not_go else ""

    def get_paginator(self, operation: str) -> Any:
        fake = self

        class Pages:
            def paginate(self, **asked: Any) -> list[Any]:
                return {
                    "describe_change_set": lambda: [fake.describe_change_set(**asked)],
                    "describe_stack_events": lambda: [
                        {"StackEvents": fake.inside if INSIDE in asked.values() else fake.events}
                    ],
                    "describe_events": lambda: [{"OperationEvents": fake.wrong}],
                    "list_stack_resources": lambda: [{"StackResourceSummaries": fake.resources}],
                }[operation]()

        return Pages()
