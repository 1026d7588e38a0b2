"""Disputes and promises in a browser: every page for everybody, and a code that stays at home."""

import pytest
from playwright.sync_api import Page, expect

from chalicelib.domain.ballots import codes
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_first_journey import sign_in
from tests.disputes import CODE, WHAT
from tests.journeys.disputes import make
from tests.journeys.people import a_person


@pytest.fixture
def city(portal, cloud, outputs):
    """Somebody with disputes, and what else there is."""
    person = a_person(cloud, portal, outputs)
    return person, make(portal, outputs, person.id)


@pytest.mark.parametrize(("width", "language"), [(PHONE, "ru"), (DESK, "en")])
def test_every_page_is_good_for_everybody(page: Page, city, portal, cloud, outputs, good):
    person, made = city
    clerk, officer, agent = (
        a_person(cloud, portal, outputs, group)
        for group in ("operator", "ballot_officer", "agency.parks")
    )
    visits = [
        (
            None,
            {
                "decisions": "/disputes/decisions",
                "resolutions": "/resolutions?show=in_progress",
                "resolutions-overdue": "/resolutions?show=overdue",
                "ballot-promised": f"/ballots/{made['promised']}",
                "ballot-corrected": f"/ballots/{made['ballot']}",
            },
        ),
        (
            person,
            {
                "dispute-new": f"/ballots/{made['ballot']}/disputes/new",
                "dispute-filed": f"/disputes/{made['filed']}",
                "dispute-examined": f"/disputes/{made['examined']}",
                "dispute-decided": f"/disputes/{made['decided']}",
                "my-disputes": "/me/disputes",
            },
        ),
        (
            clerk,
            {
                "desk-identity": "/work/disputes",
                "case-identity": f"/work/disputes/{made['filed']}",
            },
        ),
        (
            officer,
            {
                "desk-decision": "/work/disputes",
                "case-decision": f"/work/disputes/{made['examined']}",
            },
        ),
        (
            agent,
            {
                "desk-resolutions": "/work/resolutions",
                "resolution-publish": f"/work/resolutions/{made['waiting']}",
                "resolution-case": f"/work/resolutions/{made['promised']}",
                "resolution-postpone": f"/work/resolutions/{made['promised']}/postpone",
                "resolution-finish": f"/work/resolutions/{made['promised']}/finish",
            },
        ),
    ]
    for who, pages in visits:
        if who is not None:
            page.context.clear_cookies()
            sign_in(page, who.email)
        for name, path in pages.items():
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            good(name)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_code_stays_in_a_browser_that_can_reckon(page: Page, city, scripts):
    person, made = city
    sign_in(page, person.email)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    page.goto(f"/ballots/{made['ballot']}/disputes/new?kind=recorded_differently")
    expect(page.locator("[name=kind][value=recorded_differently]")).to_be_checked()
    page.fill("[name=text]", WHAT)

    if scripts:
        page.fill("[name=code]", "7ZZW")
        page.locator("[data-dispute] button[type=submit]").click()
        expect(page.locator("#code-error")).to_be_visible()
        page.wait_for_timeout(1100)  # the button takes no second click within a second
    page.fill("[name=code]", codes.written(CODE))
    page.locator("[data-dispute] button[type=submit]").click()

    expect(page.get_by_text(codes.locator(made["ballot"], CODE))).to_be_visible()
    code_left = any(codes.written(CODE)[:9] in body for body in sent)
    assert code_left == (not scripts)
