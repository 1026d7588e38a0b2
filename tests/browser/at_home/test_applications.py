"""Applications in a browser: every page about one is good for everybody, at any width."""

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from chalicelib.domain import applications
from chalicelib.domain.applications import Outcome
from chalicelib.models.person import Person
from tests.browser.in_process import HOME, at_home, looker
from tests.budget.correcting import DESK, FIELD, REFERENCE, olga
from tests.cases import (
    ANNA,
    BORIS,
    COLLEAGUE,
    DAY,
    HEAD,
    OFFICER,
    asked,
    decided,
    prepared,
    registered,
    sent,
    taken,
    to_be_made,
    to_be_signed_along,
)
from tests.factories import MONDAY
from tests.reporting import a_city, signed_in

LANGUAGES = ("en", "ru")
LATE = MONDAY + 22 * DAY


@pytest.fixture
def now(tables, monkeypatch):
    def now(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    now(MONDAY)
    with a_city():
        yield now


@pytest.fixture
def folder(request):
    return request.config.getoption("--screenshots", default=None)


def who_works_here():
    for id, name in (("olga", "Olga Virta"), ("oleg", "Oleg Salo"), ("boris", "Boris Aho")):
        Person(
            id, email=f"{id}@example.org", name=name, level=1, language="en", opened_at=MONDAY
        ).save()


def escalated():
    """Late by so much that the head was told twice."""
    made = registered()
    for _ in range(2):
        day = applications.find(made.reference, by=OFFICER).next_alarm_on
        moment = MONDAY.replace(month=day.month, day=day.day)
        applications.attend(made.reference, at=moment)
    return made


def ready():
    made = to_be_made()
    applications.produce(made.reference, by=OFFICER, at=MONDAY)
    where = "Vuorikatu 1, room 5, on working days from 9 to 16"
    return applications.make_ready(made.reference, where=where, by=OFFICER, at=MONDAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_applicants_pages_are_good_for_everybody(browser: Browser, folder, now, language):
    who_works_here()
    here = "/applications/"
    waiting = asked()
    pages = {
        "sent": f"{here}{sent().reference}?sent=yes",
        "late": f"{here}{escalated().reference}",
        "asked": f"{here}{waiting.reference}",
        "answer": f"{here}{waiting.reference}/answer/f1.f2",
        "write": f"{here}{waiting.reference}/answer/write?files=f1.f2",
        "refused": f"{here}{decided(Outcome.REFUSED).reference}",
        "ready": f"{here}{ready().reference}",
        "withdraw": f"{here}{taken().reference}/withdraw",
        "signing": f"{here}{to_be_signed_along('boris@example.org').reference}",
        "mine": "/me/applications",
    }
    now(LATE)
    with at_home(browser, signed_in(ANNA, language), forgiven="422", language=language) as page:
        good = looker(page, folder)
        for name, address in pages.items():
            page.goto(f"{HOME}{address}")
            good(f"applications-{name}-{language}")
        page.goto(f"{HOME}{here}{waiting.reference}/answer/write")
        page.locator("form[action$='/answer'] button").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        good(f"applications-answer-error-{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_signs_along_has_a_good_page(browser: Browser, folder, now, language):
    who_works_here()
    made = to_be_signed_along("boris@example.org", "carl@example.org")
    with at_home(browser, signed_in(BORIS, language), forgiven="422", language=language) as page:
        good = looker(page, folder)
        page.goto(f"{HOME}/applications/{made.reference}/cosign")
        good(f"applications-cosign-{language}")
        page.locator("form[action$='/cosign'] button").click()
        expect(page.locator(".govuk-notification-banner--success")).to_be_visible()
        good(f"applications-cosigned-{language}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desks_are_good_for_everybody(browser: Browser, folder, now, language):
    who_works_here()
    for _ in range(3):
        applications.take(registered().reference, by=COLLEAGUE, at=MONDAY)
    escalated()
    examined = taken(
        sources={"name": "corrected", "email": "register"}, corrected={"name": "Anna Aho"}
    )
    asked()
    to_be_signed = prepared(Outcome.REFUSED)
    now(LATE)
    with at_home(browser, signed_in(OFFICER, language), forgiven="422", language=language) as page:
        good = looker(page, folder)
        for name, address in (
            ("new", "/work/applications"),
            ("review", "/work/applications?desk=review"),
            ("overdue", "/work/applications/overdue"),
            ("forms", "/work/forms"),
        ):
            page.goto(f"{HOME}{address}")
            good(f"work-{name}-{language}")
        page.goto(f"{HOME}/work/forms")
        page.locator("a[href^='/preview/']").first.click()
        good(f"preview-{language}")
        page.locator("main a.govuk-button").click()
        good(f"preview-step-{language}")
        page.goto(f"{HOME}/work/applications/{examined.reference}")
        good(f"work-case-{language}")
        page.locator("[name=outcome][value=refused]").check()
        for folded in page.locator("main details").all():
            folded.locator("summary").click()
        page.locator("[name=reasons]").first.check()
        good(f"work-case-open-{language}")
        page.locator("form[action$='/transfer'] button").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        good(f"work-case-error-{language}")
    with at_home(browser, signed_in(HEAD, language), forgiven="422", language=language) as page:
        good = looker(page, folder)
        page.goto(f"{HOME}/work/applications/{to_be_signed.reference}")
        good(f"work-signing-{language}")
        page.locator("form[action$='/sign'] button").click()
        expect(page.locator(".govuk-notification-banner--success")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_desk_of_corrections_is_good_for_everybody(browser: Browser, folder, now, language):
    with at_home(browser, olga(language), forgiven="422", language=language) as page:
        good = looker(page, folder)
        for name, address in (("desk", DESK), ("one", f"{DESK}/{REFERENCE}/{FIELD}")):
            page.goto(f"{HOME}{address}")
            good(f"corrections-{name}-{language}")
        page.locator("form[action$='/confirm'] button").click()
        expect(page.locator(".govuk-error-summary")).to_be_visible()
        good(f"corrections-error-{language}")
