"""Where people with accounts may live, in tests of what the city knows of them."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3

from chalicelib.actors import Actor
from chalicelib.config import settings
from chalicelib.domain import places
from chalicelib.domain.places import Address
from tests.cognito import a_person, user_pool
from tests.gateway import Browser

HOUSES = [
    Address(f"mannerheimintie-{n}", "Mannerheimintie", str(n), 60.17, 24.94, "kluuvi")
    for n in (1, 5)
]


@contextmanager
def two_houses() -> Iterator[None]:
    """A street, a user pool, and a store for what people take along."""
    places.keep(HOUSES)
    boto3.client("s3").create_bucket(
        Bucket=settings.media_bucket,
        CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
    )
    with user_pool():
        yield


def a_program() -> Browser:
    """With the token of Boris, who never saw a page of ours."""
    return Browser.of(Actor(a_person("boris@example.org"), level=1))
