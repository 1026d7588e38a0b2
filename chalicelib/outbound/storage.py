"""Files in S3."""

import functools
from collections.abc import Collection, Iterable
from typing import IO, Any, NamedTuple

from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib import aws

GONE = {"NoSuchKey", "404"}
TAKEN = "PreconditionFailed"
OVERTAKEN = {TAKEN, "ConditionalRequestConflict"}  # the latter while the other is being written
AT_ONCE = 1000  # DeleteObjects takes no more


class Absent(Exception):
    """There is no such file, or not any more."""


class TooLarge(Exception):
    """The file is larger than what the caller wants to read."""


class Seen(NamedTuple):
    """A file as it was seen; by its tag it is known whether it is still the same."""

    content: bytes
    tag: str


class Invitation(NamedTuple):
    """A form by which a browser may lay one file at one place."""

    url: str
    fields: dict[str, str]


def invite(
    bucket: str,
    key: str,
    *,
    most_bytes: int,
    lasts: int,
    back_to: str | None,
    kind: str | None = None,
) -> Invitation:
    """Let whoever has the invitation send one file, for so many seconds (a presigned POST).

    S3 itself refuses more than ``most_bytes``, in XML that a browser shows as it stands; it takes
    an empty file, which is what a form without one sends. ``back_to`` is where the browser goes
    afterwards. With a ``kind``, a content type or how one begins (``image/``), S3 refuses what is
    said to be another.
    """
    fields = {"success_action_redirect": back_to} if back_to else {"success_action_status": "204"}
    rules: list[Any] = [dict(fields), ["content-length-range", 0, most_bytes]]
    if kind:
        fields["Content-Type"] = f"{kind}jpeg" if kind.endswith("/") else kind
        rules.append(["starts-with", "$Content-Type", kind])
    signed = _client().generate_presigned_post(
        bucket,
        key,
        Fields=dict(fields),
        Conditions=rules,
        ExpiresIn=lasts,
    )
    return Invitation(signed["url"], signed["fields"])


def read(bucket: str, key: str, *, most_bytes: int) -> bytes:
    """The content; `Absent`, or `TooLarge` before any of it was read."""
    return see(bucket, key, most_bytes=most_bytes).content


def see(bucket: str, key: str, *, most_bytes: int) -> Seen:
    """The same, to be replaced by what follows from it."""
    try:
        answer = _client().get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            raise Absent(key) from error
        raise
    with answer["Body"] as body:
        if answer["ContentLength"] > most_bytes:
            raise TooLarge(key)
        content: bytes = body.read()
    return Seen(content, answer["ETag"])


def exists(bucket: str, key: str) -> bool:
    try:
        _client().head_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in GONE:
            return False
        raise
    return True


def lend(bucket: str, key: str, *, name: str, lasts: int, to_be_saved: bool = False) -> str:
    """An address from which whoever has it sees a file, for so many seconds (a presigned GET); one
    that is ``to_be_saved`` no browser opens by itself."""
    shown = "attachment" if to_be_saved else "inline"
    where = {
        "Bucket": bucket,
        "Key": key,
        "ResponseContentDisposition": f'{shown}; filename="{name}"',
        "ResponseCacheControl": "private, no-store",
    }
    signed: str = _client().generate_presigned_url("get_object", Params=where, ExpiresIn=lasts)
    return signed


def put(bucket: str, key: str, content: bytes | IO[bytes], *, kind: str, fresh_for: int) -> None:
    """Lay a file there, in place of any other; caches may keep it for so many seconds."""
    _put(bucket, key, content, kind, f"public, max-age={fresh_for}")


def put_once(bucket: str, key: str, content: bytes, *, kind: str, fresh_for: int) -> bool:
    """Lay a file where there is none; False, and nothing changes, if there is one."""
    kept = f"public, max-age={fresh_for}, immutable"
    return _put_if({TAKEN}, bucket, key, content, kind, kept, IfNoneMatch="*")


def replace(
    bucket: str, key: str, content: bytes, *, tag: str | None, kind: str, fresh_for: int
) -> bool:
    """Lay a file in place of the one with this tag, or where there is none; False, and nothing
    changes, if another one lies there by now."""
    still = {"IfMatch": tag} if tag else {"IfNoneMatch": "*"}
    return _put_if(OVERTAKEN, bucket, key, content, kind, f"public, max-age={fresh_for}", **still)


def _put_if(
    refused: Collection[str],
    bucket: str,
    key: str,
    content: bytes,
    kind: str,
    kept: str,
    **condition: str,
) -> bool:
    """False if it is refused so, because the condition does not hold."""
    try:
        _put(bucket, key, content, kind, kept, **condition)
    except ClientError as error:
        if error.response["Error"]["Code"] not in refused:
            raise
        return False
    return True


def _put(
    bucket: str, key: str, content: bytes | IO[bytes], kind: str, kept: str, **condition: str
) -> None:
    _client().put_object(
        Bucket=bucket, Key=key, Body=content, ContentType=kind, CacheControl=kept, **condition
    )


def delete(bucket: str, keys: Iterable[str]) -> None:
    """Take files away; those that are not there are no error."""
    wanted = [{"Key": key} for key in keys]
    for start in range(0, len(wanted), AT_ONCE):
        batch = {"Objects": wanted[start : start + AT_ONCE], "Quiet": True}
        answer = _client().delete_objects(Bucket=bucket, Delete=batch)
        if failed := answer.get("Errors"):
            raise OSError(f"{len(failed)} files were not deleted: {failed[0].get('Code')}")


@functools.cache
def _client() -> Any:
    """With the bucket in the address, which then names the region too: S3 answers a POST to the
    wrong region with a redirect, on which browsers lose the file."""
    config = Config(
        signature_version="s3v4",
        s3={"addressing_style": "virtual"},
        connect_timeout=1,
        read_timeout=10,
        retries={"total_max_attempts": 3},
    )
    return aws.client("s3", config)
