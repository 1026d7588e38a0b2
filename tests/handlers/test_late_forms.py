"""Forms that are sent when the browser remembers something else than when they were opened."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from chalicelib.domain.sessions.usecases import LASTS
from chalicelib.edge import cookies
from tests.cognito import PASSWORD, a_person, user_pool
from tests.gateway import Browser

ANNA = "anna@example.org"
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def pool(tables):
    with user_pool():
        a_person(ANNA)
        yield


@pytest.fixture
def anna():
    browser = Browser()
    browser.submit("/sign-in", email=ANNA, password=PASSWORD)
    return browser


def sent_late(browser, path, **fields):
    """From a page of ours that was opened when the browser remembered something else."""
    body = urlencode({"csrf": "of another time", **fields}).encode()
    return browser.ask("POST", path, body, FORM)


def test_a_form_opened_before_one_signed_in_comes_back_with_what_was_typed(anna):
    page = sent_late(anna, "/me/profile", name="Anna Aho", phone="+358 9 1", version="1")

    assert page.status == 403
    assert page.value("name") == "Anna Aho"
    assert "opened before you signed in" in page.text
    assert page.value("csrf") == anna.csrf()
    assert anna.get("/me/profile").value("name") != "Anna Aho"


def test_one_without_a_page_of_its_own_can_be_sent_again(anna):
    page = sent_late(anna, "/sign-out", password=PASSWORD, note="kept")

    assert page.status == 403
    assert anna.get("/me").status == 200
    assert page.value("note") == "kept"
    assert PASSWORD not in page.body


def test_a_browser_that_has_forgotten_who_signed_in_keeps_what_was_typed(anybody):
    page = sent_late(anybody, "/me/profile", name="Anna", phone="+358 1")

    assert page.status == 401
    assert "Anna" in page.value("kept")


def test_a_form_sent_after_the_session_ended_keeps_what_was_typed(anybody):
    anybody.cookies[cookies.SESSION] = "ended"

    answer = anybody.submit("/me/profile", name="Anna", phone="+358 1")

    assert answer.status == 401
    assert "Anna" in answer.value("kept")
    assert answer.value("next") == "/me/profile"


def test_what_no_page_of_ours_is_known_to_have_sent_is_given_to_nobody(anna):
    body = urlencode({"csrf": "guess", "note": "kept"}).encode()

    for site in ({}, {"Sec-Fetch-Site": "none"}, {"Sec-Fetch-Site": "same-site"}):
        kind = {"Content-Type": FORM["Content-Type"], **site}
        page = anna.ask("POST", "/sign-out", body, kind)
        assert page.status == 403
        assert "kept" not in page.body


def test_the_browser_remembers_a_session_for_longer_than_it_lasts(anybody):
    page = anybody.submit("/sign-in", email=ANNA, password=PASSWORD)

    kept = next(line for line in page.cookies if line.startswith(cookies.SESSION))
    assert timedelta(seconds=int(kept.rpartition("Max-Age=")[2])) > LASTS
