"""A browser at the portal: Chromium, the real package, an eye on the console and on accessibility.

A test that takes ``page`` fails if the page logs an error or breaks its security policy. What the
browser is like is chosen by parameters: ``width``, ``language`` and ``scripts``.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, expect

from tests.browser.axe import violations
from tests.journeys.conftest import cloud, outputs, physical, portal  # noqa: F401 (fixtures)
from tests.journeys.inside import HOUSE, HOUSES, inside
from tests.journeys.portal import Portal

PHONE, DESK = 360, 1280
LANGUAGES = ("ru", "en")
# What a map says when its page is left, if the next page is slow to come; ground that really cannot
# be had is looked at in test_enhancements, where errors may be logged.
LEFT = "protomaps-leaflet.js: TypeError: Failed to fetch"
EAGER = "document.querySelectorAll('img[loading=lazy]').forEach((i) => { i.loading = 'eager'; })"
CHROMIUM = ("chromium-headless-shell", "chromium", "chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",  # nobody looks: what is drawn need not be put together for a screen
    "--disable-gpu-compositing",
    "--disable-site-isolation-trials",
    "--renderer-process-limit=1",  # all pages are ours: one process draws them
    "--disable-software-rasterizer",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PATIENCE = 30_000  # milliseconds: as long as API Gateway waits
SETTLING = 50  # times a tenth of a second
expect.set_options(timeout=PATIENCE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", type=Path, help="a folder to keep a picture of each page in")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium, rather the one without windows, which takes half of the work;
    Playwright's own, if it was installed, where there is none."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, "args": QUIET, **own}


@pytest.fixture(scope="session")
def base_url(portal: Portal) -> str:  # noqa: F811
    """Chromium resolves ``*.localhost`` by itself, and keeps secure cookies of it."""
    return f"http://{portal.host}"


@pytest.fixture
def width() -> int:
    return DESK


@pytest.fixture
def language() -> str:
    return "en"


@pytest.fixture
def scripts() -> bool:
    return True


@pytest.fixture
def browser_context_args(
    browser_context_args: dict[str, Any], width: int, language: str, scripts: bool
) -> dict[str, Any]:
    return {
        **browser_context_args,
        "viewport": {"width": width, "height": 800},
        "locale": language,
        "java_script_enabled": scripts,
        "reduced_motion": "reduce",  # nothing moves while it is looked at
    }


@pytest.fixture(scope="session")
def addresses(portal: Portal) -> None:  # noqa: F811
    """The houses of one street."""
    inside(portal, HOUSES, HOUSE.street_fi)


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that may log no error, the policy's refusals among them."""
    with watched(page):
        yield page


@pytest.fixture
def another(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Callable[[], Page]]:
    """One more person with a browser of their own, just as closely watched."""
    with ExitStack() as open_ones:

        def another() -> Page:
            context = open_ones.enter_context(browser.new_context(**browser_context_args))
            return open_ones.enter_context(watched(context.new_page()))

        yield another


@contextmanager
def watched(page: Page) -> Iterator[Page]:
    heard: list[str] = []
    asked: set[str] = set()  # an answer 404 to what was asked for is no error of the page

    def remember(response: Response) -> None:
        if response.request.is_navigation_request():
            asked.add(response.url)

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            heard.append(f"{message.location['url']}: {message.text}")

    page.on("response", remember)
    page.on("console", hear)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.set_default_timeout(PATIENCE)
    yield page
    ours = [
        line
        for line in heard
        if LEFT not in line and not any(line.startswith(f"{url}: Failed") for url in asked)
    ]
    assert not ours, ours


@pytest.fixture
def good(
    request: pytest.FixtureRequest, page: Page, language: str, width: int, scripts: bool
) -> Callable[..., None]:
    """Nothing is wrong with the page as it is now, for everybody, at this width; a picture of it
    is kept where the option ``--screenshots`` says."""
    folder: Path | None = request.config.getoption("--screenshots", default=None)

    def good(name: str, of: Page = page) -> None:
        of.wait_for_load_state()  # a button pressed waits for the answer's first byte alone
        if folder:
            of.evaluate(EAGER)
            of.wait_for_load_state("networkidle")
            of.screenshot(path=folder / f"{name}-{language}-{width}.png", full_page=True)
        assert sideways(of) == 0, f"{name} scrolls sideways"
        if scripts and language == "en":  # those in Russian: tests/budget/test_every_page.py
            assert violations(of) == []

    return good


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than the window. A busy browser may take some frames to
    lay out what it was told; what stays too wide is too wide."""
    root = "document.documentElement"
    for _ in range(SETTLING):
        if not (wider := int(page.evaluate(f"{root}.scrollWidth - {root}.clientWidth"))):
            break
        page.wait_for_timeout(100)
    return wider


def resize(page: Page, width: int) -> None:
    """And wait for the frame that is drawn so: until then the page is as wide as it was."""
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate("new Promise(requestAnimationFrame)")
