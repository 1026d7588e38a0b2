"""A person's record at the operators' desk: a document is written down, and refused where it has
verified another account."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Changes
from tests.browser.in_process import HOME, at_home, looker
from tests.cognito import a_person
from tests.factories import MONDAY, an_officer
from tests.homes import HOUSES, two_houses
from tests.reporting import signed_in

NUMBER = "PD 1234567"


@pytest.fixture(autouse=True)
def monday(keys: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    with two_houses():
        yield


def lives_there(name: str) -> Actor:
    person = Actor(a_person(f"{name}@example.org"), level=1)
    accounts.own(person, language="en", at=MONDAY)
    said = Changes(name, address=HOUSES[0].id, born_on="1984-03-27")
    accounts.change(said, by=person, at=MONDAY)
    return person


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_of_a_document_at_the_desk_is_good(
    browser: Browser, language: str, request: pytest.FixtureRequest
) -> None:
    olga = an_officer("operator", a_person("olga@example.org", "operator"))
    anna, boris = lives_there("Anna"), lives_there("Boris")
    seen = accounts.profile(anna.id).version
    passport = {"document": "passport", "number": NUMBER, "note": ""}
    accounts.raise_level(anna.id, version=seen, **passport, by=olga, at=MONDAY)
    accounts.saw(boris.id, by=olga, purpose="at window number 4", at=MONDAY)
    folder = request.config.getoption("--screenshots", default=None)
    visitor = signed_in(olga, language)

    with at_home(browser, visitor, forgiven="status of 4", language=language) as page:
        good = looker(page, folder)
        raise_ = page.locator("form[action$='/raise']")
        page.goto(f"{HOME}/staff/people/{boris.id}")
        good(f"people-record-{language}")
        raise_.locator("[name=number]").fill(NUMBER)
        raise_.locator("button").click()
        good(f"people-wrong-{language}")
        assert raise_.locator("[name=number]").input_value() == NUMBER
        raise_.locator("[name=document][value=passport]").check()
        raise_.locator("button").click()
        good(f"people-refused-{language}")
        page.locator("form[action$='/holder'] button").click()
        page.wait_for_url(f"{HOME}/staff/people/{anna.id}")
        good(f"people-holder-{language}")
