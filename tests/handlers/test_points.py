"""Points and rewards, in pages and over the API."""

import re

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import points, sessions
from chalicelib.edge import cookies
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.points import a_reward, an_active_citizen, earn
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")

ANNA = a_resident("anna")


@pytest.fixture(autouse=True)
def monday(monkeypatch):
    monkeypatch.setattr("chalicelib.clock.now", lambda: MONDAY)


def at_the_portal(actor=ANNA):
    """A browser in which somebody has signed in."""
    browser = Browser()
    browser.cookies[cookies.SESSION] = sessions.begin(actor, at=MONDAY)
    return browser


@pytest.fixture
def anna():
    return at_the_portal()


@pytest.fixture
def program():
    return Browser.of(ANNA)


@pytest.fixture
def olga():
    return at_the_portal(an_officer("operator", "olga"))


def test_a_program_reads_what_a_person_has(program):
    earn("anna", 20)

    found = program.get("/api/v1/me/points").json

    assert (found["balance"], found["earned"], found["status_at"]) == (20, 20, 1_000)
    (line,) = found["items"]
    assert (line["kind"], line["points"], line["about"]) == ("given", 20, "B-1")
    assert line["title"] == {"ru": "Парк", "en": "The park"}


def test_a_ledger_goes_on_by_cursor(program):
    for number in range(3):
        earn("anna", ballot=f"B-{number}")

    first = program.get("/api/v1/me/points?limit=2").json
    second = program.get(f"/api/v1/me/points?limit=2&cursor={first['next']}").json

    assert (len(first["items"]), len(second["items"]), second["next"]) == (2, 1, None)


def test_everybody_sees_what_points_buy(anybody):
    a_reward("tea", stock=0)

    (found,) = anybody.get("/api/v1/rewards").json["items"]

    assert (found["id"], found["cost"], found["stock"]) == ("tea", 200, 0)


def test_a_program_buys_once_with_one_key(program):
    an_active_citizen("anna")
    a_reward("tea", most=5)

    first = program.send("POST", "/api/v1/rewards/tea/redeem", Idempotency_Key="k")
    again = program.send("POST", "/api/v1/rewards/tea/redeem", Idempotency_Key="k")

    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", first.json["code"])
    assert program.get("/api/v1/me/vouchers").json["items"] == [first.json]
    assert program.get("/api/v1/me/points").json["balance"] == 800


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"stock": 0}, "sold out"),
        ({"cost": 5_000}, "too few points"),
        ({"valid_until": "2026-03-01"}, "not offered any more"),
    ],
)
def test_what_is_in_the_way_is_told_with_409(program, given, told):
    an_active_citizen("anna")
    a_reward("tea", **given)

    answer = program.send("POST", "/api/v1/rewards/tea/redeem")

    assert answer.status == 409
    assert told in answer.json["detail"]


def test_a_reward_that_there_is_not_is_404(program):
    assert program.send("POST", "/api/v1/rewards/nothing/redeem").status == 404


def test_strangers_and_unconfirmed_people_buy_nothing():
    a_reward("tea")
    unconfirmed = Browser.of(Actor("boris", level=0))

    assert Browser().send("POST", "/api/v1/rewards/tea/redeem").status == 401
    assert unconfirmed.send("POST", "/api/v1/rewards/tea/redeem").status == 403
    assert Browser().get("/api/v1/me/points").status == 401


def test_a_program_gives_points_away(program):
    an_active_citizen("anna")

    gift = {"charity": "trees", "points": 100}
    answer = program.send("POST", "/api/v1/me/points/donations", gift, Idempotency_Key="k")

    assert (answer.status, answer.json) == (201, {"balance": 900})


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize(
    "path", ["/me/points", "/me/points/give", "/me/vouchers", "/rewards", "/rewards/tea"]
)
def test_every_page_is_there_in_both_languages_for_who_has_nothing_yet(anna, path, language):
    a_reward("tea")

    page = anna.get(f"{path}?lang={language}")

    assert (page.status, page.headers["Content-Language"]) == (200, language)


def test_a_person_sees_their_points_and_how_far_the_status_is(anna):
    earn("anna", 20)

    page = anna.get("/me/points")

    assert "20 of 1,000 points earned" in page.text
    assert 'href="/ballots/B-1"' in page.body
    assert '<progress class="veche-status__bar"' in page.body
    an_active_citizen("anna")
    assert "You are an Active Citizen" in anna.get("/me/points").text


