"""The city's secrets, and the key in KMS under which they and those of ballots lie.

Who may do which is said in `infra/policies`: those who take votes can decrypt nothing.
"""

import base64
import functools
from typing import Any

from botocore.config import Config

from chalicelib import aws
from chalicelib.config import settings


def log_key() -> bytes:
    """The private key that signs the public record of ballots: Ed25519, 32 bytes."""
    return _secret("log-key")


def voter_key() -> bytes:
    """The key by which a person becomes a number on the roll: 32 bytes."""
    return _secret("voter-key")


def document_key() -> bytes:
    """The key by which the number of a document becomes its claim: 32 bytes."""
    return _secret("document-key")


def encrypt(secret: bytes, *, ballot: str) -> bytes:
    """Up to 4 KB, to be decrypted in the name of the same ballot only."""
    encrypted: bytes = _client("kms").encrypt(
        KeyId=settings.ballots_key, Plaintext=secret, EncryptionContext={"ballot": ballot}
    )["CiphertextBlob"]
    return encrypted


def decrypt(encrypted: bytes, *, ballot: str) -> bytes:
    secret: bytes = _client("kms").decrypt(
        KeyId=settings.ballots_key, CiphertextBlob=encrypted, EncryptionContext={"ballot": ballot}
    )["Plaintext"]
    return secret


@functools.cache
def _secret(name: str) -> bytes:
    """Asked for once; it is never replaced (docs/deploy.md)."""
    parameter = f"/veche/{settings.stage}/{name}"
    answer = _client("ssm").get_parameter(Name=parameter, WithDecryption=True)
    return base64.b64decode(answer["Parameter"]["Value"], validate=True)


@functools.cache
def _client(service: str) -> Any:
    config = Config(connect_timeout=1, read_timeout=3, retries={"total_max_attempts": 3})
    return aws.client(service, config)
