"""The pages of the site, as people see them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, LANGUAGES, PHONE, sideways

PAGES = {
    "front": "/",
    "help": "/help",
    "privacy": "/privacy",
    "accessibility": "/accessibility",
    "api": "/api",
    "not-found": "/no-such-page",
}


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_good_for_everybody(name, page: Page, good):
    page.goto(PAGES[name])

    good(name)


@pytest.mark.parametrize("width", [320])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_enlarged_four_times_does_not_scroll_sideways(name, page: Page):
    page.goto(PAGES[name])

    assert sideways(page) == 0


@pytest.mark.parametrize("width", [PHONE])
def test_on_a_phone_the_menu_unfolds(page: Page):
    page.goto("/")
    menu = page.get_by_role("navigation", name="Services").first

    expect(menu.get_by_role("link", name="Our City")).to_be_hidden()
    menu.get_by_role("button", name="Menu").click()

    expect(menu.get_by_role("link", name="Our City")).to_be_visible()


@pytest.mark.parametrize("width", [PHONE])
@pytest.mark.parametrize("scripts", [False])
def test_without_scripts_the_menu_is_there(page: Page):
    page.goto("/")

    menu = page.get_by_role("navigation", name="Services").first
    expect(menu.get_by_role("link", name="Our City")).to_be_visible()
    expect(menu.get_by_role("button", name="Menu")).to_be_hidden()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_first_key_leads_past_the_menu(page: Page):
    """Where the browser goes on from is what counts: before GOV.UK's script has come, and without
    it, nothing in the main part has the focus yet."""
    page.goto("/help")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    expect(page.get_by_role("main").locator("a, button, summary").first).to_be_focused()


def test_one_reads_on_in_the_other_language_at_the_same_place(page: Page):
    page.goto("/privacy")

    page.get_by_role("link", name="Русский").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Персональные данные")
    page.goto("/help")
    expect(page.get_by_role("heading", level=1)).to_have_text("Помощь")


def test_what_has_the_focus_is_seen_and_not_covered(page: Page):
    page.goto("/")

    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(COVERED) is False


COVERED = """() => {
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return !(element.contains(top) || top?.contains(element));
}"""


@pytest.mark.parametrize("scripts", [False])
def test_the_api_is_explained_without_scripts(page: Page):
    page.goto("/api")

    operation = page.locator("details.veche-api").first
    operation.locator("summary").click()

    expect(operation.get_by_text("Answer:")).to_be_visible()
