"""Files that only one person may fetch, by a link that soon is good for nothing."""

import functools
from typing import Any

from botocore.config import Config

from chalicelib import aws
from chalicelib.config import settings

MINUTES = 10  # a link is signed with the function's own key, which does not last a week
NAME = "veche-my-data.zip"


def put(key: str, content: bytes) -> None:
    _client().put_object(
        Bucket=settings.media_bucket, Key=key, Body=content, ContentType="application/zip"
    )


def delete(key: str) -> None:
    """Nothing happens if there is no such file."""
    _client().delete_object(Bucket=settings.media_bucket, Key=key)


def link(key: str) -> str:
    """An address from which the file can be fetched for some minutes."""
    where = {
        "Bucket": settings.media_bucket,
        "Key": key,
        "ResponseContentDisposition": f'attachment; filename="{NAME}"',
    }
    signed: str = _client().generate_presigned_url(
        "get_object", Params=where, ExpiresIn=MINUTES * 60
    )
    return signed


@functools.cache
def _client() -> Any:
    """With the bucket in the address, as storage has it: one address for every region."""
    config = Config(
        connect_timeout=1,
        read_timeout=5,
        retries={"total_max_attempts": 2},
        signature_version="s3v4",
        s3={"addressing_style": "virtual"},
    )
    return aws.client("s3", config)
