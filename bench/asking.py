"""How an operation is measured: as a person at a door or a worker at a queue is."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import boto3

from app import app
from chalicelib.config import settings
from tests.gateway import Answer, Context


@dataclass(frozen=True)
class Operation:
    """``ready`` makes, unmeasured, what one run needs, and gives the run itself.

    The limits are those we hold ourselves to, set before anything was measured; a round trip is one
    request to DynamoDB. They are the same for all systems: no page asks more than three times, and
    a program of the staff once more than a resident's, whose token is not asked after; of
    CPU a program's call takes 25 ms, or 40 where an officer decides or a list is searched, a page
    60, a page with a list 90. ``read_units`` is for what must not grow with what there is.
    """

    name: str
    ready: Callable[[], Callable[[], Any]]
    round_trips: int
    cpu_ms: float
    read_units: float | None = None


def answered(answer: Answer) -> Answer:
    """The answer; it is no measurement if it was an error."""
    assert answer.status < 400, (answer.status, answer.text[:400])
    return answer


def work(worker: str, *bodies: dict[str, Any]) -> Any:
    """Hand messages to a queue's worker."""
    done = app.handler_map[worker](messages(*bodies), Context())
    assert not done["batchItemFailures"], done
    return done


def leave_to_us(queue: str) -> None:
    """The cloud's own worker would do meanwhile what is measured here."""
    functions = boto3.client("lambda")
    for mapping in functions.list_event_source_mappings()["EventSourceMappings"]:
        if mapping["EventSourceArn"].endswith(f":{settings.name(queue)}"):
            functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def messages(*bodies: dict[str, Any]) -> dict[str, Any]:
    """As SQS delivers them."""
    return {
        "Records": [
            {
                "messageId": f"message-{n}",
                "receiptHandle": "receipt",
                "body": json.dumps(body, default=str),
                "attributes": {"ApproximateReceiveCount": "1"},
                "messageAttributes": {},
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:queue",
                "awsRegion": "eu-central-1",
            }
            for n, body in enumerate(bodies)
        ]
    }
