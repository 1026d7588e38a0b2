"""Pages on which people see their points and get something for them."""

from datetime import date
from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue, identifiers
from chalicelib.domain import points
from chalicelib.domain.points import STATUS
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)
Key = Annotated[str, Meta(min_length=1, max_length=64)]


class Purchase(Struct):
    """``key`` was made when the page was shown: sent twice, it is one purchase."""

    key: Key


class Gift(Struct):
    charity: str
    points: Annotated[int, Meta(ge=1, le=1_000_000)]
    key: Key


@blueprint.page("GET /me/points", who=SIGNED_IN)
def my_points(call: Call) -> Response:
    after = "".join(call.query.get("cursor", [])[:1])
    has, found = _account(call, after)
    cursor = paging.cursor(found.last)
    return call.render(
        "points/mine.html",
        title=call.tell(say("My points")),
        has=has,
        needed=STATUS,
        lines=found.lines,
        next=f"/me/points?cursor={cursor}" if cursor else None,
        first="/me/points" if after else None,
    )


@blueprint.page("GET /me/points/give", who=RESIDENTS)
def to_give(call: Call) -> Response:
    """Give points to a charity."""
    return call.render(
        "points/give.html",
        title=call.tell(say("Give points to a good cause")),
        has=points.balance(call.actor.id),
        charities=catalogue.charities(),
        key=_key(call),
    )


@blueprint.page("POST /me/points/give", who=RESIDENTS, again=to_give)
def give(call: Call, form: Gift) -> Response:
    points.donate(form.charity, form.points, by=call.actor, at=call.at, key=form.key)
    return call.redirect("/me/points", notice=say("Thank you: your points are on their way"))


@blueprint.page("GET /me/vouchers", who=SIGNED_IN)
def my_vouchers(call: Call) -> Response:
    return call.render(
        "points/vouchers.html",
        title=call.tell(say("My vouchers")),
        vouchers=points.mine(call.actor.id),
        day=date.fromisoformat,
        today=catalogue.in_city(call.at).date(),
    )


@blueprint.page("GET /rewards", who=ANYONE)
def rewards(call: Call) -> Response:
    window = points.window(by=call.actor, at=call.at)
    return call.render(
        "points/rewards.html",
        title=call.tell(say("Rewards")),
        rewards=window.rewards,
        has=window.has,
        needed=STATUS,
        day=date.fromisoformat,
    )


@blueprint.page("GET /rewards/{id}", who=ANYONE)
def reward(call: Call, id: str) -> Response:
    """One reward, with what is in the way, or the button that buys it."""
    choice = points.choice(id, by=call.actor, at=call.at)
    return call.render(
        "points/reward.html",
        title=choice.reward.title[call.language],
        reward=choice.reward,
        why=choice.why and call.tell(choice.why),
        has=choice.has,
        day=date.fromisoformat,
        key=_key(call),
    )


@blueprint.page("POST /rewards/{id}/redeem", who=RESIDENTS, again=reward)
def redeem(call: Call, id: str, form: Purchase) -> Response:
    points.redeem(id, by=call.actor, at=call.at, key=form.key)
    return call.redirect("/me/vouchers", notice=say("Your voucher is ready"))


def _account(call: Call, after: str) -> tuple[points.Balance | None, points.Ledger]:
    """What is there to spend is shown above the newest entries, and not once more above older."""
    if after:
        return None, points.ledger(call.actor.id, after=paging.key(after))
    return points.account(call.actor.id)


def _key(call: Call) -> str:
    """The one that was sent, where the page is shown once more."""
    return str(call.values.get("key") or identifiers.number())
