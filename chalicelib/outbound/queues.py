"""Queues that a schedule fills: what has to be looked at, one message for each."""

import functools
from collections.abc import Iterable
from datetime import timedelta
from itertools import islice
from typing import Any

import msgspec
from botocore.config import Config

from chalicelib import aws
from chalicelib.config import settings

BATCH = 10  # SendMessageBatch takes no more at a time


class Unsent(Exception):
    """The queue did not take every message; sent again, those it has already change nothing."""


def send(queue: str, messages: Iterable[msgspec.Struct], *, wait: timedelta = timedelta()) -> int:
    """Lay the messages into the queue; how many they were. `Unsent` unless it took them all.

    Nobody takes them out before the ``wait`` is over, a quarter of an hour at most.
    """
    delay = int(wait.total_seconds())
    sent, waiting = 0, iter(messages)
    while batch := list(islice(waiting, BATCH)):
        entries = [
            {
                "Id": str(n),
                "MessageBody": msgspec.json.encode(message).decode(),
                "DelaySeconds": delay,
            }
            for n, message in enumerate(batch)
        ]
        answer = _client().send_message_batch(QueueUrl=_address(queue), Entries=entries)
        if failed := answer.get("Failed"):
            raise Unsent(f"{len(failed)} of {len(batch)} messages")
        sent += len(batch)
    return sent


@functools.cache
def _address(queue: str) -> str:
    return str(_client().get_queue_url(QueueName=settings.name(queue))["QueueUrl"])


@functools.cache
def _client() -> Any:
    config = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 3})
    return aws.client("sqs", config)
