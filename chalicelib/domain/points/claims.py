"""The same request twice is one purchase or gift: its key is claimed with what came of it."""

import hashlib
from datetime import datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.errors import Invalid
from chalicelib.messages import say
from chalicelib.models.claim import Claim

REMEMBERED = timedelta(days=1)  # for so long the same key means the same thing


def claim(content: str, key: str, *, person: str, at: datetime) -> Claim:
    """Hashes only: neither the person nor the key can be read from it. ``reference`` is new."""
    return Claim(
        _hash(f"points\0{person}\0{key}"),
        body=_hash(content),
        reference=identifiers.number(),
        expires_at=at + REMEMBERED,
    )


def claiming(write: TransactWrite, wanted: Claim, at: datetime) -> None:
    """Put into a transaction: it is kept only if nobody has claimed the key."""
    write.save(wanted, condition=Claim.key.does_not_exist() | (Claim.expires_at <= at))


def made_before(wanted: Claim, at: datetime) -> str | None:
    """The reference of what came of the key before; `Invalid` if it was used for another thing."""
    try:
        before = Claim.get(wanted.key, consistent_read=True)
    except Claim.DoesNotExist:
        return None
    if before.expires_at <= at:
        return None  # the table forgets late
    if before.body != wanted.body:
        why = say("this key was used for something else: take a new one")
        raise Invalid("the Idempotency-Key was used before", {"Idempotency-Key": why})
    return str(before.reference)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
