"""The catalogue of services in a browser: found, narrowed, read."""

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from tests import gateway
from tests.browser.in_process import HOME, at_home, looker
from tests.domain.test_service_statistics import SUBSIDY, decided, happen
from tests.factories import MONDAY


@pytest.fixture
def folder(request, tables):
    return request.config.getoption("--screenshots", default=None)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_service_is_found_narrowed_and_read(browser: Browser, folder, language):
    words = {"en": "kindergarten", "ru": "детский сад"}[language]
    visitor = gateway.Browser(language=language)
    with at_home(browser, visitor, forgiven="404", language=language) as page:
        good = looker(page, folder)
        page.goto(f"{HOME}/services")
        good(f"services-{language}")
        page.fill("[name=q]", words)
        page.locator("main form button").click()
        expect(page.locator(".veche-card")).not_to_have_count(30)
        good(f"services-found-{language}")
        page.locator("a[href='/services/kindergarten-queue']").click()
        expect(page.locator("h1")).to_be_visible()
        good(f"services-one-{language}")
        page.goto(f"{HOME}/services?q=alchemy")
        good(f"services-none-{language}")
        page.goto(f"{HOME}/services/doctors-appointment")
        page.locator("main a.govuk-button").click()
        expect(page).to_have_url(f"{HOME}/appointments")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_is_not_told_of_a_service_is_good_to_read(
    browser: Browser, folder, monkeypatch, language
):
    """Two of nine were refused, so it is not told how many were, nor why."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY)
    for n in range(9):
        happen("submitted", id=f"s{n}", service=SUBSIDY)
    decided(7, days=3, service=SUBSIDY)
    refused = {"outcome": "refused", "reasons": "income-unproved", "service": SUBSIDY}
    decided(2, days=3, **refused)

    visitor = gateway.Browser(language=language)
    with at_home(browser, visitor, forgiven="404", language=language) as page:
        page.goto(f"{HOME}/services/{SUBSIDY}")
        expect(page.locator("main")).to_contain_text("—")
        looker(page, folder)(f"services-figures-{language}")
