"""A browser whose requests the app answers in this process, on tables that a test has laid out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Route

from infra.commands import ROOT
from tests import gateway
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, resize, sideways

HOME = "https://portal.test"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@contextmanager
def at_home(
    browser: Browser,
    visitor: gateway.Browser,
    *,
    forgiven: str,
    asked: list[str] | None = None,
    language: str = "en",
) -> Iterator[Page]:
    """A page of somebody's. No error may be heard on it, but an answer that is ``forgiven``;
    ``asked`` gets what a log of the server would have."""
    context = browser.new_context(
        viewport={"width": DESK, "height": 800}, locale=language, reduced_motion="reduce"
    )
    page, heard = context.new_page(), list[str]()
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("console", lambda told: heard.append(told.text) if told.type == "error" else None)

    def answer(route: Route) -> None:
        request, address = route.request, urlsplit(route.request.url)
        if address.path.startswith("/assets/"):
            file = ROOT / "web" / address.path.lstrip("/")
            route.fulfill(body=file.read_bytes(), content_type=TYPES.get(file.suffix))
            return
        if asked is not None:
            asked.append(f"{request.method} {address.path}?{address.query}")
        path = f"{address.path}?{address.query}" if address.query else address.path
        kind = request.headers.get("content-type")
        sent = {"Content-Type": kind} if kind else {}
        given = visitor.ask(request.method, path, request.post_data_buffer or b"", sent)
        if given.status == 303:  # where it is sent on to, Chromium asks the network, not us
            onward = f"0;url={escape(given.headers['Location'])}"
            route.fulfill(
                body=f'<meta http-equiv="refresh" content="{onward}">', content_type="text/html"
            )
            return
        route.fulfill(status=given.status, headers=given.headers, body=given.body)

    page.route(f"{HOME}/**", answer)
    yield page
    context.close()
    assert not [line for line in heard if forgiven not in line], heard


def looker(page: Page, folder: Path | None) -> Callable[[str], None]:
    """Says that nothing is wrong with the page, at any width; keeps pictures in the folder."""

    def good(name: str) -> None:
        page.locator("h1").first.wait_for()  # a page that only leads on has none
        page.wait_for_load_state()
        for width in (PHONE, DESK):
            resize(page, width)
            assert sideways(page) == 0, width
            if folder:
                page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        if page.evaluate("document.documentElement.lang") == "en":
            assert violations(page) == []  # those in Russian: tests/budget/test_every_page.py

    return good
