"""Points and rewards over HTTP, as JSON."""

from datetime import date, datetime

from msgspec import Struct

from chalicelib import identifiers
from chalicelib.catalogue import Text
from chalicelib.domain import points
from chalicelib.domain.points import Reward, Voucher
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level
from chalicelib.edge.paging import LimitedQuery

blueprint = Capability(__name__)
RESIDENTS = level(1)


class LedgerLine(Struct):
    """`points` more, or less if negative; `about` is the ballot, the reward or the charity."""

    at: datetime
    kind: str
    points: int
    about: str | None
    title: Text | None


class MyPoints(Struct):
    """`earned` only grows; from `status_at` points earned on one is an Active Citizen.

    Points do not expire.
    """

    balance: int
    earned: int
    status_at: int
    active_since: datetime | None
    items: list[LedgerLine]
    next: str | None = None


class RewardView(Struct):
    """`stock` is how many are left, `most` how many one person may have. `newcomers` may have it
    before they are Active Citizens."""

    id: str
    title: Text
    text: Text
    where: Text
    cost: int
    stock: int
    most: int
    valid_until: date
    newcomers: bool


class Rewards(Struct):
    items: list[RewardView]


class VoucherView(Struct):
    """Whoever shows the `code` gets the reward, once. `state`: valid, used or returned."""

    id: str
    code: str
    reward: str
    title: Text
    where: Text
    cost: int
    state: str
    bought_at: datetime
    valid_until: date


class Vouchers(Struct):
    items: list[VoucherView]


class Donation(Struct):
    charity: str
    points: int


class Left(Struct):
    balance: int


@blueprint.api("GET /api/v1/me/points", who=SIGNED_IN)
def my_points(call: Call, query: LimitedQuery) -> MyPoints:
    """What I have earned and spent, the newest first."""
    has = points.balance(call.actor.id)
    found = points.ledger(call.actor.id, limit=query.limit, after=paging.key(query.cursor))
    lines = [
        LedgerLine(line.at, line.kind.removeprefix("points."), line.points, line.about, line.title)
        for line in found.lines
    ]
    return MyPoints(
        has.points, has.earned, points.STATUS, has.active_since, lines, paging.cursor(found.last)
    )


@blueprint.api("POST /api/v1/me/points/donations", who=RESIDENTS, status=201)
def donate(call: Call, form: Donation) -> Left:
    """Give points to a charity; with the same Idempotency-Key they are given once.

    `balance` is what is left at the moment of the answer.
    """
    points.donate(form.charity, form.points, by=call.actor, at=call.at, key=_key(call))
    left = points.balance(call.actor.id)
    return Left(left.points)


@blueprint.api("GET /api/v1/me/vouchers", who=SIGNED_IN)
def my_vouchers(call: Call) -> Vouchers:
    """What I have bought, the newest first."""
    return Vouchers([_voucher(voucher) for voucher in points.mine(call.actor.id)])


@blueprint.api("GET /api/v1/rewards", who=ANYONE)
def rewards(call: Call) -> Rewards:
    """What points buy, and how much of it is left."""
    return Rewards([_reward(reward) for reward in points.offers(at=call.at)])


@blueprint.api("POST /api/v1/rewards/{id}/redeem", who=RESIDENTS, status=201)
def redeem(call: Call, id: str) -> VoucherView:
    """Buy a reward with points.

    With the same Idempotency-Key the same voucher comes back. 409 says what was in the way: sold
    out, too few points, as many as one person may have, or not an Active Citizen yet.
    """
    return _voucher(points.redeem(id, by=call.actor, at=call.at, key=_key(call)))


def _key(call: Call) -> str:
    return call.idempotency_key or identifiers.number()


def _reward(reward: Reward) -> RewardView:
    return RewardView(
        id=reward.code,
        title=points.words(reward.title),
        text=points.words(reward.text),
        where=points.words(reward.where),
        cost=int(reward.cost),
        stock=int(reward.stock),
        most=int(reward.most),
        valid_until=date.fromisoformat(reward.valid_until),
        newcomers=bool(reward.newcomers),
    )


def _voucher(voucher: Voucher) -> VoucherView:
    return VoucherView(
        id=voucher.id,
        code=voucher.code,
        reward=voucher.reward,
        title=points.words(voucher.title),
        where=points.words(voucher.where),
        cost=int(voucher.cost),
        state=voucher.state,
        bought_at=voucher.bought_at,
        valid_until=date.fromisoformat(voucher.valid_until),
    )
