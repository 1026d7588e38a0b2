"""Counting how often somebody tries, so that passwords and codes cannot be guessed."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib.domain.accounts import rules
from chalicelib.errors import TooMany
from chalicelib.models.person import Tries


@contextmanager
def counted(what: str, who: str, *, at: datetime) -> Iterator[None]:
    """Take one of the tries this quarter of an hour has; it is given back if it succeeds."""
    tries = count(what, who, at=at)
    yield
    tries.update([Tries.made.add(-1)])


def giving_back(write: TransactWrite, tries: Tries) -> None:
    """Put into a transaction: the try has succeeded, and is given back."""
    write.update(tries, actions=[Tries.made.add(-1)])


def count(what: str, who: str, *, at: datetime) -> Tries:
    """`TooMany` if the tries are used up: a hundred at once get no more of them than one by one."""
    tries, ends = _of(what, who, at)
    tries.update([Tries.made.add(1), Tries.expires_at.set(ends)])
    if tries.made > rules.MOST_TRIES[what]:
        raise too_many(at)
    return tries


def counting(write: TransactWrite, what: str, who: str, *, at: datetime) -> None:
    """Put into a transaction: one of the tries is taken, or nothing happens; see `too_many`."""
    tries, ends = _of(what, who, at)
    left = Tries.made.does_not_exist() | (Tries.made < rules.MOST_TRIES[what])
    actions: list[Any] = [Tries.made.add(1), Tries.expires_at.set(ends)]
    write.update(tries, actions=actions, condition=left)


def too_many(at: datetime) -> TooMany:
    _, ends = rules.window(at)
    seconds = max(1, int((ends - at).total_seconds()))
    return TooMany("this was tried too often; wait a quarter of an hour", retry_after=seconds)


def _of(what: str, who: str, at: datetime) -> tuple[Tries, datetime]:
    number, ends = rules.window(at)
    return Tries(f"tries#{_hash(who)}", f"{what}#{number}"), ends


def _hash(who: str) -> str:
    return hashlib.sha256(who.encode()).hexdigest()