def test_a_reward_is_bought_on_its_page_without_scripts(anna):
    an_active_citizen("anna")
    a_reward("tea")
    assert "Tea" in anna.get("/rewards").text
    page = anna.get("/rewards/tea")
    assert "You have 1,000 points; afterwards you have 800." in page.text

    page = anna.follow(anna.submit("/rewards/tea/redeem", key=page.value("key")))

    assert "Your voucher is ready" in page.text
    assert points.mine("anna")[0].code in page.text
    assert "800" in anna.get("/me/points").text


def test_a_form_that_is_sent_twice_buys_once(anna):
    an_active_citizen("anna")
    a_reward("tea", most=5)
    key = anna.get("/rewards/tea").value("key")

    for _ in range(2):
        assert anna.submit("/rewards/tea/redeem", key=key).status == 303

    assert len(points.mine("anna")) == 1


def test_what_was_sold_out_meanwhile_is_said_on_the_page(anna):
    an_active_citizen("anna")
    an_active_citizen("boris")
    a_reward("tea", stock=1)
    key = anna.get("/rewards/tea").value("key")
    points.redeem("tea", by=a_resident("boris"), at=MONDAY, key="b")

    page = anna.submit("/rewards/tea/redeem", key=key)

    assert page.status == 409
    assert "This reward is sold out" in page.text
    assert 'action="/rewards/tea/redeem"' not in page.body
    assert "Sold out" in anna.get("/rewards").text


def test_who_is_not_signed_in_sees_the_shop_and_is_led_to_sign_in(anybody):
    a_reward("tea")

    assert "Tea" in anybody.get("/rewards").text
    assert 'href="/sign-in?next=/rewards/tea"' in anybody.get("/rewards/tea").body
    assert anybody.get("/me/vouchers").location.startswith("/sign-in")


def test_points_are_given_away_on_a_page(anna):
    an_active_citizen("anna")
    key = anna.get("/me/points/give").value("key")

    page = anna.submit("/me/points/give", charity="trees", points="5000", key=key)
    assert page.status == 422
    assert 'href="#points"' in page.body
    assert page.value("key") == key

    page = anna.follow(anna.submit("/me/points/give", charity="trees", points="100", key=key))
    assert "Trees for courtyards" in page.text
    assert "−100" in page.text


def test_a_voucher_is_looked_at_and_used_at_the_counter(olga):
    an_active_citizen("anna")
    voucher = points.redeem(a_reward("tea"), by=ANNA, at=MONDAY, key="k")

    page = olga.submit("/staff/vouchers", code=voucher.code.lower())
    assert "Tea" in page.text
    assert "anna" not in page.text
    page = olga.follow(olga.submit("/staff/vouchers/use", code=voucher.code))

    assert "hand the reward over" in page.text
    assert olga.submit("/staff/vouchers/use", code=voucher.code).status == 409
    assert "Used" in at_the_portal().get("/me/vouchers").text


def test_points_are_given_back_at_the_counter_for_a_reason(olga):
    an_active_citizen("anna")
    voucher = points.redeem(a_reward("tea"), by=ANNA, at=MONDAY, key="k")

    assert olga.submit("/staff/vouchers/refund", code=voucher.code, reason="so").status == 422
    page = olga.follow(
        olga.submit("/staff/vouchers/refund", code=voucher.code, reason="the café was closed")
    )

    assert "The points are given back" in page.text
    assert points.balance("anna").points == 1_000


@pytest.mark.parametrize("language", ["en", "ru"])
def test_with_a_voucher_of_ones_own_there_is_nothing_to_press(language):
    an_active_citizen("olga")
    clerk = an_officer("operator", "olga")
    voucher = points.redeem(a_reward("tea"), by=clerk, at=MONDAY, key="k")
    olga = signed_in(clerk, language)

    page = olga.submit("/staff/vouchers", code=voucher.code)

    assert ("a colleague hands" if language == "en" else "другой сотрудник") in page.text
    assert "/staff/vouchers/use" not in page.body
    assert "/staff/vouchers/refund" not in page.body
    assert olga.submit("/staff/vouchers/use", code=voucher.code).status == 403


def test_a_code_that_there_is_not_is_said_beside_the_field(olga):
    page = olga.submit("/staff/vouchers", code="0000-0000-0000")

    assert page.status == 422
    assert 'href="#code"' in page.body


def test_the_shelves_are_filled_at_the_counter(olga):
    a_reward("tea", stock=0)

    page = olga.follow(olga.submit("/staff/rewards", reward="tea", pieces="30"))

    assert "They are on the shelf" in page.text
    assert olga.submit("/staff/rewards", reward="tea", pieces="many").status == 422


@pytest.mark.parametrize("path", ["/staff/vouchers", "/staff/vouchers/use", "/staff/rewards"])
def test_residents_have_no_business_at_the_counter(anna, path):
    assert anna.submit(path, code="K7QF-2M9X-PDTA").status == 403
