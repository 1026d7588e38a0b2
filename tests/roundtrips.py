"""Counting what is asked of AWS, call by call."""

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from botocore.client import BaseClient


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
