"""The demo city, filled once for all tests of this room: each of them looks at what it adds
itself."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from chalicelib.config import settings
from chalicelib.observability import logger
from chalicelib.outbound import identity, pictures
from city import people, seed
from tests.cognito import user_pool
from tests.conftest import tables_as, the_keys
from tests.filled.demo import MANY, VOTERS, few, fill, kept


@pytest.fixture(scope="package")
def told(empty: dict[str, Any]) -> Iterator[people.Told]:
    level = logger.log_level
    region = {"LocationConstraint": boto3.session.Session().region_name}
    with tables_as(empty), the_keys(), pytest.MonkeyPatch.context() as patching:
        patching.setattr(seed, "QUIET", 0)
        patching.setattr(seed, "VOTERS", VOTERS)
        patching.setattr(seed, "HANDS", 1)  # moto's transactions do not bear two at once
        patching.setattr(seed, "known_addresses", few)
        patching.setattr(pictures, "redrawn", pictures.redrawn)  # as it was, afterwards
        for bucket in (settings.media_bucket, settings.data_bucket):
            boto3.client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration=region)
        with user_pool():
            for group in {group for demo in people.DEMO for group in demo.groups}:
                ensure(group)
            filled = fill()
            assert len(kept()) == MANY
            yield filled
    logger.setLevel(level)


def ensure(group: str) -> None:
    client = boto3.client("cognito-idp")
    known = client.list_groups(UserPoolId=identity.settings.user_pool)["Groups"]
    if group not in {each["GroupName"] for each in known}:
        client.create_group(UserPoolId=identity.settings.user_pool, GroupName=group)
