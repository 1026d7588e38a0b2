"""The counter's pages: looking at a voucher, handing the reward over, giving points back."""

from datetime import date
from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.domain import points
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.errors import Invalid, NotFound
from chalicelib.messages import say

blueprint = Capability(__name__)
CASHIERS = staff(*points.CASHIERS)
Code = Annotated[str, Meta(min_length=1, max_length=40)]


class Shown(Struct):
    code: Code


class Refund(Struct):
    code: Code
    reason: Annotated[str, Meta(max_length=500)]


class Delivery(Struct):
    reward: str
    pieces: int


@blueprint.page("GET /staff/vouchers", who=CASHIERS)
def counter(call: Call) -> Response:
    """By form, never by address: a code would stay in logs and histories."""
    return _counter(call, None)


@blueprint.page("POST /staff/vouchers", who=CASHIERS, again=counter)
def look(call: Call, form: Shown) -> Response:
    """The voucher with this code, and what can be done with it."""
    try:
        return _counter(call, points.shown(form.code, by=call.actor))
    except NotFound as error:
        raise Invalid(error.message.singular, {"code": error.message}) from error


@blueprint.page("POST /staff/vouchers/use", who=CASHIERS, again=counter)
def use(call: Call, form: Shown) -> Response:
    points.use(form.code, by=call.actor, at=call.at)
    return call.redirect("/staff/vouchers", notice=say("The voucher is used: hand the reward over"))


@blueprint.page("POST /staff/vouchers/refund", who=CASHIERS, again=counter)
def refund(call: Call, form: Refund) -> Response:
    points.refund(form.code, reason=form.reason, by=call.actor, at=call.at)
    return call.redirect("/staff/vouchers", notice=say("The points are given back"))


@blueprint.page("POST /staff/rewards", who=CASHIERS, again=counter)
def restock(call: Call, form: Delivery) -> Response:
    points.restock(form.reward, form.pieces, by=call.actor, at=call.at)
    return call.redirect("/staff/vouchers", notice=say("They are on the shelf"))


def _counter(call: Call, shown: points.Shown | None) -> Response:
    voucher = shown.voucher if shown else None
    return call.render(
        "points/counter.html",
        title=call.tell(say("Vouchers and rewards")),
        voucher=voucher,
        own=shown is not None and shown.own,
        good=voucher is not None
        and date.fromisoformat(voucher.valid_until) >= catalogue.in_city(call.at).date(),
        rewards=[] if voucher else points.offers(at=call.at),
        day=date.fromisoformat,
    )
