"""How often a day one person may do something, so that nobody does it without end."""

from datetime import datetime, timedelta
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, workdays
from chalicelib.actors import Actor
from chalicelib.errors import TooMany
from chalicelib.models.quota import Quota


class Limit(NamedTuple):
    counted_as: str
    most: int
    sentence: str


BEGUN = Limit("drafts", 50, "you have begun %(most)s applications today: go on tomorrow")
SENT = Limit("applications", 20, "you have sent %(most)s applications today: go on tomorrow")
LETTERS = Limit("kept", 10, "you have sent yourself %(most)s letters today: go on tomorrow")


def using(write: TransactWrite, limit: Limit, *, by: Actor, at: datetime) -> None:
    """Put into a transaction: one more of what the day allows, if that is not used up."""
    write.update(
        Quota(_key(limit, by, at)),
        actions=[Quota.used.add(1), Quota.expires_at.set(at + timedelta(days=2))],
        condition=Quota.used.does_not_exist() | (Quota.used < limit.most),
    )


def check(limit: Limit, *, by: Actor, at: datetime) -> None:
    """`TooMany`, until midnight in the city, if the day's are used up."""
    used = next(iter(Quota.query(_key(limit, by, at), consistent_read=True)), None)
    if used is None or used.used < limit.most:
        return
    tomorrow = catalogue.in_city(at).replace(hour=0, minute=0, second=0) + timedelta(days=1)
    wait = int((tomorrow - at).total_seconds()) + 1
    raise TooMany(limit.sentence, most=limit.most, retry_after=wait)


def _key(limit: Limit, by: Actor, at: datetime) -> str:
    return f"{limit.counted_as}#{by.id}#{workdays.day_of(at)}"
