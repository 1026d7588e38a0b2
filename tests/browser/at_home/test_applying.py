"""Applying for a service in a browser: every page of a form, looked at."""

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import clock
from chalicelib.domain import sessions
from chalicelib.edge import cookies
from tests import gateway
from tests.applying import ANNA, an_account
from tests.browser.in_process import HOME, at_home, looker
from tests.forms import BABY_BOX, publish
from tests.papers import a_document
from tests.reporting import a_city, signed_in
from tests.sending import send_file

__all__ = ["publish"]
RELATIVE = {"first_name": "Ilja", "last_name": "Aalto"}


@pytest.fixture
def folder(request, tables):
    return request.config.getoption("--screenshots", default=None)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_form_is_filled_in_page_by_page(browser: Browser, folder, publish, language):
    an_account(level=2)
    anna = signed_in(ANNA, language)
    with a_city(), at_home(browser, anna, forgiven="422", language=language) as page:
        good = looker(page, folder)

        page.goto(f"{HOME}/services/{BABY_BOX}/check")
        good(f"apply-question-{language}")
        page.locator("main button").click()
        good(f"apply-question-missed-{language}")
        page.check("[name=who][value=relative]")
        page.locator("main button").click()
        page.check("[name=lives][value=elsewhere]")
        page.locator("main button").click()
        good(f"apply-not-for-you-{language}")
        page.goto(f"{HOME}/services/{BABY_BOX}/check?who=relative&lives=here")
        good(f"apply-verdict-{language}")
        page.locator("main form button").click()
        good(f"apply-person-{language}")
        here = page.url.rpartition("/")[0]
        page.goto(f"{here}/holder")  # was answered, and can be changed all the same
        good(f"apply-holder-{language}")
        go_on(page)

        go_on(page)
        good(f"apply-person-wrong-{language}")
        for part, text in RELATIVE.items():
            page.fill(f"[name=relative-{part}]", text)
        fill_day(page, "relative-born_on", 1950)
        go_on(page)
        good(f"apply-files-none-{language}")
        send_file(anna, f"{here.removeprefix(HOME)}/proof", a_document())
        send_file(anna, f"{here.removeprefix(HOME)}/proof", b"Dear city")
        page.goto(f"{here}/proof")
        good(f"apply-files-{language}")
        page.locator("#sent form button").nth(1).click()  # takes the second one out
        expect(page.locator("#sent form")).to_have_count(1)
        page.locator("form[action$='/files/proof'] button").last.click()

        page.fill("[name=children-1-name]", "Vera")
        fill_day(page, "children-1-born", 2020)
        press(page, "add:children")
        page.goto(f"{here}/children")
        good(f"apply-children-{language}")
        press(page, "remove:children-2")
        page.goto(f"{here}/children")
        go_on(page)
        good(f"apply-address-{language}")
        go_on(page)
        good(f"apply-contact-{language}")
        go_on(page)
        good(f"apply-wishes-{language}")
        go_on(page)
        good(f"apply-consent-{language}")
        page.check("[name=consent]")
        go_on(page)
        good(f"apply-check-{language}")
        for name in ("later", "delete"):
            page.goto(f"{here}/{name}")
            good(f"apply-{name}-{language}")
        page.goto(f"{here}/check")
        page.locator("form[action$='/check'] button").click()
        page.wait_for_url("**/applications/**")
        good(f"apply-sent-{language}")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_somebody_without_an_account_leaves_it_and_makes_it_theirs(
    browser: Browser, folder, publish, language
):
    an_account()
    guest = gateway.Browser(language=language)
    with a_city(), at_home(browser, guest, forgiven="422", language=language) as page:
        good = looker(page, folder)

        page.goto(f"{HOME}/services/{BABY_BOX}")
        good(f"guest-service-{language}")
        page.locator("form[action$='/guest'] button").click()
        page.wait_for_url("**/holder")
        here = page.url.rpartition("/")[0]
        page.check("[name=holder][value=relative]")
        go_on(page)
        page.wait_for_url("**/relative")
        page.goto(f"{here}/proof")
        good(f"guest-documents-{language}")
        page.goto(f"{here}/letter")
        page.locator("main form button").click()
        good(f"guest-letter-wrong-{language}")
        page.fill("[name=email]", "vera@example.org")
        page.locator("main form button").click()
        good(f"guest-code-{language}")
        page.goto(f"{here}/resume?link=x")
        good(f"guest-resume-{language}")
        guest.cookies[cookies.SESSION] = sessions.begin(ANNA, at=clock.now())
        page.goto(f"{here}/adopt")
        good(f"guest-adopt-{language}")


def go_on(page: Page) -> None:
    """The button that everybody sees; the one for the Enter key stands before it."""
    page.locator("main .govuk-button-group button:not([name])").click()


def press(page: Page, act: str) -> None:
    """A button that leads back to its page: a browser that is told so by a page, and not by an
    answer of HTTP, takes the anchor for a place on the page that it has."""
    page.locator(f"button[value='{act}']").click()
    page.wait_for_url("**#children*")


def fill_day(page: Page, name: str, year: int) -> None:
    for box, text in (("day", "1"), ("month", "2"), ("year", str(year))):
        page.fill(f"[name={name}-{box}]", text)
