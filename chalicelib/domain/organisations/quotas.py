"""How often a day somebody may enter organisations, and invite people."""

from datetime import datetime, timedelta

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain.organisations import rules
from chalicelib.errors import TooMany
from chalicelib.models.quota import Quota

MOST = {"organisations": rules.FOUNDED_A_DAY, "invitations": rules.INVITED_A_DAY}


def using(write: TransactWrite, what: str, *, by: Actor, at: datetime) -> None:
    """Put into a transaction: it is kept only if the day allows one more."""
    write.update(
        Quota(_key(what, by, at)),
        actions=[Quota.used.add(1), Quota.expires_at.set(at + timedelta(days=2))],
        condition=Quota.used.does_not_exist() | (Quota.used < MOST[what]),
    )


def check(what: str, *, by: Actor, at: datetime) -> None:
    """`TooMany` if the day allows no more, told when a transaction was refused."""
    used = next(iter(Quota.query(_key(what, by, at), consistent_read=True)), None)
    if used and used.used >= MOST[what]:
        here = catalogue.in_city(at)
        tomorrow = here.replace(hour=0, minute=0, second=0) + timedelta(days=1)
        raise TooMany(
            "you have done this %(most)s times today: go on tomorrow",
            most=MOST[what],
            retry_after=int((tomorrow - here).total_seconds()) + 1,
        )


def _key(what: str, by: Actor, at: datetime) -> str:
    return f"{what}#{by.id}#{catalogue.in_city(at):%Y-%m-%d}"
