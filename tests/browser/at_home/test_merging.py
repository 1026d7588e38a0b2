"""Two ideas that became one, in a browser: what went is read, what stays leads there, and what was
given is taken back."""

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from chalicelib.domain import ideas
from chalicelib.domain.ideas import rating
from tests.browser.in_process import HOME, at_home, looker
from tests.factories import a_resident
from tests.ideas import ANNA, BORIS, published
from tests.ideas_merging import NOW, agreed, asked, writes_along
from tests.ideas_talk import joined, rated_at_once
from tests.reporting import signed_in

DORA, ERIK = a_resident("dora"), a_resident("erik")


@pytest.fixture
def folder(request):
    return request.config.getoption("--screenshots", default=None)


@pytest.fixture(autouse=True)
def _today(tables, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def three():
    """Of Anna, and went into the second, of Boris; and one of Erik's that may go there as well."""
    project = rated_at_once()
    titled = {ANNA: "A pavilion for rain", BORIS: "A tent for rain", ERIK: "A roof for rain"}
    found = [published(project, by=by, title=title) for by, title in titled.items()]
    joined(project, "dora", at=NOW)
    rating.support(found[0].id, True, by=DORA, at=NOW)
    asked(found[0], found[1])
    agreed(found[0], ANNA, BORIS)
    asked(found[2], found[1])
    for one in found:
        ideas.index(one.id)
    rating.rank(project.id, at=NOW)
    return found


@pytest.mark.parametrize("language", ["en", "ru"])
def test_what_went_is_read_and_what_was_given_taken_back(browser: Browser, folder, language, three):
    gone, stays, _ = three
    with at_home(browser, signed_in(DORA, language=language), forgiven="422") as page:
        look = looker(page, folder)
        for name, path in (
            ("gone", f"/ideas/{gone.id}"),
            ("gone-talk", f"/ideas/{gone.id}/talk"),
            ("gone-authors", f"/ideas/{gone.id}/authors"),
            ("gone-amendments", f"/ideas/{gone.id}/amendments"),
            ("stays", f"/ideas/{stays.id}"),
            ("stays-fate", f"/ideas/{stays.id}/fate"),
            ("stays-authors", f"/ideas/{stays.id}/authors"),
            ("stays-ranking", f"/projects/{stays.project}/ranking/p2"),
            ("rate", f"/projects/{stays.project}/rate"),
        ):
            page.goto(f"{HOME}{path}")
            look(f"merging-{name}-{language}")
        page.locator("section:has(h3) button[value=none]").click()
        expect(page.locator("#gone")).to_have_count(0)
        expect(page.locator(".govuk-notification-banner")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_author_finds_what_is_asked_and_how_it_ended(browser: Browser, folder, language, three):
    gone, stays, coming = three
    rating.take_back(gone.id, by=DORA, at=NOW)
    rating.support(coming.id, True, by=DORA, at=NOW)
    writes_along(coming, DORA, admitted_by=ERIK)
    for name, by, path in (
        ("asked", BORIS, f"/ideas/{coming.id}/merge"),
        ("asked-stays", BORIS, f"/ideas/{stays.id}"),
        ("ended", ANNA, f"/ideas/{gone.id}/merge"),
        ("ended-authors", ANNA, f"/ideas/{gone.id}/authors"),
        ("own-rate", DORA, f"/projects/{stays.project}/rate"),
    ):
        with at_home(browser, signed_in(by, language=language), forgiven="422") as page:
            page.goto(f"{HOME}{path}")
            looker(page, folder)(f"merging-{name}-{language}")
            expect(page.locator("main")).to_be_visible()
