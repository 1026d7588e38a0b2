"""The shop: what points buy, how much of it is left, and buying it once however often one asks."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from msgspec import Struct
from pynamodb.transactions import TransactWrite

from chalicelib import catalogue, identifiers
from chalicelib.actors import Actor, Role
from chalicelib.catalogue import Text
from chalicelib.domain import claims
from chalicelib.domain.keeping import keep
from chalicelib.domain.points import books, rules
from chalicelib.domain.points.books import BUSY, TRIES, Balance
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.base import together
from chalicelib.models.claim import Claim
from chalicelib.models.event import new_part
from chalicelib.models.points import BOUGHT, HOLDER, PURSE, Bought, Holder, Purse
from chalicelib.models.reward import REWARD, SHELVES, SHOP, Reward, RewardEvent, Shelves
from chalicelib.models.voucher import Voucher

TAKEN = "somebody was quicker"
VALID, USED, RETURNED = "valid", "used", "returned"


class Offer(Struct, frozen=True):
    """A reward as it is put on the shelf. ``most`` is how many one person may have;
    ``newcomers`` may have it before they are Active Citizens."""

    code: str
    title: Text
    text: Text
    where: Text
    cost: int
    stock: int
    valid_until: str  # a day
    most: int = 1
    newcomers: bool = False


class Choice(NamedTuple):
    """A reward, and why this person cannot have it now; None if they can. What they have."""

    reward: Reward
    why: Message | None
    has: Balance | None = None


class Window(NamedTuple):
    """What is offered, and what somebody has who has signed in."""

    rewards: list[Reward]
    has: Balance | None


def put_on_shelf(offer: Offer, *, at: datetime) -> bool:
    """Offer a reward; False if it is offered already: what is left of it then stays as it is."""
    rules.check_offer(offer.cost, newcomers=offer.newcomers)
    reward = Reward(
        part=REWARD + offer.code,
        title=_plain(offer.title),
        text=_plain(offer.text),
        where=_plain(offer.where),
        cost=offer.cost,
        stock=offer.stock,
        most=offer.most,
        valid_until=offer.valid_until,
        newcomers=offer.newcomers,
    )
    try:
        _shelve(reward, offer, at)
    except Conflict:
        return False
    return True


def restock(code: str, pieces: int, *, by: Actor, at: datetime) -> None:
    """Put more of a reward on the shelf."""
    role = rules.may_serve(by)
    if not 1 <= pieces <= rules.MOST_STOCK:
        words = say("enter a number from %(least)s to %(most)s", least=1, most=rules.MOST_STOCK)
        raise Invalid(fields={"pieces": words})
    reward = find(code)
    event = event_of(REWARD + code, "restocked", at=at, by=by, role=role, pieces=str(pieces))

    def fill(write: TransactWrite) -> None:
        write.update(
            reward,
            actions=[Reward.stock.add(pieces)],
            condition=Reward.shelf.exists(),
        )
        write.save(event, condition=RewardEvent.part.does_not_exist())

    keep(fill, otherwise=TAKEN)


def offers(*, at: datetime) -> list[Reward]:
    """What is offered today, the cheapest first; what is sold out is among it."""
    return _offered(Reward.query(SHOP, Reward.part.startswith(REWARD)), at)


def window(*, by: Actor, at: datetime) -> Window:
    """The same, with what who looks has to spend: two round trips, by the list of the shelves."""
    if not by.signed_in:
        return Window(offers(at=at), None)
    holder, shelves = together((Holder, by.id, HOLDER), (Shelves, SHOP, SHELVES))
    if holder is None or shelves is None:  # before the first points; shelves that have no list yet
        return Window(offers(at=at), books.balance(by.id) if holder else Balance())
    codes = sorted(shelves.codes or ())
    wanted = [(Reward, SHOP, REWARD + code) for code in codes]
    purse, *found = together((Purse, holder.account, PURSE), *wanted)
    rewards = _offered([reward for reward in found if reward], at)
    return Window(rewards, books.balance_of(purse or Purse(holder.account)))


def find(code: str) -> Reward:
    """`NotFound` if there is no such reward."""
    try:
        return Reward.get(SHOP, REWARD + code, consistent_read=True)
    except Reward.DoesNotExist as error:
        raise NotFound("there is no such reward") from error


def choice(code: str, *, by: Actor, at: datetime) -> Choice:
    """A reward as it is now for this person, or for somebody who has not signed in."""
    if not by.signed_in:
        reward = find(code)
        return Choice(reward, say("sign in to have it") if reward.stock else rules.SOLD_OUT)
    account, reward = _counter(by, code)
    purse, bought = Purse(""), None
    if account:
        purse, bought = together((Purse, account, PURSE), (Bought, account, BOUGHT + code))
    times = int(bought.times) if bought else 0
    purse = purse or Purse("")
    return Choice(reward, _refusal(reward, purse, times, at), books.balance_of(purse))


def redeem(code: str, *, by: Actor, at: datetime, key: str) -> Voucher:
    """Buy a reward; with the same ``key`` again it is the same voucher.

    `Conflict` says what was in the way: sold out, too few points, as many as one person may have.
    Points, stock, the person's limit, the entry and the voucher move together or not at all.
    """
    rules.may_take_part(by)
    claim = claims.claim(code, key, within="points", person=by.id, at=at)
    known, reward = _counter(by, code)
    account = known or books.opened(by.id)
    if voucher := _bought_at_once(reward, account, claim, by=by, at=at):
        return voucher
    for _ in range(TRIES):
        if before := claims.made_before(claim, at):
            return Voucher.get(account, before, consistent_read=True)
        purse, again, bought = _read(account, code)
        reward = again or reward
        rules.refuse(_refusal(reward, purse, bought, at))
        voucher = _voucher(reward, account, claim.reference, at)
        try:
            _buy(purse, reward, voucher, claim, by=by, at=at)
        except Conflict:
            continue  # whatever changed meanwhile is looked at again
        return voucher
    raise Conflict(BUSY)


def _bought_at_once(
    reward: Reward, account: str, claim: Claim, *, by: Actor, at: datetime
) -> Voucher | None:
    """As most purchases are: nothing is in the way, so nothing but the reward is read before. None
    if a condition says that something is."""
    if reward.stock < 1 or catalogue.in_city(at).date().isoformat() > reward.valid_until:
        return None
    voucher = _voucher(reward, account, claim.reference, at)
    try:
        _buy(books.unread(account), reward, voucher, claim, by=by, at=at)
    except Conflict:
        return None
    return voucher


def _counter(by: Actor, code: str) -> tuple[str | None, Reward]:
    """The number of a person's purse, if they have one, and a reward."""
    holder, reward = together(
        (Holder, by.id, HOLDER), (Reward, SHOP, REWARD + code), consistent=True
    )
    if reward is None:
        raise NotFound("there is no such reward")
    return (str(holder.account) if holder else None), reward


