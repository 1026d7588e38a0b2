"""The catalogue of services in a browser: found, narrowed, read."""

import pytest
from playwright.sync_api import Browser, expect

from tests import gateway
from tests.browser.in_process import HOME, at_home, looker


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
