"""What can be decided about points and rewards without looking anything up.

Points do not expire: what somebody has earned is theirs until they spend it, give it away, or
delete their account.
"""

from datetime import date, datetime
from typing import Protocol

from chalicelib.actors import Actor, Role
from chalicelib.catalogue import Text
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.messages import Message, say

STATUS = 1_000  # points earned, by which one becomes an Active Citizen
NEWCOMERS = 100  # points: the most that a reward for those without the status may cost
RATING = 3  # points for rating a novelty
ISSUED, FORFEITED = "city:issued", "city:forfeited"
MOST_STOCK = 100_000
SOLD_OUT = say("this reward is sold out")
CASHIERS = (Role.OPERATOR, Role.ADMIN)


class Purse(Protocol):
    @property
    def balance(self) -> float: ...
    @property
    def earned(self) -> float: ...
    @property
    def active_since(self) -> datetime | None: ...


class Reward(Protocol):
    @property
    def cost(self) -> float: ...
    @property
    def stock(self) -> float: ...
    @property
    def most(self) -> float: ...
    @property
    def valid_until(self) -> str: ...
    @property
    def newcomers(self) -> bool: ...


def for_vote(*, kind: str, points: int, level: int) -> int:
    """What a vote is thanked with: the same however one voted, and nothing at level L0."""
    if level < 1:
        return 0
    return RATING if kind == "rating" else max(points, 0)


def reaches_status(purse: Purse, points: int) -> bool:
    """Whether these points make somebody an Active Citizen who was none before."""
    return purse.active_since is None and purse.earned + points >= STATUS


def refusal(reward: Reward, purse: Purse, *, bought: int, today: date) -> Message | None:
    """Why somebody cannot have a reward now; None if they can."""
    if reward.stock < 1:
        return SOLD_OUT
    if today > date.fromisoformat(reward.valid_until):
        return say("this reward is not offered any more")
    if bought >= reward.most:
        most = int(reward.most)
        return say("you have had this reward as often as one person may: %(most)s", most=most)
    if not reward.newcomers and purse.active_since is None:
        return say(
            "this reward is for Active Citizens: it takes %(status)s points earned", status=STATUS
        )
    if purse.balance < reward.cost:
        return say(
            "you have too few points: it costs %(cost)s, and you have %(balance)s",
            cost=int(reward.cost),
            balance=int(purse.balance),
        )
    return None


def check_offer(cost: int, *, newcomers: bool) -> None:
    """`Invalid` if what newcomers may have costs more than they can soon have earned."""
    if cost < 1 or (newcomers and cost > NEWCOMERS):
        why = say("a reward for newcomers costs at most %(most)s points", most=NEWCOMERS)
        raise Invalid(fields={"cost": why})


def may_take_part(by: Actor) -> None:
    if by.level < 1:
        raise Forbidden("confirm your e-mail address first (level L1)")


def may_serve(by: Actor) -> Role:
    """As what it is their work to look at vouchers and fill the shelves; `Forbidden` if it is
    not."""
    for role in CASHIERS:
        if by.is_(role):
            return role
    raise Forbidden("your role does not include this")


def gift(points: int, balance: float) -> int:
    """How much is given away; `Invalid` unless it is there to give."""
    if points < 1:
        raise _wrong_gift(say("give at least one point"))
    if points > balance:
        raise _wrong_gift(say("you have only %(balance)s points", balance=int(balance)))
    return points


def words(title: dict[str, str]) -> Text:
    return Text(title["ru"], title["en"])


def refuse(why: Message | None) -> None:
    if why:
        raise Conflict(why.singular, **why.values)


def _wrong_gift(why: Message) -> Invalid:
    return Invalid(fields={"points": why})
