"""The same request twice is done once: its key is claimed, in the transaction that does it, with
what came of it."""

import hashlib
from datetime import datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import say
from chalicelib.models.claim import Claim

REMEMBERED = timedelta(days=1)  # for so long the same key means the same thing


def claim(
    content: str | bytes,
    key: str,
    *,
    within: str,
    person: str,
    at: datetime,
    reference: str | None = None,
) -> Claim:
    """Of one person's key ``within`` a kind of request. Hashes only: neither the person, nor the
    key, nor what was sent can be read from it. ``reference`` is what will have come of it, a
    new number if nothing else is said."""
    return Claim(
        _hash(f"{within}\0{person}\0{key}"),
        body=_hash(content),
        reference=reference or identifiers.number(),
        expires_at=at + REMEMBERED,
    )


def claiming(write: TransactWrite, wanted: Claim | None, at: datetime) -> None:
    """Put into a transaction: it is kept only if nobody has claimed the key."""
    if wanted is None:  # who sends no key does not ask for it
        return
    write.save(wanted, condition=Claim.key.does_not_exist() | (Claim.expires_at <= at))


def keep_once(fill: Fill, wanted: Claim | None, *, at: datetime, otherwise: str) -> str | None:
    """Keep it with the claim; if the key was claimed before, the reference of what came of it then.

    `Conflict` if a condition of ``fill`` failed, and `Invalid` as in `made_before`.
    """

    def both(write: TransactWrite) -> None:
        fill(write)
        claiming(write, wanted, at)

    try:
        keep(both, otherwise=otherwise)
    except Conflict:
        if before := made_before(wanted, at):
            return before
        raise
    return None


def made_before(wanted: Claim | None, at: datetime) -> str | None:
    """The reference of what came of the key before; `Invalid` if it was used for another thing."""
    if wanted is None:
        return None
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


def _hash(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()
