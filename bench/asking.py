"""How an operation is measured: as a person at a door or a worker at a queue is."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app import app
from tests.gateway import Answer, Context


@dataclass(frozen=True)
class Operation:
    """``ready`` makes, unmeasured, what one run needs, and gives the run itself.

    The limits are those we hold ourselves to; a round trip is one request to DynamoDB.
    """

    name: str
    ready: Callable[[], Callable[[], Any]]
    round_trips: int
    cpu_ms: float


def answered(answer: Answer) -> Answer:
    """The answer; it is no measurement if it was an error."""
    assert answer.status < 400, (answer.status, answer.text[:400])
    return answer


def work(worker: str, *bodies: dict[str, Any]) -> Any:
    """Hand messages to a queue's worker."""
    done = app.handler_map[worker](messages(*bodies), Context())
    assert not done["batchItemFailures"], done
    return done


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
