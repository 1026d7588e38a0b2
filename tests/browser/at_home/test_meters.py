"""Meters in Chromium: a reading given without and with a question back, its history, a file."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import clock
from chalicelib.domain import meters
from tests.browser import in_process
from tests.browser.in_process import HOME, looker
from tests.factories import a_resident
from tests.meters import (
    AT,
    COLD,
    HOT,
    LIGHT,
    MANAGER,
    PAYER,
    a_file,
    a_flat,
    a_meter,
    give,
    months,
)
from tests.reporting import signed_in

AUTUMN = AT.replace(month=9)


@pytest.fixture(autouse=True)
def autumn(tables: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: AUTUMN)


@pytest.fixture
def anna(browser: Browser) -> Iterator[Page]:
    with in_process.at_home(browser, signed_in(a_resident("anna")), forgiven="422") as page:
        yield page


@pytest.fixture
def olga(browser: Browser) -> Iterator[Page]:
    with in_process.at_home(browser, signed_in(MANAGER), forgiven="422") as page:
        yield page


def looked_at(page: Page, request: pytest.FixtureRequest) -> Callable[[str], None]:
    return looker(page, request.config.getoption("--screenshots", default=None))


def test_a_person_adds_a_meter_and_gives_a_reading(anna: Page, request) -> None:
    good = looked_at(anna, request)
    a_flat()
    anna.goto(f"{HOME}/me/meters")
    good("meters-none")
    anna.get_by_role("button", name="Add a meter").click()
    anna.get_by_label("Payer code").fill(PAYER)
    anna.get_by_label("Flat").fill("15")
    anna.get_by_label("Number of the meter").fill(COLD)
    anna.get_by_role("button", name="Add the meter").click()
    good("meter-not-found")
    anna.get_by_label("Flat").fill("14")
    anna.get_by_role("button", name="Add the meter").click()
    expect(anna.get_by_text("The meter is in your account")).to_be_visible()
    good("meters")

    anna.get_by_role("link", name="Cold water").click()
    good("meter")
    anna.get_by_label("What does the meter show?").fill("400")
    anna.get_by_role("button", name="Give the reading").click()
    expect(anna.get_by_label("What does the meter show?")).to_have_value("400")
    good("meter-unusual")
    anna.get_by_role("link", name="Add a photo of the meter").click()
    good("meter-photo")
    anna.get_by_role("link", name="Go on without a photo").click()
    expect(anna.get_by_label("What does the meter show?")).to_have_value("400")
    anna.get_by_label("I looked once more").check()
    anna.get_by_role("button", name="Give the reading").click()

    expect(anna.get_by_text("your reading is taken")).to_be_visible()


def test_a_person_looks_back_on_a_year(anna: Page, request) -> None:
    good = looked_at(anna, request)
    meter = a_meter("anna", verified_until="2026-10-01")
    for number, at in enumerate(months(3, 7), 1):
        give(meter, 100 + 6 * number + at.month % 3, at=at)
    give(meter, 143, at=AUTUMN.replace(hour=12))

    anna.goto(f"{HOME}/me/meters/{meter}")
    good("meter-warned")
    anna.get_by_role("link", name="All readings").click()

    expect(anna.locator("rect.veche-bar__fill")).to_have_count(7)
    good("meter-history")
    anna.goto(f"{HOME}/me/meters/{meter}/history?lang=ru")
    good("meter-history-ru")
    anna.goto(f"{HOME}/me/meters/{meter}/remove?lang=ru")
    good("meter-remove-ru")


def test_a_manager_sends_a_file(olga: Page, request) -> None:
    good = looked_at(olga, request)
    a_flat()
    olga.goto(f"{HOME}/work/meters")
    good("meters-files")
    content = a_file(*(f"{PAYER};14;{number};130" for number in (COLD, HOT, LIGHT)), "so")
    olga.get_by_label("Or paste its rows here").fill(content)
    olga.get_by_role("button", name="Send the readings").click()
    expect(olga.get_by_text("You may leave this page")).to_be_visible()
    good("meters-file-waits")

    meters.work(olga.url.rpartition("/")[2], 0)

    expect(olga.get_by_role("cell", name="This cell is empty")).to_be_visible(timeout=10_000)
    good("meters-file")
