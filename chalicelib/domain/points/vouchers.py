"""Vouchers: a person's own, and those that somebody shows at a counter."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, lengths
from chalicelib.actors import Actor, Role
from chalicelib.domain.keeping import keep
from chalicelib.domain.points import books, rules
from chalicelib.domain.points.shop import RETURNED, USED, VALID, event_of
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.base import together
from chalicelib.models.points import BOUGHT, HOLDER, Bought, Holder, Purse
from chalicelib.models.reward import REWARD, SHOP, VOUCHER, Reward, RewardEvent
from chalicelib.models.voucher import Voucher

MEANWHILE = "this voucher was changed meanwhile"
UNKNOWN = "there is no voucher with this code"
SPOILED: dict[str, Message] = {
    USED: say("this voucher was used already"),
    RETURNED: say("this voucher was returned: its points were given back"),
}


class Shown(NamedTuple):
    """A voucher as who serves at the counter sees it: whose it is, only if it is their own."""

    voucher: Voucher
    own: bool


def mine(person: str) -> list[Voucher]:
    """A person's vouchers, the last bought first."""
    return sorted(_of(person), key=lambda voucher: voucher.bought_at, reverse=True)


def shown(code: str, *, by: Actor) -> Shown:
    """The voucher with this code, for who looks at it; `NotFound` if there is none."""
    rules.may_serve(by)
    key = _key(code)
    voucher, holder = together(
        (Voucher, key.account, key.id), (Holder, by.id, HOLDER), consistent=True
    )
    if voucher is None:  # its account was deleted in this moment
        raise NotFound(UNKNOWN)
    return Shown(voucher, own=holder is not None and holder.account == key.account)


def use(code: str, *, by: Actor, at: datetime) -> Voucher:
    """The reward is handed over; `Conflict` if it was before, or cannot be any more, `Forbidden`
    for who has bought it.

    It is not read before: that it is good, and somebody else's, is the condition of its being used.
    Only if that fails it is looked why.
    """
    role, today = rules.may_serve(by), catalogue.in_city(at).date().isoformat()
    key = _key(code)
    voucher = Voucher(key.account, key.id, version=0)  # whatever it is, it rises
    good = (Voucher.state == VALID) & (Voucher.valid_until >= today)
    others = Holder.account.does_not_exist() | (Holder.account != key.account)

    def fill(write: TransactWrite) -> None:
        write.condition_check(Holder, by.id, HOLDER, condition=others)
        write.update(
            voucher,
            actions=[Voucher.state.set(USED)],
            condition=good,
            add_version_condition=False,
        )
        write.save(_event(voucher, "handed_over", by=by, role=role, at=at))

    try:
        keep(fill, otherwise=MEANWHILE)
    except Conflict:
        if _served(code, by).valid_until < today:
            raise Conflict("this voucher is not good any more: its last day is over") from None
        raise
    voucher.state = USED
    return voucher


def refund(code: str, *, reason: str, by: Actor, at: datetime) -> Voucher:
    """Give the points back, because the reward could not be had; it returns to the shelf. Nobody
    gives them back to themselves.

    What somebody has earned in all does not grow by it. Who gave them back stands beside the number
    of the voucher, as the entry in the books names nobody.
    """
    role, said = rules.may_serve(by), lengths.reason(reason)
    voucher = _served(code, by)
    event = _event(voucher, "returned", by=by, role=role, at=at, reason=said)
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
        write.save(event)

    keep(fill, otherwise=MEANWHILE)
    voucher.state = RETURNED
    return voucher


def _served(code: str, by: Actor) -> Voucher:
    """The voucher, if they may do something with it: `Forbidden` with their own, `Conflict` with
    one that was used or returned."""
    voucher, own = shown(code, by=by)
    if own:
        raise Forbidden("this voucher is your own: a colleague has to do this")
    if voucher.state != VALID:
        rules.refuse(SPOILED[voucher.state])
    return voucher


def _event(
    voucher: Voucher, kind: str, *, by: Actor, role: Role, at: datetime, reason: str | None = None
) -> RewardEvent:
    """What an officer did with it, beside its number: of the account that bought it, nothing."""
    return event_of(VOUCHER + voucher.id, kind, at=at, by=by, role=role, reason=reason)


def _key(code: str) -> Voucher:
    """Where the voucher with this code lies; `NotFound` if there is none."""
    written = "".join(letter for letter in code.upper() if letter.isalnum())
    tidy = "-".join(written[start : start + 4] for start in range(0, len(written), 4))
    for key in Voucher.by_code.query(tidy) if tidy else ():
        return key
    raise NotFound(UNKNOWN)


def _of(person: str) -> Iterator[Voucher]:
    account = books.account_of(person)
    return Voucher.query(account) if account else iter(())
