"""Vouchers at the counter: a reward is handed over once, or its points are given back."""

from datetime import timedelta

import pytest

from chalicelib.domain import points
from chalicelib.domain.points import shop
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.reward import VOUCHER, RewardEvent
from tests.factories import MONDAY, a_resident, an_officer
from tests.points import a_reward, an_active_citizen

pytestmark = pytest.mark.usefixtures("tables")

DAY = timedelta(days=1)
OLGA = an_officer("operator", "olga")


def redeem(*, key="k"):
    return points.redeem("tea", by=a_resident("anna"), at=MONDAY, key=key)


def events(voucher):
    """What officers did with it, the first first."""
    return list(RewardEvent.query(VOUCHER + voucher.id))


def stock():
    return int(shop.find("tea").stock)


def test_a_voucher_is_used_once():
    an_active_citizen("anna")
    a_reward("tea")
    code = redeem().code

    points.use(code.lower().replace("-", " "), by=OLGA, at=MONDAY)

    assert points.shown(code, by=OLGA).voucher.state == "used"
    with pytest.raises(Conflict):
        points.use(code, by=OLGA, at=MONDAY)


def test_two_counters_at_once_hand_over_one_reward(monkeypatch):
    an_active_citizen("anna")
    a_reward("tea")
    code = redeem().code
    stale = points.shown(code, by=OLGA)
    points.use(code, by=OLGA, at=MONDAY)
    monkeypatch.setattr("chalicelib.domain.points.vouchers.shown", lambda code, by: stale)

    with pytest.raises(Conflict):
        points.use(code, by=OLGA, at=MONDAY)


def test_a_voucher_is_good_until_the_end_of_its_last_day():
    an_active_citizen("anna")
    a_reward("tea", valid_until="2026-03-02", most=2)
    code = redeem().code

    with pytest.raises(Conflict):
        points.use(code, by=OLGA, at=MONDAY + DAY)
    assert points.use(code, by=OLGA, at=MONDAY + DAY / 2).state == "used"


def test_points_are_given_back_once_and_the_reward_returns_to_the_shelf():
    an_active_citizen("anna")
    a_reward("tea", stock=1, most=1)
    code = redeem().code

    points.refund(code, reason="the café was closed", by=OLGA, at=MONDAY)

    assert points.balance("anna") == points.Balance(1_000, 1_000, MONDAY)
    assert stock() == 1
    with pytest.raises(Conflict):
        points.refund(code, reason="the café was closed", by=OLGA, at=MONDAY)
    with pytest.raises(Conflict):
        points.use(code, by=OLGA, at=MONDAY)
    assert redeem(key="once more").code != code


def test_points_are_not_given_back_for_what_was_used_or_without_a_reason():
    an_active_citizen("anna")
    a_reward("tea")
    code = redeem().code

    with pytest.raises(Invalid):
        points.refund(code, reason="so", by=OLGA, at=MONDAY)
    points.use(code, by=OLGA, at=MONDAY)
    with pytest.raises(Conflict):
        points.refund(code, reason="the café was closed", by=OLGA, at=MONDAY)

    assert points.balance("anna").points == 800


def test_who_handed_it_over_or_gave_the_points_back_is_written_down_and_not_for_whom():
    an_active_citizen("anna")
    a_reward("tea", most=2)
    used, returned = redeem(), redeem(key="another")

    points.use(used.code, by=OLGA, at=MONDAY)
    points.refund(returned.code, reason="the café was closed", by=OLGA, at=MONDAY + DAY)

    (handed_over,), (given_back,) = events(used), events(returned)
    assert (handed_over.kind, handed_over.at) == ("reward.handed_over", MONDAY)
    assert (given_back.kind, given_back.at) == ("reward.returned", MONDAY + DAY)
    assert given_back.reason == "the café was closed"
    for event in (handed_over, given_back):
        assert (event.actor, event.role) == ("olga", "operator")
        assert used.account not in str(event.to_simple_dict())
        assert "anna" not in str(event.to_simple_dict())


def test_what_was_refused_leaves_no_trace_that_it_was_done():
    an_active_citizen("anna")
    a_reward("tea")
    voucher = redeem()
    points.use(voucher.code, by=OLGA, at=MONDAY)

    with pytest.raises(Conflict):
        points.use(voucher.code, by=OLGA, at=MONDAY)
    with pytest.raises(Conflict):
        points.refund(voucher.code, reason="the café was closed", by=OLGA, at=MONDAY)

    assert [event.kind for event in events(voucher)] == ["reward.handed_over"]


def test_nobody_uses_or_returns_a_voucher_of_their_own():
    an_active_citizen("olga")
    a_reward("tea")
    voucher = points.redeem("tea", by=OLGA, at=MONDAY, key="k")
    assert points.shown(voucher.code, by=OLGA).own

    with pytest.raises(Forbidden, match="your own"):
        points.use(voucher.code, by=OLGA, at=MONDAY)
    with pytest.raises(Forbidden, match="your own"):
        points.refund(voucher.code, reason="I want them back", by=OLGA, at=MONDAY)
    assert (points.balance("olga").points, events(voucher)) == (800, [])

    colleague = an_officer("operator", "oleg")
    assert not points.shown(voucher.code, by=colleague).own
    assert points.use(voucher.code, by=colleague, at=MONDAY)


@pytest.mark.parametrize("by", [a_resident(), an_officer("moderator"), an_officer("auditor")])
def test_only_who_serves_at_a_counter_sees_vouchers_and_fills_shelves(by):
    an_active_citizen("anna")
    a_reward("tea")
    code = redeem().code

    for act in (
        lambda: points.shown(code, by=by),
        lambda: points.use(code, by=by, at=MONDAY),
        lambda: points.refund(code, reason="the café was closed", by=by, at=MONDAY),
        lambda: points.restock("tea", 1, by=by, at=MONDAY),
    ):
        with pytest.raises(Forbidden):
            act()


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "no code at all"])
def test_a_code_that_nobody_was_given_finds_nothing(code):
    with pytest.raises(NotFound):
        points.shown(code, by=OLGA)