def _offered(found: Iterable[Reward], at: datetime) -> list[Reward]:
    today = catalogue.in_city(at).date().isoformat()
    return sorted((r for r in found if r.valid_until >= today), key=lambda r: (r.cost, r.code))


def _refusal(reward: Reward, purse: Purse, bought: int, at: datetime) -> Message | None:
    return rules.refusal(reward, purse, bought=bought, today=catalogue.in_city(at).date())


def _read(account: str, code: str) -> tuple[Purse, Reward | None, int]:
    """What a purchase depends on, in one round trip; what has to be so is a condition later."""
    purse, reward, bought = together(
        (Purse, account, PURSE), (Reward, SHOP, REWARD + code), (Bought, account, BOUGHT + code)
    )
    return purse or Purse(account), reward, int(bought.times) if bought else 0


def _buy(
    purse: Purse, reward: Reward, voucher: Voucher, claim: Claim, *, by: Actor, at: datetime
) -> None:
    title, cost = rules.words(reward.title), int(reward.cost)
    news = {"title_ru": title.ru, "title_en": title.en, "day": voucher.valid_until}

    def fill(write: TransactWrite) -> None:
        claims.claiming(write, claim, at)
        books.moving(
            write,
            purse,
            Purse.balance.add(-cost),
            least=cost,
            only_if=None if reward.newcomers else Purse.active_since.exists(),
            kind="spent",
            points=cost,
            debit=books.side(purse.account),
            credit=f"shop:{reward.code}",
            about=reward.code,
            title=title,
            at=at,
        )
        write.update(
            reward,
            actions=[Reward.stock.add(-1)],
            condition=(Reward.stock >= 1) & (Reward.cost == cost),  # others buy at the same time
        )
        write.update(
            Bought(purse.account, BOUGHT + reward.code),
            actions=[Bought.times.add(1)],
            condition=Bought.times.does_not_exist() | (Bought.times < int(reward.most)),
        )
        write.save(voucher, condition=Voucher.id.does_not_exist())
        write.save(books.told(by.id, "redeemed", at=at, **news))

    keep(fill, otherwise=TAKEN)


def _voucher(reward: Reward, account: str, number: str, at: datetime) -> Voucher:
    return Voucher(
        account,
        number,
        code=identifiers.voucher(),
        reward=reward.code,
        title=reward.title,
        where=reward.where,
        cost=int(reward.cost),
        state=VALID,
        bought_at=at,
        valid_until=reward.valid_until,
    )


def _shelve(reward: Reward, offer: Offer, at: datetime) -> None:
    event = event_of(REWARD + offer.code, "offered", at=at, pieces=str(offer.stock))

    def fill(write: TransactWrite) -> None:
        write.save(reward, condition=Reward.shelf.does_not_exist())
        write.update(Shelves(SHOP), actions=[Shelves.codes.add({offer.code})])
        write.save(event, condition=RewardEvent.part.does_not_exist())

    keep(fill, otherwise="it is offered already")


def event_of(
    entity: str,
    kind: str,
    *,
    at: datetime,
    by: Actor | None = None,
    role: Role | None = None,
    reason: str | None = None,
    **facts: str,
) -> RewardEvent:
    """What happened to a reward, or to a voucher at the counter."""
    return RewardEvent(
        entity,
        new_part(at),
        kind=f"reward.{kind}",
        at=at,
        actor=by.id if by else None,
        role=role,
        reason=reason,
        facts=facts or None,
    )


def _plain(text: Text) -> dict[str, str]:
    return {"ru": text.ru, "en": text.en}
