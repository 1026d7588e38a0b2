"""What people do before the script of a page has come, on a connection that is slow or broken."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from chalicelib.domain.ballots import codes
from tests.browser.test_enhancements import PHOTO, show
from tests.disputes import CODE

SCRIPT = "**/dispute.js"
DISPUTE = """
<form action="/try-sent" method="post" data-dispute data-ballot="B-1" data-wrong="This is no code">
  {{ forms.input("code", "Code") }}{{ forms.hidden("locator", "") }}{{ forms.button("Send") }}
</form>"""
Sent = list[dict[str, list[str]]]


@pytest.fixture
def sent(context: BrowserContext) -> Sent:
    """What forms have sent."""
    found: Sent = []

    def answer(route: Route) -> None:
        found.append(parse_qs(route.request.post_data or "", keep_blank_values=True))
        route.fulfill(body="<h1>Sent</h1>", content_type="text/html")

    context.route("**/try-sent", answer)
    return found


@contextmanager
def kept_back(page: Page, script: str) -> Iterator[Callable[[], None]]:
    """What the page asks for here waits until it is let come."""
    waiting: list[Route] = []
    page.route(script, lambda route: waiting.append(route))

    def come() -> None:
        for route in waiting:
            route.continue_()

    with page.expect_request(script):
        yield come


def send(page: Page) -> None:
    page.get_by_label("Code").fill(codes.written(CODE))
    page.get_by_role("button", name="Send").click()


def test_a_code_waits_for_the_script_that_keeps_it(page: Page, base_url, sent: Sent):
    with kept_back(page, SCRIPT) as come:
        show(page, f"{base_url}/try", DISPUTE)
    send(page)
    assert sent == []

    come()

    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    assert sent == [{"code": [""], "locator": [codes.locator("B-1", CODE)]}]


def test_what_the_script_refuses_is_not_sent_after_it_has_come(page: Page, base_url, sent: Sent):
    with kept_back(page, SCRIPT) as come:
        show(page, f"{base_url}/try", DISPUTE)
    page.get_by_label("Code").fill("7ZZW")
    page.get_by_role("button", name="Send").click()

    come()

    expect(page.locator("#code-error")).to_be_visible()
    assert sent == []


def test_a_script_that_cannot_be_had_keeps_nothing_from_being_sent(
    context: BrowserContext, base_url, sent: Sent
):
    page = context.new_page()  # where errors may be logged
    page.route(SCRIPT, lambda route: route.abort("connectionreset"))
    with page.expect_event("pageerror"):
        show(page, f"{base_url}/try", DISPUTE)

    send(page)

    expect(page.get_by_role("heading", name="Sent")).to_be_visible()
    assert sent == [{"code": [codes.written(CODE)], "locator": [""]}]


def test_of_two_scripts_one_that_cannot_be_had_leaves_the_other_its_work(
    context: BrowserContext, base_url, sent: Sent, tmp_path
):
    (tmp_path / "notes.txt").write_text("no photo")
    page = context.new_page()
    page.route(SCRIPT, lambda route: route.abort("connectionreset"))
    with page.expect_event("pageerror"):
        show(page, f"{base_url}/try", DISPUTE + PHOTO)

    page.get_by_label("Photo").set_input_files(tmp_path / "notes.txt")

    expect(page.get_by_role("alert")).to_have_text("Choose a JPEG, PNG or WebP photo")


def test_a_photo_chosen_before_the_script_came_is_looked_at_as_well(page: Page, base_url, tmp_path):
    (tmp_path / "notes.txt").write_text("no photo")
    with kept_back(page, "**/photos.js") as come:
        show(page, f"{base_url}/try", PHOTO)
    page.get_by_label("Photo").set_input_files(tmp_path / "notes.txt")

    come()

    expect(page.get_by_role("alert")).to_have_text("Choose a JPEG, PNG or WebP photo")
