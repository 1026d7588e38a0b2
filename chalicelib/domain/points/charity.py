"""Giving points away: the city turns them into money for a good cause."""

from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain import claims
from chalicelib.domain.keeping import keep
from chalicelib.domain.points import books, rules
from chalicelib.domain.points.books import BUSY, CHANGED, TRIES
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.messages import say
from chalicelib.models.claim import Claim
from chalicelib.models.points import Purse


def donate(charity: str, points: int, *, by: Actor, at: datetime, key: str) -> None:
    """Give points to a charity; with the same ``key`` again they are given once.

    The purse is not read before: that there is enough in it is a condition. Only if that fails it
    is looked what is in the way.
    """
    rules.may_take_part(by)
    try:
        cause = catalogue.charity(charity)
    except NotFound as error:
        words = say("choose one of the options")
        raise Invalid(fields={"charity": words}) from error
    claim = claims.claim(f"{charity} {points}", key, within="points", person=by.id, at=at)
    account = books.opened(by.id)
    rules.gift(points, points)
    purse = books.unread(account)
    for _ in range(TRIES):
        try:
            _give(purse, cause, points, claim, at=at)
        except Conflict:
            if claims.made_before(claim, at):
                return
            purse = books.find(account)
            rules.gift(points, float(purse.balance))
            continue
        return
    raise Conflict(BUSY)


def _give(
    purse: Purse, cause: catalogue.Charity, points: int, claim: Claim, *, at: datetime
) -> None:
    def fill(write: TransactWrite) -> None:
        claims.claiming(write, claim, at)
        books.moving(
            write,
            purse,
            Purse.balance.add(-points),
            least=points,
            kind="donated",
            points=points,
            debit=books.side(purse.account),
            credit=f"charity:{cause.code}",
            about=cause.code,
            title=cause.title,
            at=at,
        )

    keep(fill, otherwise=CHANGED)
