"""The city's signature under what it says of a ballot: checkpoints, promises, reports.

All of it is a signed note under the name of the ballot's log and with one key for the whole city.
"""

import functools

from chalicelib.config import settings
from chalicelib.domain.tlog import notes
from chalicelib.outbound import keys


def origin(ballot: str) -> str:
    """The name of a ballot's log: where its files are published, without the scheme."""
    return f"{settings.portal_url.partition('://')[2]}/data/ballots/{ballot}/log"


def sign(text: str, *, ballot: str) -> str:
    """The text as a note, signed in the name of the ballot's log. Its first line says what it is,
    so that none is taken for another; a checkpoint's is the origin."""
    return notes.sign(text, name=origin(ballot), key=keys.log_key())


def verify(note: str, *, ballot: str) -> str:
    """The text; `notes.BadNote` if it was not signed by us, or changed since."""
    return notes.verify(note, name=origin(ballot), public=public_key())


def verifier(ballot: str) -> str:
    """The verifier key by which anybody checks what is signed of the ballot."""
    return notes.verifier(origin(ballot), public_key())


@functools.cache
def public_key() -> bytes:
    """Of Ed25519, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(keys.log_key()).public_key().public_bytes_raw()
