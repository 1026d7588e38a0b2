"""The secret address by which a calendar program follows somebody's appointments."""

import hmac

from chalicelib import identifiers
from chalicelib.domain.appointments import rules
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import NotFound
from chalicelib.models.diary import Diary

LONGEST = 200  # characters of a token; what is longer is none


def make_feed(person: str) -> str:
    """A new token; the one before opens nothing any more."""
    secret = identifiers.secret()
    made = Diary.feed.set(secret)
    keep_alone(lambda: Diary(person).update(actions=[made]), otherwise=rules.TAKEN)
    return f"{person}.{secret}"


def feed_of(token: str) -> str:
    """Whose appointments it opens; `NotFound` if it opens nothing."""
    person, _, secret = token[:LONGEST].partition(".")
    found = next(Diary.batch_get([person or "-"], consistent_read=True), None)
    if found is None or not found.feed or not _same(found.feed, secret):
        raise NotFound("this calendar’s address leads nowhere any more: take a new one")
    return person


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())
