"""The ledger: everybody is thanked once for each ballot, and the books balance."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.domain import points
from chalicelib.domain.points import Balance, books, rules
from chalicelib.errors import Conflict, Invalid
from tests.factories import MONDAY, a_resident, an_officer
from tests.points import PARK, a_reward, an_active_citizen, earn, empty, entries, kept

pytestmark = pytest.mark.usefixtures("tables")


def lines(person="anna"):
    return [(line.kind, line.points, line.about) for line in points.ledger(person).lines]


def test_a_vote_is_thanked_and_stands_in_the_ledger():
    assert earn("anna", 20)

    assert points.balance("anna") == Balance(20, 20, None)
    (line,) = points.ledger("anna").lines
    assert (line.kind, line.points, line.about, line.title) == ("points.given", 20, "B-1", PARK)


def test_one_ballot_is_thanked_once_however_often_the_message_comes():
    assert earn("anna")
    assert not earn("anna")
    assert not earn("anna", at=MONDAY + timedelta(days=9))

    assert points.balance("anna").points == 20
    assert len(lines()) == 1


def test_two_workers_with_one_message_thank_once(one_at_a_time):
    with ThreadPoolExecutor(8) as pool:
        given = list(pool.map(lambda _: earn("anna"), range(8)))

    assert given.count(True) == 1
    assert points.balance("anna") == Balance(20, 20, None)


def test_votes_in_several_ballots_at_once_are_all_thanked(one_at_a_time):
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda n: earn("anna", ballot=f"B-{n}"), range(3)))

    assert points.balance("anna").points == 60


def test_a_worker_that_decided_on_an_older_purse_decides_again(monkeypatch):
    earn("anna", ballot="B-1")
    stale = books.find(books.account_of("anna"))
    earn("anna", ballot="B-2")
    real, seen = books.find, [stale]
    monkeypatch.setattr(books, "find", lambda account: seen.pop() if seen else real(account))

    assert earn("anna", ballot="B-3")

    assert points.balance("anna").points == 60


@pytest.mark.parametrize(
    ("kind", "said", "level", "given"),
    [
        ("poll", 20, 2, 20),
        ("local", 50, 1, 50),
        ("rating", 20, 1, 3),
        ("poll", 20, 0, 0),
        ("rating", 20, 0, 0),
        ("poll", 0, 2, 0),
    ],
)
def test_what_a_vote_is_worth_depends_on_the_ballot_and_the_level_alone(kind, said, level, given):
    assert points.for_vote(kind=kind, points=said, level=level) == given


def test_nothing_is_entered_for_nothing():
    assert not earn("anna", 0)

    assert points.balance("anna") == Balance()
    assert lines() == []


def test_a_thousand_points_earned_make_an_active_citizen_once_who_is_told():
    earn("anna", 990, ballot="B-1")
    assert points.balance("anna").active_since is None

    later = MONDAY + timedelta(days=1)
    earn("anna", 20, ballot="B-2", at=later)
    earn("anna", 20, ballot="B-3", at=later + timedelta(days=1))

    assert points.balance("anna").active_since == later
    told = [item for item in kept("points") if item.get("kind") == "points.active"]
    assert [item["concerns"] for item in told] == [{"anna"}]


def test_who_spends_points_stays_an_active_citizen():
    an_active_citizen("anna")

    points.redeem(a_reward(cost=900), by=a_resident("anna"), at=MONDAY, key="k")

    assert points.balance("anna") == Balance(100, 1_000, MONDAY)


def test_the_ledger_goes_on_page_by_page_and_never_into_somebody_elses():
    for number in range(5):
        earn("anna", ballot=f"B-{number}", at=MONDAY + timedelta(days=number))
    earn("boris")

    first = points.ledger("anna", limit=3)
    second = points.ledger("anna", limit=3, after=first.last)

    found = [line.about for line in (*first.lines, *second.lines)]
    assert found == ["B-4", "B-3", "B-2", "B-1", "B-0"]
    assert points.ledger("boris", after=first.last).lines == points.ledger("boris").lines
    with pytest.raises(Invalid):
        points.ledger("anna", after={"part": "purse"})


def test_who_was_never_thanked_has_an_empty_ledger():
    assert points.balance("nobody") == Balance()
    assert points.ledger("nobody").lines == []


def test_nothing_in_the_ledger_names_the_person():
    an_active_citizen("anna")

    assert entries()
    assert all("anna" not in str(entry) for entry in entries())


def test_points_are_given_away_once_for_each_key():
    an_active_citizen("anna")
    anna = a_resident("anna")

    later = MONDAY + timedelta(minutes=1)
    for _ in range(2):
        points.donate("trees", 300, by=anna, at=later, key="k")

    assert points.balance("anna") == Balance(700, 1_000, MONDAY)
    assert lines()[0] == ("points.donated", -300, "trees")
    with pytest.raises(Invalid):
        points.donate("trees", 400, by=anna, at=later, key="k")
    points.donate("trees", 400, by=anna, at=MONDAY + timedelta(days=2), key="k")
    assert points.balance("anna").points == 300


@pytest.mark.parametrize(
    ("charity", "many", "field"),
    [("trees", 1_001, "points"), ("trees", 0, "points"), ("mayor", 10, "charity")],
)
def test_what_cannot_be_given_away_is_refused_by_name(charity, many, field):
    an_active_citizen("anna")

    with pytest.raises(Invalid) as error:
        points.donate(charity, many, by=a_resident("anna"), at=MONDAY, key="k")

    assert set(error.value.fields) == {field}
    assert points.balance("anna").points == 1_000


def test_a_balance_never_goes_below_nothing_whatever_was_read_before(monkeypatch):
    """The condition stands in the write: what was decided on is not trusted."""
    an_active_citizen("anna")
    monkeypatch.setattr(rules, "gift", lambda points, balance: points)

    with pytest.raises(Conflict):
        points.donate("trees", 1_001, by=a_resident("anna"), at=MONDAY, key="k")

    assert points.balance("anna").points == 1_000


def test_what_is_known_of_a_person_is_told_to_the_person():
    an_active_citizen("anna")
    later = MONDAY + timedelta(minutes=1)
    voucher = points.redeem(a_reward(), by=a_resident("anna"), at=later, key="k")

    about = points.about("anna")

    assert (about["balance"], about["earned"]) == (800, 1_000)
    assert [line["points"] for line in about["ledger"]] == [-200, 1_000]
    assert [v["code"] for v in about["vouchers"]] == [voucher.code]


def test_who_is_forgotten_leaves_entries_that_lead_nowhere_and_books_that_balance():
    an_active_citizen("anna")
    account = books.account_of("anna")

    points.forget("anna", at=MONDAY)
    points.forget("anna", at=MONDAY)

    assert points.balance("anna") == Balance()
    left = kept("points")
    assert not [item for item in left if item["entity"] == "anna" or item["part"] == "purse"]
    assert sorted((e["kind"], e["points"]) for e in entries() if e["entity"] == account) == [
        ("points.forfeited", 1_000),
        ("points.given", 1_000),
    ]


ACTS = st.lists(
    st.tuples(st.sampled_from(["earn", "buy", "donate", "refund"]), st.integers(1, 400)),
    max_size=12,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts=ACTS)
def test_whatever_somebody_does_the_two_sides_of_every_entry_balance(acts):
    empty("points", "rewards", "vouchers", "requests")
    officer, anna = an_officer("operator", "olga"), a_resident("anna")
    an_active_citizen("anna")
    a_reward("tea", cost=150, stock=99, most=99)
    for number, (act, many) in enumerate(acts):
        do(act, many, number, by=anna, officer=officer)

    sides: Counter[str] = Counter()
    for entry in entries():
        sides[entry["credit"]] += int(entry["points"])
        sides[entry["debit"]] -= int(entry["points"])
    account = f"account:{books.account_of('anna')}"
    assert sum(sides.values()) == 0
    assert sides[account] == points.balance("anna").points >= 0
    assert points.balance("anna").earned == -sides["city:issued"]


def do(act, many, number, *, by, officer):
    key = f"k{number}"
    try:
        if act == "earn":
            earn(by.id, many, ballot=f"B-{number}")
        elif act == "buy":
            points.redeem("tea", by=by, at=MONDAY, key=key)
        elif act == "donate":
            points.donate("trees", many, by=by, at=MONDAY, key=key)
        else:
            found = [v for v in points.mine(by.id) if v.state == "valid"]
            for voucher in found[:1]:
                points.refund(voucher.code, reason="the café was closed", by=officer, at=MONDAY)
    except (Conflict, Invalid):
        pass
