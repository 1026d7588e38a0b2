"""Projects in a browser: looked at, joined with one click, composed and led."""

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from chalicelib.domain.ideas import Mode, rating
from tests.browser.conftest import PHONE, resize, sideways
from tests.browser.in_process import HOME, at_home, looker
from tests.factories import MONDAY, a_resident
from tests.ideas import ANNA, DAY, LEADER, begun, composed, opened, published
from tests.ideas_talk import PHASE, agreed, framed_project, joined, rated_project, to_rate
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


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_resident_is_led_from_problems_to_an_idea_and_to_what_they_gave(
    browser: Browser, folder, language, monkeypatch
):
    """What ideas are sought for, and the one button that each phase has."""
    project, rated = framed_project(), rated_project(Mode.SCORE, least=2)
    agreed(project, times=3)
    (idea, _) = to_rate(rated, 2)
    joined(rated, "clara")
    clara = a_resident("clara")
    rating.rate(idea.id, 4, by=clara, at=MONDAY + 16 * DAY)
    rating.of_idea(idea.id, at=MONDAY + 16 * DAY)
    rating.rank(rated.id, at=MONDAY + 16 * DAY)
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 9 * DAY)
    draft = begun(project, at=clock.now())
    with at_home(browser, signed_in(ANNA, language=language), forgiven="422") as page:
        for name, path in (
            ("framed", f"projects/{project.id}"),
            ("framed-ideas", f"projects/{project.id}/ideas"),
            ("framed-draft", f"ideas/{draft.id}/write"),
        ):
            page.goto(f"{HOME}/{path}")
            expect(page.locator("#framing")).to_be_visible()
            looker(page, folder)(f"{name}-{language}")
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 23 * DAY)
    with at_home(browser, signed_in(clara, language=language), forgiven="422") as page:
        page.goto(f"{HOME}/projects/{rated.id}")
        looker(page, folder)(f"rated-{language}")
        page.locator("a[href$='/rate']").click()
        expect(page.locator("#given")).to_be_visible()
        looker(page, folder)(f"given-{language}")
        page.goto(f"{HOME}/projects/{rated.id}/ranking/{PHASE}")
        looker(page, folder)(f"ranking-{language}")


def test_on_a_phone_each_page_of_an_idea_leads_back_and_is_no_wider_than_the_phone(
    browser: Browser, folder, monkeypatch
):
    """Also where its title is one long word; without scripts."""
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 2 * DAY)
    idea = published(opened(), title="Д" * 59 + " " + "о" * 80)
    back = {"": f"/projects/{idea.project}/ideas", "/fate": f"/ideas/{idea.id}"}
    back["/talk"] = f"/ideas/{idea.id}"
    with at_home(browser, signed_in(ANNA, language="ru"), forgiven="422", language="ru") as page:
        for path, parent in back.items():
            resize(page, PHONE)
            page.goto(f"{HOME}/ideas/{idea.id}{path}")
            links = page.locator(".govuk-breadcrumbs__link:visible")
            assert [one.get_attribute("href") for one in links.all()] == ["/projects", parent]
            assert sideways(page) == 0
            looker(page, folder)(f"back{path.replace('/', '-')}")
