"""Clients of AWS, all of them made by one session.

Each session reads anew what botocore knows of the services, and boto3 brings along code for moving
large files: 60 ms of a cold start that asks for nothing but a table and a letter.
"""

import functools
from typing import Any

import botocore.session
from botocore.config import Config


def client(service: str, config: Config) -> Any:
    return session().create_client(service, config=config)


@functools.cache
def session() -> Any:
    return botocore.session.get_session()
