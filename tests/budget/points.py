"""Visits to points: the ledger, the shop, and the counter where vouchers are shown."""

from uuid import uuid4

from chalicelib import catalogue, clock
from chalicelib.domain import points
from tests.budget.visits import Visit, visit
from tests.complaints import ANNA
from tests.factories import an_officer
from tests.points import a_reward, an_active_citizen, earn
from tests.reporting import signed_in

CASHIER = an_officer(str(points.CASHIERS[0]), "cashier")


def with_points() -> None:
    """Anna has points from many ballots, and there is something to get for them."""
    an_active_citizen("anna", balance=2_000)
    for number in range(24):
        earn("anna", ballot=f"B-{number}")
    for code in ("tea", "theatre", "tram"):
        a_reward(code)


def opens(address: str) -> Visit:
    with_points()
    anna = signed_in(ANNA)
    return lambda: anna.get(address)


def a_voucher() -> str:
    """Anna's; its code."""
    with_points()
    return points.redeem("tea", by=ANNA, at=clock.now(), key=uuid4().hex).code


@visit("GET /me/points")
def reads_the_ledger():
    return opens("/me/points")


@visit("GET /me/points/give")
def thinks_of_giving():
    return opens("/me/points/give")


@visit("POST /me/points/give")
def gives():
    with_points()
    anna, cause = signed_in(ANNA), catalogue.charities()[0].code
    return lambda: anna.submit("/me/points/give", charity=cause, points=100, key=uuid4().hex)


@visit("GET /me/vouchers")
def reads_the_vouchers():
    a_voucher()
    anna = signed_in(ANNA)
    return lambda: anna.get("/me/vouchers")


@visit("GET /rewards")
def looks_at_the_shop():
    return opens("/rewards")


@visit("GET /rewards/{id}")
def looks_at_a_reward():
    return opens("/rewards/tea")


@visit("POST /rewards/{id}/redeem")
def buys():
    with_points()
    anna = signed_in(ANNA)
    return lambda: anna.submit("/rewards/tea/redeem", key=uuid4().hex)


@visit("GET /staff/vouchers")
def stands_at_the_counter():
    with_points()
    cashier = signed_in(CASHIER)
    return lambda: cashier.get("/staff/vouchers")


@visit("POST /staff/vouchers")
def looks_at_a_voucher():
    code, cashier = a_voucher(), signed_in(CASHIER)
    return lambda: cashier.submit("/staff/vouchers", code=code)


@visit("POST /staff/vouchers/use")
def hands_over():
    code, cashier = a_voucher(), signed_in(CASHIER)
    return lambda: cashier.submit("/staff/vouchers/use", code=code)


@visit(
    "POST /staff/vouchers/refund",
    most=4,
    why="what it cost and which reward it was has to be read from the voucher, found by its code",
)
def gives_back():
    code, cashier = a_voucher(), signed_in(CASHIER)
    why = "The performance was cancelled."
    return lambda: cashier.submit("/staff/vouchers/refund", code=code, reason=why)


@visit("POST /staff/rewards")
def puts_on_the_shelf():
    with_points()
    cashier = signed_in(CASHIER)
    return lambda: cashier.submit("/staff/rewards", reward="tea", pieces=5)
