"""Applying by the form of every service that has none of its own, by pages only."""

from tests.reporting import a_city


def answer(browser, here, step, **fields):
    page = browser.get(f"{here}/{step}")
    return browser.submit(f"{here}/{step}", version=page.value("version"), **fields)


def test_who_has_no_files_where_none_are_needed_goes_on_without(anna):
    with a_city():
        here = anna.submit("/services/library-card/apply").location.removesuffix("/request")
        answer(anna, here, "request", request="A card for the library, please.")
        answer(anna, here, "capacity", capacity="self")
        answer(anna, here, "contact", name="Anna Aalto", email="anna@example.org")

        assert "Continue without files" in anna.get(f"{here}/attachments").text
        assert anna.submit(f"{here}/attachments/files/attachments").location == f"{here}/consent"
        assert answer(anna, here, "consent", consent="yes").location == f"{here}/check"
        assert anna.submit(f"{here}/check").location.startswith("/applications/S1-")
