"""Counting how often somebody tries, so that passwords and codes cannot be guessed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from chalicelib.domain.accounts import rules
from chalicelib.errors import TooMany
from chalicelib.models.person import Tries


@contextmanager
def counted(what: str, who: str, *, at: datetime) -> Iterator[None]:
    """Take one of the tries this quarter of an hour has; it is given back if it succeeds."""
    tries = count(what, who, at=at)
    yield
    tries.update([Tries.made.add(-1)])


def count(what: str, who: str, *, at: datetime) -> Tries:
    """`TooMany` if the tries are used up: a hundred at once get no more of them than one by one."""
    number, ends = rules.window(at)
    tries = Tries(f"tries#{_hash(who)}", f"{what}#{number}")
    tries.update([Tries.made.add(1), Tries.expires_at.set(ends)])
    if tries.made > rules.MOST_TRIES[what]:
        seconds = max(1, int((ends - at).total_seconds()))
        raise TooMany("this was tried too often; wait a quarter of an hour", retry_after=seconds)
    return tries


def _hash(who: str) -> str:
    return hashlib.sha256(who.encode()).hexdigest()
