"""The secrets that no template can make: each is made once, and never made again.

They go straight into the parameter store, encrypted; nobody here prints them or writes them down.
"""

import base64
import secrets
from collections.abc import Callable, Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

LENGTH = 32  # bytes, of either


def signing_key() -> bytes:
    """A new private key of Ed25519 (RFC 8032), as it is, without a wrapping."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def lot() -> bytes:
    return secrets.token_bytes(LENGTH)


SECRETS: dict[str, tuple[Callable[[], bytes], str]] = {
    "log-key": (signing_key, "Signs the public record of ballots. Never replace it."),
    "voter-key": (lot, "Turns a person into a number on the roll. Never replace it."),
    "document-key": (lot, "Turns a document's number into its claim. Never replace it."),
}


def keep(ssm: Any, stage: str, *, key: str) -> Iterator[str]:
    """Make those secrets that are not there, encrypted with ``key``; the name of each one made."""
    for name, (make, told) in SECRETS.items():
        parameter = f"/veche/{stage}/{name}"
        value = base64.b64encode(make()).decode()
        try:
            ssm.put_parameter(
                Name=parameter, Description=told, Value=value, Type="SecureString", KeyId=key
            )
        except ssm.exceptions.ParameterAlreadyExists:
            continue  # what was signed and counted with it would be worth nothing with another
        yield parameter
