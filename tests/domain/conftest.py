"""What many tests of rules need around them: files, people who come at once, a clinic, accounts."""

from threading import Lock

import boto3
import pytest
from botocore.client import BaseClient

from chalicelib.config import settings
from chalicelib.domain import photos
from chalicelib.domain.photos import processing
from chalicelib.outbound import mail, storage
from tests.appointments import a_provider
from tests.cognito import user_pool
from tests.counted import data_bucket
from tests.factories import MONDAY, a_resident
from tests.posting import Post


@pytest.fixture
def media(tables):
    storage._client.cache_clear()
    store = boto3.resource("s3").create_bucket(
        Bucket=settings.media_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    yield store
    storage._client.cache_clear()


@pytest.fixture
def send(media):
    """Lay a file where an invitation says, and let the worker look at it."""

    def send(content, *, to=None, by=None, looked_at=True):
        photo = to or photos.upload(by=by or a_resident("anna"), at=MONDAY).id
        media.put_object(Key=f"quarantine/{photo}", Body=content)
        if looked_at:
            processing.process(f"quarantine/{photo}")
        return photo

    return send


@pytest.fixture
def bucket(keys):
    """Where open data is published, and the city's keys."""
    yield data_bucket()
    storage._client.cache_clear()


@pytest.fixture
def pool(tables):
    """Where the city knows people by their addresses and passwords."""
    with user_pool():
        yield


@pytest.fixture
def clinic(tables):
    """A clinic that receives people in the mornings."""
    a_provider()


@pytest.fixture
def one_at_a_time(tables, monkeypatch):
    """Let threads take turns at every single call: moto, unlike DynamoDB, mixes up two
    transactions that run at once."""
    call, turn = BaseClient._make_api_call, Lock()

    def calling(self, operation, parameters):
        with turn:
            return call(self, operation, parameters)

    monkeypatch.setattr(BaseClient, "_make_api_call", calling)


@pytest.fixture
def post(tables, monkeypatch) -> Post:
    made = Post()
    monkeypatch.setattr(mail, "_client", lambda: made)
    return made
