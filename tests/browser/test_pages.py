"""Every page that people see by address alone, for everybody, residents and staff."""

from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_first_journey import sign_in
from tests.journeys.people import a_person


class Visit(NamedTuple):
    groups: tuple[str, ...] | None  # None: nobody has signed in
    paths: tuple[str, ...]


VISITS = {
    "anybody": Visit(
        None,
        (
            "/complaints",
            "/ballots",
            "/resolutions",
            "/disputes/decisions",
            "/rewards",
            "/report",
            "/sign-up",
            "/sign-up/confirm",
            "/sign-in",
            "/forgot-password",
        ),
    ),
    "resident": Visit(
        (),
        (
            "/me",
            "/me/profile",
            "/me/email",
            "/me/data",
            "/me/delete",
            "/me/activity",
            "/me/complaints",
            "/me/votes",
            "/me/disputes",
            "/me/inbox",
            "/me/notifications",
            "/me/points",
            "/me/points/give",
            "/me/vouchers",
            "/rewards",
            "/report",
        ),
    ),
    "moderator": Visit(("moderator",), ("/moderation", "/moderation/checks")),
    "officer": Visit(("agency.lighting",), ("/work", "/work/resolutions")),
    "admin": Visit(("admin",), ("/staff/people", "/staff/vouchers")),
    "officer for ballots": Visit(("ballot_officer",), ("/work/ballots", "/work/disputes")),
    "clerk": Visit(("operator",), ("/work/disputes",)),
}


@pytest.mark.parametrize(("width", "language"), [(PHONE, "ru"), (DESK, "en")])
@pytest.mark.parametrize("who", VISITS)
def test_pages_are_good_for_everybody(
    page: Page,
    cloud,
    portal,
    outputs,
    good,
    who,
):
    groups, paths = VISITS[who]
    if groups is not None:
        sign_in(page, a_person(cloud, portal, outputs, *groups).email)

    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        assert page.url.endswith(path), "led elsewhere"
        good(path.strip("/").replace("/", "-"))
