"""Reporting and reading reports in a browser: what can be joined beside what is closed, what an
auditor sees, and a page of a list that is gone."""

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from chalicelib.domain import complaints
from tests.browser.in_process import HOME, at_home, looker
from tests.complaints import ANNA, MODERATOR, OFFICER, a_form, a_photo
from tests.factories import a_resident, an_officer
from tests.reporting import a_city, begun, signed_in

NOTE = "The lamp was replaced by a new one."


@pytest.fixture
def folder(request):
    return request.config.getoption("--screenshots", default=None)


@pytest.fixture(autouse=True)
def _city(tables):
    with a_city():
        yield


def published(text, **given):
    at = clock.now()
    reference = complaints.file(a_form(text=text, **given), by=ANNA, at=at).reference
    complaints.publish(reference, by=MODERATOR, at=at)
    complaints.index(reference)
    return reference


def solved(text):
    reference, at = published(text), clock.now()
    photo = a_photo(number=f"after-{reference}")
    complaints.answer(reference, note=NOTE, photos=[photo], by=OFFICER, at=at)
    complaints.confirm(reference, by=ANNA, at=at)
    complaints.index(reference)
    return reference


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_can_be_joined_is_chosen_and_what_is_closed_is_read(
    browser: Browser, folder, language
):
    first = published("The lamp by the entrance is out, and so is the one at the corner")
    second, over = published("All of them are dark since Friday"), solved("Dark again")
    boris = signed_in(a_resident("boris"), language=language)
    here = begun(boris)
    with at_home(browser, boris, forgiven="422") as page:
        page.goto(f"{HOME}{here}/nearby")
        looker(page, folder)(f"nearby-{language}")
        offered = page.locator("input[name=same]")
        values = offered.evaluate_all("every => every.map(one => one.value)")
        assert set(values) == {first, second, "none"}
        assert page.locator(f"a[href='/complaints/{over}']").count() == 1
        page.locator("main form button[type=submit]").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        looker(page, folder)(f"nearby-unchosen-{language}")
        offered.first.check()
        page.locator("main form button[type=submit]").click()
        expect(page.locator(".govuk-notification-banner")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_where_all_is_closed_one_goes_on(browser: Browser, folder, language):
    solved("Dark again")
    boris = signed_in(a_resident("boris"), language=language)
    here = begun(boris)
    with at_home(browser, boris, forgiven="422") as page:
        page.goto(f"{HOME}{here}/nearby")
        looker(page, folder)(f"nearby-closed-{language}")
        page.locator("main form button[type=submit]").click()
        page.wait_for_url("**/details")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_not_everybody_may_read_is_told_as_that(browser: Browser, folder, language):
    hidden = published("By my own door", visibility="private")
    auditor = signed_in(an_officer("auditor", "ivan"), language=language)
    with at_home(browser, auditor, forgiven="404") as page:
        page.goto(f"{HOME}/complaints/{hidden}")
        looker(page, folder)(f"report-auditor-{language}")
        expect(page.locator(".govuk-inset-text").first).to_be_visible()
        assert "By my own door" not in page.content()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_page_of_a_list_that_is_gone_leads_to_its_beginning(browser: Browser, folder, language):
    anna = signed_in(ANNA, language=language)
    with at_home(browser, anna, forgiven="404") as page:
        page.goto(f"{HOME}/me/complaints?list=supported&cursor=long-ago")
        looker(page, folder)(f"lost-{language}")
        page.locator("main a.govuk-button").click()
        page.wait_for_url("**/me/complaints?list=supported")
