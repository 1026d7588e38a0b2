"""A document at the desk of those who help people with their accounts: it verifies one of them."""

import re

import pytest

from chalicelib import catalogue, clock, language
from tests.ballots import open_at
from tests.cognito import PASSWORD, a_person
from tests.gateway import Browser
from tests.homes import two_houses

ANNA = "anna@example.org"
PASSPORT = {"document": "passport", "country": "FI", "number": "PD 1234567"}


@pytest.fixture(autouse=True)
def _homes(keys):
    with two_houses():
        yield


def signed_in(email):
    browser = Browser()
    browser.get("/sign-in")
    assert browser.submit("/sign-in", email=email, password=PASSWORD).status == 303
    return browser


def lives_there(email):
    """Somebody who has said where they live and when they were born."""
    a_person(email)
    browser = signed_in(email)
    browser.submit("/me/residence", address="mannerheimintie-5")
    birthday = {"born_on-day": "27", "born_on-month": "3", "born_on-year": "1984"}
    version = browser.get("/me/profile").value("version")
    browser.submit("/me/profile", language="en", version=version, **birthday)
    return browser


def raise_(olga, email, **given):
    """At the desk: the record that was opened, and what came of raising it."""
    record = olga.submit("/staff/people", email=email, purpose="verifying the residence").location
    seen = olga.get(record).value("version")
    return record, olga.submit(f"{record}/raise", version=seen, **PASSPORT | given)


@pytest.fixture
def olga():
    a_person("olga@example.org", "operator")
    return signed_in("olga@example.org")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"document": ""}, "document"), ({"country": "QQ"}, "country"), ({"note": "o" * 501}, "note")],
)
def test_a_number_that_was_typed_comes_back_when_something_else_is_wrong(olga, wrong, field):
    lives_there(ANNA)

    _, page = raise_(olga, ANNA, **wrong)

    assert page.status == 422
    assert f'href="#{field}"' in page.body
    assert page.value("number") == PASSPORT["number"]


def test_what_is_missing_of_a_document_is_told_at_once(olga):
    lives_there(ANNA)

    _, page = raise_(olga, ANNA, document="", number="", country="")

    assert page.status == 422
    assert [f'href="#{name}"' in page.body for name in PASSPORT] == [True, True, True]


def test_a_number_is_not_shown_again_nor_offered_by_the_browser(olga):
    lives_there(ANNA)
    record, _ = raise_(olga, ANNA, number="")
    assert re.search(r'<input[^>]+name="number"[^>]+autocomplete="off"', olga.get(record).body)

    _, raised = raise_(olga, ANNA)

    assert raised.status == 303
    assert "1234567" not in olga.follow(raised).body + olga.get(record).body


def test_a_document_that_has_verified_another_account_is_refused_and_settled_at_the_desk(olga):
    for email in (ANNA, "boris@example.org"):
        lives_there(email)
    raise_(olga, ANNA)

    other, refused = raise_(olga, "boris@example.org")

    assert refused.status == 409
    assert "Another account has been verified with this document" in refused.text
    assert "Somebody showed your document for another account" in anna_sees()
    holder = olga.submit(f"{other}/holder")
    seen = olga.follow(holder).value("version")
    lowered = olga.submit(f"{holder.location}/lower", version=seen, reason="has two accounts")
    assert lowered.status == 303
    assert "The document has verified another account" in olga.get(other).text
    _, raised = raise_(olga, "boris@example.org")
    assert "level L2" in olga.follow(raised).text
    assert "The document has verified another account" not in olga.get(other).text
    assert "The document of this account was shown for another one" in anna_sees()
    assert "boris" not in anna_sees()


def test_while_a_ballot_is_open_a_lowered_account_keeps_its_document(olga):
    closes = open_at(clock.now()).closes_at
    for email in (ANNA, "boris@example.org"):
        lives_there(email)
    record, _ = raise_(olga, ANNA)
    seen = olga.get(record).value("version")
    olga.submit(f"{record}/lower", version=seen, reason="has two accounts")

    _, refused = raise_(olga, "boris@example.org")

    assert refused.status == 409
    assert f"from {language.moment(catalogue.in_city(closes), 'en')} on" in refused.text


def anna_sees():
    return signed_in(ANNA).get("/me/activity").text
