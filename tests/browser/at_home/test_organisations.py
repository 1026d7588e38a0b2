"""Organisations in Chromium: entered, confirmed, joined; in whose name one acts is seen."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Changes
from chalicelib.domain.organisations import Role
from tests.browser import in_process
from tests.browser.in_process import HOME, looker
from tests.factories import MONDAY
from tests.organisations import (
    ANNA,
    BORIS,
    CLARA,
    OLGA,
    claimed,
    confirmed,
    email_of,
    invited,
    join,
)
from tests.reporting import signed_in

NAMES = {"anna": "Анна Иванова", "boris": "Oliver Bergman", "clara": ""}


@pytest.fixture(autouse=True)
def monday(tables: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    for person in (ANNA, BORIS, CLARA):
        accounts.open(person.id, email=email_of(person), language="en", at=MONDAY)
        accounts.change(Changes(name=NAMES[person.id]), by=person, at=MONDAY)


@pytest.fixture(params=["en", "ru"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def at(browser: Browser, language: str, request: pytest.FixtureRequest) -> Iterator[Callable]:
    """The page of somebody, and how to say that it is good."""
    folder = request.config.getoption("--screenshots", default=None)
    open_ones = []

    def at(person: Actor) -> tuple[Page, Callable[[str], None]]:
        visitor = signed_in(person, language)
        home = in_process.at_home(browser, visitor, forgiven="422", language=language)
        open_ones.append(home)
        page = home.__enter__()
        good = looker(page, folder)
        return page, lambda name: good(f"organisations-{name}-{language}")

    yield at
    for home in open_ones:
        home.__exit__(None, None, None)


def test_every_page_of_who_acts_for_one_is_good(at):
    page, good = at(ANNA)
    page.goto(f"{HOME}/me/organisations")
    good("none")
    page.goto(f"{HOME}/me/organisations/new")
    good("new")
    page.locator("form[action='/me/organisations/new'] button").click()
    good("new-wrong")
    waiting = claimed().id
    page.goto(f"{HOME}/me/organisations/{waiting}")
    good("claimed")


def test_every_page_of_an_owner_is_good(at):
    kulma = confirmed()
    join(kulma, BORIS, Role.SIGNATORY)
    invited(kulma, CLARA, Role.ASSISTANT)
    page, good = at(ANNA)
    here = f"{HOME}/me/organisations/{kulma}"
    page.goto(here)
    good("one")
    page.locator("form[action='/me/acting'] button").click()
    expect(page.locator(".govuk-phase-banner strong")).to_have_text("Kulma Oy")
    good("acting")
    page.goto(f"{HOME}/help")
    good("acting-elsewhere")
    page.goto(f"{HOME}/me/organisations")
    good("mine")
    page.goto(f"{here}/invitations")
    good("invite")
    page.goto(f"{here}/members/boris")
    good("member")


def test_an_invitation_is_good(at):
    kulma = confirmed()
    invitation = invited(kulma, CLARA, Role.ASSISTANT)
    page, good = at(CLARA)
    page.goto(f"{HOME}/me/organisations")
    good("invited")
    page.goto(f"{HOME}/me/organisations/{kulma}/invitations/{invitation.id}")
    good("invitation")


def test_the_desk_is_good(at):
    waiting = claimed().id
    page, good = at(OLGA)
    page.goto(f"{HOME}/staff/organisations")
    good("desk")
    page.goto(f"{HOME}/staff/organisations/{waiting}")
    good("case")
    page.locator("input[name=paper]").first.check()
    page.locator("form[action$=confirm] button").click()
    page.wait_for_load_state()
    good("case-confirmed")
