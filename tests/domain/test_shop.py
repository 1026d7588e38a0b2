"""The shop: one piece is one voucher, and nobody gets more than they can pay for."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import points
from chalicelib.domain.points import books, shop
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.reward import RewardEvent
from tests.factories import MONDAY, a_resident, an_officer
from tests.points import a_crowd, a_reward, an_active_citizen, earn, kept

pytestmark = pytest.mark.usefixtures("tables")

DAY = timedelta(days=1)
OLGA = an_officer("operator", "olga")


def redeem(person="anna", code="tea", *, key="k", at=MONDAY):
    return points.redeem(code, by=a_resident(person), at=at, key=key)


def stock(code="tea"):
    return int(shop.find(code).stock)


def refused(why, **asked):
    with pytest.raises(Conflict) as error:
        redeem(**asked)
    assert why in str(error.value)


def test_a_reward_is_bought_and_the_voucher_is_there():
    an_active_citizen("anna")
    a_reward("tea", cost=200, stock=5)

    voucher = redeem()

    assert (stock(), points.balance("anna").points) == (4, 800)
    assert [v.code for v in points.mine("anna")] == [voucher.code]
    assert (voucher.title["en"], voucher.valid_until, voucher.state) == (
        "Tea",
        "2026-12-31",
        "valid",
    )


def test_the_same_key_is_the_same_voucher_however_often_it_is_sent():
    an_active_citizen("anna")
    a_reward("tea", most=3)

    first, again = redeem(key="k"), redeem(key="k", at=MONDAY + DAY / 2)
    other = redeem(key="another")

    assert first.code == again.code != other.code
    assert points.balance("anna").points == 600


def test_the_same_key_counts_even_if_the_points_are_spent_by_now():
    an_active_citizen("anna")
    a_reward("tea", cost=1_000)

    assert redeem().code == redeem().code


def test_a_key_is_good_for_one_reward():
    an_active_citizen("anna")
    a_reward("tea")
    a_reward("bun")
    redeem(code="tea")

    with pytest.raises(Invalid) as error:
        redeem(code="bun")

    assert set(error.value.fields) == {"Idempotency-Key"}


def test_a_key_is_forgotten_after_a_day():
    an_active_citizen("anna")
    a_reward("tea", most=2)

    assert redeem().code != redeem(at=MONDAY + DAY).code


def test_two_people_may_use_the_same_key():
    for person in ("anna", "boris"):
        an_active_citizen(person)
    a_reward("tea")

    assert redeem("anna").code != redeem("boris").code


def test_each_reason_for_which_a_reward_cannot_be_had_is_told_as_such():
    an_active_citizen("anna", balance=1_000)
    a_reward("gone", stock=0)
    a_reward("dear", cost=1_001)
    a_reward("past", valid_until="2026-03-01")
    a_reward("once", most=1)
    redeem(code="once", key="1")

    refused("sold out", code="gone")
    refused("too few points: it costs 1001, and you have 800", code="dear")
    refused("not offered any more", code="past")
    refused("as often as one person may: 1", code="once", key="2")
    with pytest.raises(NotFound):
        redeem(code="nothing")
    assert points.balance("anna").points == 800


def test_rewards_take_the_status_but_those_for_newcomers_do_not():
    earn("anna", 100)
    a_reward("tea", cost=60)
    a_reward("bun", cost=60, newcomers=True)

    refused("Active Citizens", code="tea")
    assert redeem(code="bun").reward == "bun"


def test_a_reward_for_newcomers_costs_what_newcomers_have():
    with pytest.raises(Invalid):
        a_reward("bun", cost=101, newcomers=True)


def test_who_has_not_confirmed_an_address_buys_nothing():
    with pytest.raises(Forbidden):
        points.redeem(a_reward(), by=Actor("anna", level=0), at=MONDAY, key="k")


def test_two_hundred_who_want_the_last_piece_get_one_voucher(one_at_a_time):
    people = a_crowd(200, balance=100)
    a_reward("bun", cost=60, stock=1, newcomers=True)

    with ThreadPoolExecutor(20) as crowd:
        found = Counter(crowd.map(lambda person: outcome(person, "bun"), people))

    assert found == {"voucher": 1, "this reward is sold out": 199}
    assert stock("bun") == 0
    assert sum(points.balance(person).points for person in people) == 200 * 100 - 60
    assert len(kept("vouchers")) == 1


def test_somebody_with_forty_fingers_buys_what_their_points_are_worth(one_at_a_time):
    an_active_citizen("anna", balance=1_000)
    a_reward("tea", cost=300, stock=40, most=40)

    with ThreadPoolExecutor(8) as fingers:
        list(fingers.map(lambda n: outcome("anna", "tea", key=f"k{n}"), range(40)))
    while outcome("anna", "tea", key="last") == "voucher":
        pass  # whoever was told to try again tries again

    assert points.balance("anna").points == 100
    assert len(points.mine("anna")) == 40 - stock("tea") == 3


def test_an_impatient_finger_buys_once(one_at_a_time):
    an_active_citizen("anna")
    a_reward("tea", stock=9, most=9)

    with ThreadPoolExecutor(6) as fingers:
        codes = set(fingers.map(lambda _: redeem(key="form").code, range(6)))

    assert len(codes) == 1
    assert (stock(), points.balance("anna").points) == (8, 800)


def outcome(person, code, *, key="k"):
    try:
        redeem(person, code, key=key)
    except Conflict as error:
        return str(error)
    return "voucher"


@pytest.mark.parametrize(
    ("change", "why"),
    [("stock", "sold out"), ("cost", "too few points"), ("most", "as one person may")],
)
def test_what_changes_between_looking_and_buying_is_looked_at_again(monkeypatch, change, why):
    """The race, forced: the first look sees the shop as it was a moment ago."""
    an_active_citizen("anna", balance=1_000)
    an_active_citizen("boris", balance=1_000)
    a_reward("tea", stock=1, most=1)
    seen, real = [shop._read(books.account_of("anna"), "tea")], shop._read
    if change == "stock":
        redeem("boris")
    elif change == "cost":
        reward = shop.find("tea")
        reward.cost = 5_000
        reward.save()
    else:
        points.restock("tea", 5, by=OLGA, at=MONDAY)
        redeem("anna", key="first")
        points.donate("trees", 1, by=a_resident("anna"), at=MONDAY, key="d")
    monkeypatch.setattr(shop, "_read", lambda *asked: seen.pop() if seen else real(*asked))

    refused(why, key="second")


def test_more_is_put_on_the_shelf_and_it_is_written_down():
    a_reward("tea", stock=0)

    points.restock("tea", 30, by=OLGA, at=MONDAY + DAY)

    assert stock() == 30
    kinds = [(e.kind, e.facts) for e in RewardEvent.query("reward#tea")]
    assert kinds == [
        ("reward.offered", {"pieces": "0"}),
        ("reward.restocked", {"pieces": "30"}),
    ]
    with pytest.raises(Invalid):
        points.restock("tea", 0, by=OLGA, at=MONDAY)
    with pytest.raises(NotFound):
        points.restock("nothing", 1, by=OLGA, at=MONDAY)


def test_a_reward_that_is_offered_already_stays_as_it_is():
    a_reward("tea", stock=5)

    assert not points.put_on_shelf(
        points.Offer("tea", *[points.words({"ru": "Ч", "en": "T"})] * 3, 1, 99, "2027-01-01"),
        at=MONDAY,
    )

    assert stock() == 5


def test_the_shop_shows_what_is_offered_the_cheapest_first():
    a_reward("dear", cost=900, stock=0)
    a_reward("cheap", cost=10)
    a_reward("past", valid_until="2026-03-01")

    assert [reward.code for reward in points.offers(at=MONDAY)] == ["cheap", "dear"]


def test_a_person_is_told_why_they_cannot_have_it_before_they_try():
    a_reward("tea")
    earn("anna", 20)

    assert "Active Citizens" in str(points.choice("tea", by=a_resident("anna"), at=MONDAY).why)
    assert "sign in" in str(points.choice("tea", by=Actor(""), at=MONDAY).why)
    an_active_citizen("anna")
    assert points.choice("tea", by=a_resident("anna"), at=MONDAY).why is None


def test_the_code_is_told_to_nobody_but_the_person_who_looks():
    """It stands in the voucher alone: neither in what goes to queues, nor among the keys."""
    an_active_citizen("anna")
    a_reward("tea")
    code = redeem().code

    assert code in str(kept("vouchers"))
    for table in ("points", "rewards", "requests"):
        assert code not in str(kept(table))
    (told,) = [item for item in kept("points") if item.get("kind") == "points.redeemed"]
    assert told["concerns"] == {"anna"}
    assert json.loads(told["facts"]) == {
        "title_ru": "Чай",
        "title_en": "Tea",
        "day": "2026-12-31",
    }
