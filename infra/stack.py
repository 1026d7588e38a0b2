"""A CloudFormation stack: what would change, changing it, and saying what went wrong."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

NO_CHANGE = ("didn't contain changes", "No updates are to be performed")
ABSENT = "does not exist"  # the code, ValidationError, is that of many things
CANCELLED = ("cancelled", "canceled")  # because of another's failure, which is the one to name
INSIDE = re.compile(r"arn:\S+:changeSet/\S+")  # of a stack inside the stack, in a reason
PATIENCE = 3600  # seconds; CloudFront alone may take a quarter of an hour

Changes = list[tuple[str, str, str]]  # what is done, to what kind of thing, by what name


class Failed(Exception):
    """The stack is not what was asked for; the message names the resource and the reason."""


@dataclass(frozen=True)
class Stack:
    """One stack by its name. ``pause`` is how long to wait before asking again, in seconds."""

    cloudformation: Any
    name: str
    pause: float = 3.0

    @property
    def status(self) -> str:
        """As CloudFormation puts it; nothing if there is no stack."""
        described = self._described()
        return str(described["StackStatus"]) if described else ""

    @property
    def outputs(self) -> dict[str, str]:
        described = self._described() or {}
        return {o["OutputKey"]: o["OutputValue"] for o in described.get("Outputs", [])}

    @property
    def parameters(self) -> dict[str, str]:
        described = self._described() or {}
        return {p["ParameterKey"]: p["ParameterValue"] for p in described.get("Parameters", [])}

    def _described(self) -> dict[str, Any] | None:
        """None if there is no such stack; whatever else is said is no answer to that."""
        try:
            answer = self.cloudformation.describe_stacks(StackName=self.name)
        except ClientError as error:
            if ABSENT in str(error):
                return None
            raise
        described: dict[str, Any] = answer["Stacks"][0]
        return described

    def refuse_if_busy_or_broken(self) -> None:
        """`Failed` if nothing can be deployed over what is there now."""
        status = self.status
        if status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
            raise Failed(f"{self.name} is being changed ({status}); wait until that is done")
        if status.endswith("_FAILED"):
            raise Failed(f"{self.name} is {status}; docs/runbook.md: continue a rollback")

    def remove_ruins(self) -> None:
        """A first deployment that failed leaves an empty stack, in whose place none can be made."""
        if self.status in ("ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"):
            self.cloudformation.delete_stack(StackName=self.name)
            self._wait_for(lambda: self.status in ("", "DELETE_COMPLETE", "DELETE_FAILED"))
            self.refuse_if_busy_or_broken()

    def physical(self, kind: str) -> list[str]:
        """What the resources of this kind are called where they are."""
        pages = self.cloudformation.get_paginator("list_stack_resources").paginate(
            StackName=self.name
        )
        resources = [r for page in pages for r in page["StackResourceSummaries"]]
        return [r["PhysicalResourceId"] for r in resources if r["ResourceType"] == kind]

    def propose(self, template_url: str, parameters: list[dict[str, Any]]) -> str | None:
        """Make a change set; None if there is nothing to change."""
        made = self.cloudformation.create_change_set(
            StackName=self.name,
            ChangeSetName=f"deploy-{time.time_ns()}",
            ChangeSetType="UPDATE" if self.status else "CREATE",
            TemplateURL=template_url,
            Parameters=parameters,
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            IncludeNestedStacks=True,  # else each is taken to change whenever anything is deployed
        )
        proposed = str(made["Id"])
        answer = self._wait_for(lambda: self._decided(proposed))
        if answer["Status"] != "FAILED":
            return proposed
        changed = not any(words in answer.get("StatusReason", "") for words in NO_CHANGE)
        why = "; ".join(self._reasons(proposed)) if changed else ""
        self.discard(proposed)
        if changed:
            raise Failed(f"{self.name} cannot be changed: {why}")
        return None

    def _reasons(self, proposed: str) -> Iterator[str]:
        """Why it cannot be; if that is the fault of a stack inside, the reason of that as well."""
        answer = self.cloudformation.describe_change_set(ChangeSetName=proposed)
        reason = str(answer.get("StatusReason", ""))
        yield reason
        yield from self._found_wrong(proposed)
        for inside in INSIDE.findall(reason):
            yield from self._reasons(inside)

    def _found_wrong(self, proposed: str) -> list[str]:
        """What CloudFormation finds before it begins, which the reason only alludes to."""
        with suppress(ClientError):
            asked = {"ChangeSetName": proposed, "Filters": {"FailedEvents": True}}
            pages = self.cloudformation.get_paginator("describe_events").paginate(**asked)
            return [_wrong(event) for page in pages for event in page["OperationEvents"]]
        return []

    def _decided(self, proposed: str) -> dict[str, Any] | None:
        answer: dict[str, Any]
        answer = self.cloudformation.describe_change_set(ChangeSetName=proposed)
        return answer if answer["Status"] in ("CREATE_COMPLETE", "FAILED") else None

    def changes(self, proposed: str) -> Changes:
        """In the stack and in those inside it."""
        pages = self.cloudformation.get_paginator("describe_change_set").paginate(
            ChangeSetName=proposed
        )
        changes = [c["ResourceChange"] for page in pages for c in page.get("Changes", [])]
        own = [(_act(c), c["ResourceType"], c["LogicalResourceId"]) for c in changes]
        inside = [c["ChangeSetId"] for c in changes if "ChangeSetId" in c]
        return own + [change for each in inside for change in self.changes(each)]

    def discard(self, proposed: str) -> None:
        """A stack that was to be created exists from the proposal on; without it, it does not."""
        self.cloudformation.delete_change_set(ChangeSetName=proposed)
        if self.status == "REVIEW_IN_PROGRESS":
            self.remove_ruins()

    def execute(self, proposed: str, tell: Callable[[str], object]) -> None:
        """Carry it out, telling of every resource; `Failed` names the first that could not be."""
        known = {event["EventId"] for event in self._events()}
        self.cloudformation.execute_change_set(ChangeSetName=proposed)
        failures: list[str] = []

        def ended() -> str:
            status = self.status  # asked first: all that led to it is told
            for event in [e for e in self._events() if e["EventId"] not in known]:
                known.add(event["EventId"])
                tell(_line(event))
                failures.extend(_failure(event))
            return status if not status.endswith("_IN_PROGRESS") else ""

        status = self._wait_for(ended)
        if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
            why = failures[0] if failures else "CloudFormation did not say why"
            raise Failed(f"{self.name} is {status}: {why}")

    def _events(self) -> list[dict[str, Any]]:
        """What happened in the stack and in those inside it, where a failure has its cause."""
        own = self._events_of(self.name)
        inside = {event["PhysicalResourceId"] for event in own if _is_of_one_inside(event)}
        events = [*(event for each in inside for event in self._events_of(each)), *own]
        return sorted(events, key=lambda event: event["Timestamp"])

    def _events_of(self, stack: str) -> list[dict[str, Any]]:
        """As they happened; CloudFormation tells the newest first."""
        pages = self.cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
        return [event for page in pages for event in page["StackEvents"]][::-1]

    def _wait_for(self, ask: Callable[[], Any]) -> Any:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if answer := ask():
                return answer
            time.sleep(self.pause)
        raise Failed(f"{self.name} was still busy after {PATIENCE // 60} minutes ({self.status})")


def _is_of_one_inside(event: dict[str, Any]) -> bool:
    """Not of the stack itself, which tells of itself in the same way."""
    physical = event.get("PhysicalResourceId")
    is_stack = event["ResourceType"] == "AWS::CloudFormation::Stack"
    return is_stack and bool(physical) and physical != event["StackId"]


def _act(change: dict[str, Any]) -> str:
    """``Modify``, or ``Replace`` where what is there now would be lost."""
    return "Replace" if change.get("Replacement") == "True" else str(change["Action"])


def _wrong(event: dict[str, Any]) -> str:
    reason = event.get("ValidationStatusReason") or event.get("ResourceStatusReason", "")
    where = event.get("ValidationPath") or event.get("LogicalResourceId", "")
    return f"{where}: {reason}"


def _line(event: dict[str, Any]) -> str:
    reason = event.get("ResourceStatusReason", "") if "FAILED" in event["ResourceStatus"] else ""
    what = f"{event['ResourceStatus']:<27} {event['LogicalResourceId']} ({event['ResourceType']})"
    return f"{what}  {reason}".rstrip()


def _failure(event: dict[str, Any]) -> list[str]:
    """What failed by itself, not because something else did."""
    reason = event.get("ResourceStatusReason", "")
    by_itself = not any(word in reason.lower() for word in CANCELLED)
    if event["ResourceStatus"].endswith("_FAILED") and reason and by_itself:
        return [f"{event['LogicalResourceId']} ({event['ResourceType']}): {reason}"]
    return []
