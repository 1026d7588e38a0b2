"""Counting what is asked of AWS, call by call."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from botocore.client import BaseClient

from bench import units


@contextmanager
def counted(service: str | None = None) -> Iterator[list[str]]:
    """The names of the operations called inside, in order; of one service, if it is named."""
    calls: list[str] = []
    call = BaseClient._make_api_call

    def counting(self, operation, parameters):
        if service in (None, self.meta.service_model.service_name):
            calls.append(operation)
        return call(self, operation, parameters)

    with patch.object(BaseClient, "_make_api_call", counting):
        yield calls


@contextmanager
def read_units() -> Iterator[list[float]]:
    """What each read of DynamoDB inside costs, by its rules."""
    found: list[float] = []
    call = BaseClient._make_api_call

    def weighing(self, operation, parameters):
        answer = call(self, operation, parameters)
        if operation in ("BatchGetItem", "GetItem", "Query"):
            found.append(units.of_answer(operation, parameters, answer))
        return answer

    with patch.object(BaseClient, "_make_api_call", weighing):
        yield found
