"""Clients of AWS, all of them made by one session: each session reads anew what botocore knows."""

import functools
from typing import Any

import botocore.session
from botocore.config import Config


def client(service: str, config: Config) -> Any:
    return _boto().client(service, config=config)


@functools.cache
def session() -> botocore.session.Session:
    """What PynamoDB makes its client of."""
    return botocore.session.get_session()


@functools.cache
def _boto() -> Any:
    import boto3  # 20 ms that whoever asks nothing but tables does not wait for

    return boto3.Session(botocore_session=session())
