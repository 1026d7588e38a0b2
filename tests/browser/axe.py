"""Axe finds what a program can find of WCAG 2.2 at level AA."""

import functools
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AROUND = [["header.veche-header"], ["footer.veche-footer"]]  # the same on all pages
ALIKE = "details.veche-api ~ details.veche-api"  # hundreds of doors, each drawn as the first is
LOOK = """([runOnly, exclude, alike]) => {
    document.querySelectorAll(alike).forEach(each => each.remove());
    return axe.run({exclude}, {
    runOnly, resultTypes: ["violations"], selectors: false,
    preload: false, rules: {"css-orientation-lock": {enabled: false}},  // of styles, not of a page
}).then(found => found.violations.map(({id, nodes}) =>
    [id, ...nodes.map(({html, failureSummary}) => [html.slice(0, 200), failureSummary])]))}"""


def violations(page: Page, *, entire: bool = False) -> Any:
    """Of a page, each with where it is; ``entire``, also of what stands around it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    return page.evaluate(LOOK, [RULES, [] if entire else AROUND, ALIKE])


@functools.cache
def _script() -> str:
    return Axe().axe_script  # type: ignore[no-any-return]
