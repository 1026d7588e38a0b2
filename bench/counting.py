"""Counting what an operation asks of DynamoDB: round trips, units of writes as the service says,
and units of reads by its rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import botocore.session
from botocore.hooks import EventAliaser

from bench import units

READING = {"GetItem", "BatchGetItem", "Query", "Scan"}
METERED = READING | {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"}


@dataclass
class Count:
    """``calls`` are all calls to AWS, in order, so that another program can make them again."""

    round_trips: int = 0
    read_units: float = 0
    write_units: float = 0
    scans: int = 0
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)


current: Count | None = None


def install() -> None:
    """Hear of every call of every botocore client that is made from now on, in this process. Done
    twice it is done once: each handler has a name."""
    make = botocore.session.Session.create_client

    def create_client(self: Any, *args: Any, **kwargs: Any) -> Any:
        client = make(self, *args, **kwargs)
        events: EventAliaser = client.meta.events
        events.register("before-parameter-build", _ask_for_capacity, unique_id="bench-asks")
        events.register("after-call.dynamodb", _after_dynamodb, unique_id="bench-counts")
        return client

    botocore.session.Session.create_client = create_client


@contextmanager
def counted() -> Iterator[Count]:
    """Count what is done inside."""
    global current
    current = count = Count()
    try:
        yield count
    finally:
        current = None


def _ask_for_capacity(
    params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any
) -> None:
    if current is None:
        return
    service = model.service_model.service_name
    context["asked"] = dict(params)
    current.calls.append((service, model.name, dict(params)))
    if service == "dynamodb" and model.name in METERED:
        params["ReturnConsumedCapacity"] = "TOTAL"


def _after_dynamodb(parsed: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
    if current is None or model.name not in METERED:
        return
    current.round_trips += 1
    current.scans += model.name == "Scan"
    if model.name in READING and "Error" not in parsed:
        current.read_units += units.of_answer(model.name, context["asked"], parsed)
        return
    given = parsed.get("ConsumedCapacity") or []
    for capacity in given if isinstance(given, list) else [given]:
        current.write_units += float(capacity.get("CapacityUnits", 0))
