"""Clients of AWS, all of them made by one session: each session reads anew what botocore knows.

By botocore alone: boto3 adds to it what nobody here uses, and 30 ms to every cold start.
"""

import functools
from typing import Any

import botocore.session
from botocore.config import Config


def client(service: str, config: Config) -> Any:
    return session().create_client(service, config=config)


@functools.cache
def session() -> botocore.session.Session:
    """What PynamoDB makes its client of, too."""
    return botocore.session.get_session()
