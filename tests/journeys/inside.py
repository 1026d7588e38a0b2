"""The platform's own acts in the embedded cloud, without its doors: to make things ready."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from infra.deploy import Cloud
from tests.clients import other_clients


@contextmanager
def inside(cloud: Cloud) -> Iterator[None]:
    """The domain's acts reach the cloud's tables and keys as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", cloud("s3").meta.endpoint_url)
        with other_clients():
            yield
