"""Projects in a browser: looked at, joined with one click, composed and led."""

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from tests.browser.in_process import HOME, at_home, looker
from tests.factories import MONDAY, a_resident
from tests.ideas import LEADER, composed, opened
from tests.reporting import signed_in


@pytest.fixture
def folder(request):
    return request.config.getoption("--screenshots", default=None)


@pytest.fixture(autouse=True)
def _today(tables, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: MONDAY)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_resident_finds_a_project_and_joins_it(browser: Browser, folder, language):
    project, anna = opened(), signed_in(a_resident("anna"), language=language)
    with at_home(browser, anna, forgiven="422", language=language) as page:
        page.goto(f"{HOME}/projects")
        looker(page, folder)(f"projects-{language}")
        page.locator(f"a[href='/projects/{project.id}']").click()
        looker(page, folder)(f"project-{language}")
        page.locator("form[action$='/join'] button").click()
        expect(page.locator("form[action$='/join']")).to_have_count(0)
        expect(page.locator(".govuk-notification-banner")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_who_leads_projects_composes_them_on_pages_that_are_good_for_everybody(
    browser: Browser, folder, language
):
    draft, project = composed(), opened()
    pages = (
        "",
        f"/{draft.id}",
        f"/{draft.id}/words",
        f"/{draft.id}/promise",
        f"/{draft.id}/phases/3",
        f"/{project.id}",
        f"/{project.id}/extend/p1",
    )
    leader = signed_in(LEADER, language=language)
    with at_home(browser, leader, forgiven="422", language=language) as page:
        for number, path in enumerate(pages):
            page.goto(f"{HOME}/work/projects{path}")
            looker(page, folder)(f"lead-{number}-{language}")
