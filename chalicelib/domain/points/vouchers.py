"""Vouchers: a person's own, and those that somebody shows at a counter."""

from collections.abc import Iterator
from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, lengths
from chalicelib.actors import Actor
from chalicelib.domain.keeping import keep
from chalicelib.domain.points import books, rules
from chalicelib.domain.points.shop import RETURNED, USED, VALID
from chalicelib.errors import Conflict, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.base import conflicts
from chalicelib.models.points import BOUGHT, Bought, Purse
from chalicelib.models.reward import REWARD, SHOP, Reward
from chalicelib.models.voucher import Voucher

MEANWHILE = "this voucher was changed meanwhile"
SPOILED: dict[str, Message] = {
    USED: say("this voucher was used already"),
    RETURNED: say("this voucher was returned: its points were given back"),
}


def mine(person: str) -> list[Voucher]:
    """A person's vouchers, the last bought first."""
    return sorted(_of(person), key=lambda voucher: voucher.bought_at, reverse=True)


def shown(code: str, *, by: Actor) -> Voucher:
    """The voucher with this code, for who looks at it; `NotFound` if there is none."""
    key = _key(code, by)
    return Voucher.get(key.account, key.id, consistent_read=True)


def use(code: str, *, by: Actor, at: datetime) -> Voucher:
    """The reward is handed over; `Conflict` if it was before, or cannot be any more.

    It is not read before: that it is good is the condition of its being used. Only if that fails it
    is looked why.
    """
    key, today = _key(code, by), catalogue.in_city(at).date().isoformat()
    voucher = Voucher(key.account, key.id, version=0)  # whatever it is, it rises
    good = (Voucher.state == VALID) & (Voucher.valid_until >= today)
    try:
        with conflicts(MEANWHILE):
            voucher.update([Voucher.state.set(USED)], good, add_version_condition=False)
    except Conflict:
        _refuse_if_spoiled(shown(code, by=by))
        raise Conflict("this voucher is not good any more: its last day is over") from None
    return voucher


def refund(code: str, *, reason: str, by: Actor, at: datetime) -> Voucher:
    """Give the points back, because the reward could not be had; it returns to the shelf.

    What somebody has earned in all does not grow by it.
    """
    said = lengths.reason(reason)
    voucher = shown(code, by=by)
    _refuse_if_spoiled(voucher)
    purse, cost = books.unread(voucher.account), int(voucher.cost)

    def fill(write: TransactWrite) -> None:
        books.moving(
            write,
            purse,
            Purse.balance.add(cost),
            kind="refunded",
            points=cost,
            debit=f"shop:{voucher.reward}",
            credit=books.side(purse.account),
            about=voucher.reward,
            title=rules.words(voucher.title),
            reason=said,
            at=at,
        )
        write.update(
            Reward(SHOP, REWARD + voucher.reward),
            actions=[Reward.stock.add(1)],
            condition=Reward.shelf.exists(),
        )
        write.update(
            Bought(purse.account, BOUGHT + voucher.reward),
            actions=[Bought.times.add(-1)],
            condition=Bought.times >= 1,
        )
        write.update(voucher, actions=[Voucher.state.set(RETURNED)])

    keep(fill, otherwise=MEANWHILE)
    voucher.state = RETURNED
    return voucher


def _key(code: str, by: Actor) -> Voucher:
    """Where the voucher with this code lies; `NotFound` if there is none."""
    rules.may_serve(by)
    written = "".join(letter for letter in code.upper() if letter.isalnum())
    tidy = "-".join(written[start : start + 4] for start in range(0, len(written), 4))
    for key in Voucher.by_code.query(tidy) if tidy else ():
        return key
    raise NotFound("there is no voucher with this code")


def _of(person: str) -> Iterator[Voucher]:
    account = books.account_of(person)
    return Voucher.query(account) if account else iter(())


def _refuse_if_spoiled(voucher: Voucher) -> None:
    if voucher.state != VALID:
        rules.refuse(SPOILED[voucher.state])
