"""A draft, filled in page by page by whoever has a browser."""

from tests.forms import BABY_BOX

FIRST_CHILD = {
    "children-1-name": "Vera",
    "children-1-born-day": "1",
    "children-1-born-month": "2",
    "children-1-born-year": "2026",
}
CONTACT = {
    "name": "Anna Aalto",
    "birthday-day": "17",
    "birthday-month": "5",
    "birthday-year": "1990",
    "email": "anna@example.org",
}


def begun(browser, **probes):
    """Where the draft is."""
    first = browser.submit(f"/services/{BABY_BOX}/apply", **probes).location
    return first.removesuffix("/holder")


def answer(browser, here, step, **fields):
    """What follows from answering a step as its page was seen."""
    page = browser.get(f"{here}/{step}")
    assert page.status == 200, page.text
    return browser.submit(f"{here}/{step}", version=page.value("version"), **fields)


def answered(browser):
    """A draft in which all is answered but what needs no answer."""
    here = begun(browser)
    answer(browser, here, "holder", holder="self")
    answer(browser, here, "children", **FIRST_CHILD)
    answer(browser, here, "home", **{"home-text": "Mannerheimintie 5"})
    answer(browser, here, "contact", **CONTACT)
    answer(browser, here, "wishes")
    assert answer(browser, here, "consent", consent="yes").location == f"{here}/check"
    return here
