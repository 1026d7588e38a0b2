"""Workers that rest while the past is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.config import settings


@contextmanager
def unattended(functions: Any, queue: str) -> Iterator[None]:
    """Nobody empties a queue as long as the past is told: it would be done today what was done
    then. What happened meanwhile waits in the queue."""
    mappings = [
        mapping["UUID"]
        for page in functions.get_paginator("list_event_source_mappings").paginate()
        for mapping in page["EventSourceMappings"]
        if mapping["EventSourceArn"].endswith(f":{settings.name(queue)}")
    ]
    for mapping in mappings:
        functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    try:
        yield
    finally:
        for mapping in mappings:
            functions.update_event_source_mapping(UUID=mapping, Enabled=True)
