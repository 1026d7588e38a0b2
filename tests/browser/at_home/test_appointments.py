"""Appointments in a browser: booking by taps alone, and every page good for everybody."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from chalicelib.domain import appointments
from chalicelib.domain.appointments import Wanted, waiting
from chalicelib.domain.notifications import links
from chalicelib.models.addressee import Addressee
from tests import gateway
from tests.appointments import CLERK, CLINIC, TUESDAY, a_provider, book, later
from tests.browser.in_process import HOME, at_home, looker
from tests.factories import MONDAY, a_resident
from tests.reporting import signed_in

ANNA = a_resident("anna")
LANGUAGES = ("en", "ru")


@pytest.fixture
def now(tables, monkeypatch):
    def now(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    now(MONDAY)
    return now


@pytest.fixture(autouse=True)
def clinic(now):
    a_provider()
    a_provider("berg")
    a_provider("holm", visits=("paediatrician",), site="children")


@pytest.fixture
def folder(request):
    return request.config.getoption("--screenshots", default=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_time_is_chosen_and_moved_and_given_up_by_taps_alone(browser: Browser, folder, language):
    anna = signed_in(ANNA)
    anna.language = language
    with at_home(browser, anna, forgiven="422", language=language) as page:
        good = looker(page, folder)
        page.goto(f"{HOME}/appointments")
        good(f"appointments-{language}")
        page.locator("a[href*='visit=nurse']").click()
        good(f"appointments-sites-{language}")
        page.locator(f"a[href*='site={CLINIC}']").click()
        good(f"appointments-times-{language}")
        page.locator(f"button[value='{CLINIC}.aho.nurse.{minute(later(20))}']").click()
        good(f"appointments-confirm-{language}")
        page.locator("main form[method=post] button").click()
        expect(page.locator("main .govuk-notification-banner--success")).to_be_visible()
        good(f"appointments-booked-{language}")
        page.locator("main a[href*='instead=']").click()
        page.locator(f"button[value='{CLINIC}.berg.nurse.{minute(later(60))}']").click()
        good(f"appointments-move-{language}")
        page.locator("main form[method=post] button").click()
        expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
        page.goto(f"{HOME}/me/appointments")
        good(f"appointments-mine-{language}")
        page.locator("main a[href^='/appointments/A-']").click()
        page.locator("form[action$='/cancel'] button").click()
        expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
    assert appointments.to_come("anna", at=MONDAY)[0].state == "cancelled"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_other_page_is_good_for_everybody(browser: Browser, folder, now, language):
    made = book("anna")
    child = f"{HOME}/appointments/confirm?slot=children.holm.paediatrician.{minute(TUESDAY)}"
    for number in range(48):
        provider, begins = ("aho", "berg")[number % 2], later(10 * (number // 2), TUESDAY)
        day = timedelta(days=2)
        book(f"person-{number}", begins=begins + day, provider=provider)
    wanted = Wanted("nurse", (CLINIC,), (TUESDAY + day).date(), (TUESDAY + day).date())
    waiting.join(wanted, by=ANNA, at=MONDAY)
    anna = signed_in(ANNA)
    anna.language = language
    pages = {
        "child": child,
        "wait": f"{HOME}/appointments/wait?visit=nurse&site={CLINIC}",
        "waiting": f"{HOME}/me/appointments/waiting",
        "past": f"{HOME}/me/appointments/past",
    }
    with at_home(browser, anna, forgiven="422", language=language) as page:
        good = looker(page, folder)
        for name, address in pages.items():
            page.goto(address)
            good(f"appointments-{name}-{language}")
        page.goto(child)
        page.locator("main form[method=post] button").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        good(f"appointments-child-error-{language}")
        page.goto(f"{HOME}/me/appointments")
        page.locator("form[action='/me/calendar'] button").click()
        good(f"appointments-feed-{language}")
    visitor = gateway.Browser(language=language)
    token = links.opening(Addressee("anna"), made.reference)
    with at_home(browser, visitor, forgiven="422", language=language) as page:
        page.goto(f"{HOME}/appointments/{made.reference}?token={token}")
        looker(page, folder)(f"appointments-link-{language}")
    now(TUESDAY)
    clerk = signed_in(CLERK)
    clerk.language = language
    with at_home(browser, clerk, forgiven="422", language=language) as page:
        good = looker(page, folder)
        for name, address in (
            ("desk", "/work/appointments"),
            ("desk-one", f"/work/appointments/{made.reference}"),
            ("desk-hours", f"/work/appointments/{CLINIC}/hours"),
            ("desk-week", f"/work/appointments/{CLINIC}/hours/aho"),
        ):
            page.goto(f"{HOME}{address}")
            good(f"appointments-{name}-{language}")


def minute(moment):
    return int(moment.timestamp()) // 60
