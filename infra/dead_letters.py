"""What failed three times: whether any waits for somebody, and giving it another try.

SQS has a task for the second (StartMessageMoveTask), which the embedded cloud does not know, and
which leaves alone what a rule of the bus could not deliver. This serves both, in either cloud.
"""

import json
from typing import Any

from infra.commands import Trouble

NUMBER = "ApproximateNumberOfMessages"
A_MOMENT = 2  # seconds; without waiting, SQS looks into some of its machines only


def waiting(sqs: Any, stage: str) -> dict[str, int]:
    """How many wait for somebody to look, by queue; queues in which none does are left out."""
    counts = {
        url.rpartition("/")[2]: int(
            sqs.get_queue_attributes(QueueUrl=url, AttributeNames=[NUMBER])["Attributes"][NUMBER]
        )
        for url in sqs.list_queues(QueueNamePrefix=f"veche-{stage}-").get("QueueUrls", [])
        if url.endswith(("-dead", "-failures"))
    }
    return {queue: number for queue, number in counts.items() if number}


def redrive(sqs: Any, stage: str, queue: str) -> int:
    """Send what failed into its queue once more, now that the cause is gone; how many that were.

    A message is sent before it is taken away: to come twice does no harm, to be lost would.
    `Trouble` if one of them has failed again already.
    """
    work = named(stage, queue)
    there, dead = url_of(sqs, work), url_of(sqs, f"{work}-dead")
    sent: set[str] = set()
    while message := next_of(sqs, dead):
        if message["MessageId"] in sent:
            raise Trouble(f"what was sent to {work} has failed again: the cause is still there")
        sent.add(
            sqs.send_message(QueueUrl=there, MessageBody=as_sent(message["Body"]))["MessageId"]
        )
        sqs.delete_message(QueueUrl=dead, ReceiptHandle=message["ReceiptHandle"])
    return len(sent)


def named(stage: str, queue: str) -> str:
    """The queue that the work lies in, whichever of its names the alarm or the reader used."""
    short = queue.removeprefix(f"veche-{stage}-").removesuffix("-dead")
    if short.endswith("-failures"):
        raise Trouble(f"{queue} holds reports, not work to be done once more: docs/runbook.md")
    return f"veche-{stage}-{short}"


def url_of(sqs: Any, name: str) -> str:
    try:
        return str(sqs.get_queue_url(QueueName=name)["QueueUrl"])
    except sqs.exceptions.QueueDoesNotExist:
        raise Trouble(f"there is no queue {name}") from None


def next_of(sqs: Any, queue: str) -> dict[str, Any] | None:
    received = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=A_MOMENT)
    return next(iter(received.get("Messages", [])), None)


def as_sent(body: str) -> str:
    """What a rule could not deliver lies there with its envelope, which no worker opens."""
    try:
        message = json.loads(body)
    except ValueError:
        return body
    enveloped = isinstance(message, dict) and "detail-type" in message
    return json.dumps(message["detail"]) if enveloped else body
