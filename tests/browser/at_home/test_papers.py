"""A decision on paper is checked, and an application followed, by people without an account."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from chalicelib.domain.applications.rules import State
from chalicelib.models.application import DOCUMENT, Document
from tests import gateway
from tests.browser.in_process import HOME, at_home, looker
from tests.decided import (
    CODE,
    REFERENCE,
    TRACKER,
    WAY,
    a_media_bucket,
    an_application,
    issued,
    the_form,
)
from tests.factories import MONDAY


@pytest.fixture
def folder(request, tables, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY + timedelta(days=2))
    with the_form(handed_over=True), a_media_bucket():
        yield request.config.getoption("--screenshots", default=None)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_paper_is_checked_by_its_code(browser: Browser, folder, language):
    issued("refused")
    visitor = gateway.Browser(language=language)
    with at_home(browser, visitor, forgiven="the server responded with", language=language) as page:
        good = looker(page, folder)
        page.goto(f"{HOME}/verify")
        good(f"verify-{language}")
        page.fill("[name=code]", "K7QF")
        page.locator("main form button").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        good(f"verify-slip-{language}")
        page.fill("[name=code]", CODE.lower().replace("-", " "))
        page.locator("main form button").click()
        page.locator("main summary").click()
        expect(page.get_by_text("sha256sum")).to_be_visible()
        good(f"verified-{language}")
        known = Document.get(DOCUMENT + CODE, "document")
        known.update(actions=[Document.revoked_on.set(date(2026, 4, 1))])
        page.goto(f"{HOME}/verify/{CODE}")
        good(f"verified-void-{language}")
        page.goto(f"{HOME}/verify/0000-0000-0000-0000")
        good(f"verify-unknown-{language}")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_application_is_followed_by_its_number_and_code(browser: Browser, folder, language):
    visitor = gateway.Browser(language=language)
    kept = an_application(*WAY)
    with at_home(browser, visitor, forgiven="the server responded with", language=language) as page:
        good = looker(page, folder)
        page.goto(f"{HOME}/services")
        page.locator("main a[href='/track']").click()
        good(f"track-{language}")
        page.fill("[name=reference]", REFERENCE)
        page.fill("[name=code]", "AAAA-AAAA")
        page.locator("main form button").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        good(f"track-wrong-{language}")
        page.fill("[name=code]", TRACKER)
        page.locator("main form button").click()
        expect(page.locator(".veche-timeline__step")).to_have_count(7)
        good(f"tracked-{language}")
        an_ending = {"state": State.REFUSED, "outcome": "refused", "decided_on": MONDAY.date()}
        kept.update(actions=[getattr(type(kept), n).set(v) for n, v in an_ending.items()])
        page.locator(".govuk-back-link").click()
        page.fill("[name=reference]", REFERENCE)
        page.fill("[name=code]", TRACKER)
        page.locator("main form button").click()
        expect(page.locator(".veche-timeline__step")).to_have_count(4)
        good(f"tracked-refused-{language}")
