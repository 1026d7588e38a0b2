"""Clues: where a dispute leads, as the page of an officer holds it without showing it to them.

With a clue, a dispute is read together with what is looked up for it. It is sealed, because it
says whose dispute it is, which officers do not see.
"""

import base64
import hashlib
import hmac

import msgspec

from chalicelib.models.dispute import Dispute
from chalicelib.outbound import keys


class Clue(msgspec.Struct, frozen=True):
    reference: str
    ballot: str
    person: str | None
    locator: str | None


def of(dispute: Dispute) -> Clue:
    return Clue(dispute.reference, dispute.ballot, dispute.person, dispute.locator)


def seal(clue: Clue) -> str:
    from cryptography.fernet import Fernet  # at the officers' doors only

    return Fernet(_key()).encrypt(msgspec.json.encode(clue)).decode()


def unseal(sealed: str) -> Clue | None:
    """None of what we did not seal."""
    from cryptography.fernet import Fernet, InvalidToken

    try:
        return msgspec.json.decode(Fernet(_key()).decrypt(sealed), type=Clue)
    except (InvalidToken, ValueError):  # or something that is no base64
        return None


def _key() -> bytes:
    """Made of the secret by which people become numbers, for it guards the same."""
    made = hmac.new(keys.voter_key(), b"veche dispute clue", hashlib.sha256)
    return base64.urlsafe_b64encode(made.digest())
