"""A broken lamp, from the resident who saw it to the resident who confirms that it shines again."""

import json
import re
from collections.abc import Iterable
from typing import Any
from urllib.request import urlopen
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import catalogue, clock
from chalicelib.catalogue import Topic
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE
from tests.journeys.inside import HOUSE
from tests.journeys.people import PASSWORD, a_person
from tests.journeys.portal import eventually, run
from tests.pictures import a_telephone_photo, a_view

TOPIC = next(
    topic
    for topic in catalogue.topics()
    if topic.open_on(clock.now().date())
    and not topic.emergency
    and not any(question.required for question in topic.questions)
)


@pytest.mark.parametrize(
    ("scripts", "language", "width"),
    [(True, "en", DESK), (True, "ru", PHONE), (False, "en", DESK), (False, "ru", PHONE)],
)
def test_a_lamp_is_reported_published_repaired_and_confirmed(
    page: Page,
    browser: Browser,
    browser_context_args,
    cloud,
    portal,
    outputs,
    physical,
    addresses,
    good,
    language,
    scripts,
    tmp_path,
):
    photo = tmp_path / "lamp.jpg"
    photo.write_bytes(a_telephone_photo())
    mended = tmp_path / "mended.jpg"
    mended.write_bytes(a_view(uuid4().hex))
    moderator = a_person(cloud, portal, outputs, f"moderator.{HOUSE.district}")
    desk = staff_page(browser, browser_context_args)
    sign_in(desk, moderator.email)
    email = f"{uuid4().hex[:12]}@example.org"
    sign_up(page, email)
    reference = report(page, photo, good)
    eventually(lambda: letters_about(portal, reference, moderator.email), 1, within=60)
    desk.goto("/me/inbox")
    expect(desk.get_by_text(reference).first).to_be_visible()
    desk.goto(f"/moderation/{reference}")
    look(desk, scripts)
    desk.locator("form[action$='/publish'] button").click()

    agency = catalogue.responsible(TOPIC, HOUSE.district)
    officer = a_person(cloud, portal, outputs, f"agency.{agency}")
    desk = staff_page(browser, browser_context_args)
    sign_in(desk, officer.email)
    desk.goto("/work")
    expect(desk.locator(f"a[href$='/work/{reference}']").first).to_be_visible()
    look(desk, scripts)
    desk.goto(f"/work/{reference}/answer")
    desk.fill("[name=note]", "The lamp was replaced this morning.")
    press(desk)
    send_photo(desk, mended)
    look(desk, scripts)
    desk.locator("form[action$='/answer/photos'] button").click()

    page.goto(f"/complaints/{reference}")
    good("verdict")
    page.locator("form[action$='/confirm'] button").click()
    page.goto(f"/complaints/{reference}")
    expect(page.locator("form[action$='/confirm']")).to_have_count(0)
    good("confirmed")
    state = portal.get(f"/api/v1/complaints/{reference}").json["state"]
    assert state == "confirmed_solved"
    filed_published_answered_confirmed, solved_it = 4, 1
    expected = {
        email: filed_published_answered_confirmed,
        moderator.email: 1,
        catalogue.agency(agency).email: 1,
        officer.email: solved_it,
    }
    eventually(lambda: told(portal, reference, expected), expected, within=60)
    assert any("ваш код" in letter["Subject"] for letter in letters_to(portal, email))
    page.goto("/me/inbox")
    expect(page.get_by_text(reference).first).to_be_visible()
    good("inbox")

    eventually(lambda: solved(portal) >= {reference}, True, within=60)
    run(cloud, physical("ComplaintsExport"))
    page.goto("/")
    repair = page.locator(f"a[href='/complaints/{reference}']")
    expect(repair).to_have_text(TOPIC.title[language])
    good("front-counted")


def solved(portal) -> set[str]:
    """What the public list has under «solved» by now."""
    cards = portal.get("/api/v1/complaints?state=solved").json["items"]
    return {card["reference"] for card in cards}


def sign_up(page: Page, email: str) -> None:
    page.goto("/sign-up")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    press(page)
    page.fill("[name=code]", "123456")
    press(page)
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    press(page)


def sign_in(page: Page, email: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    press(page)


def report(page: Page, photo, good, topic: Topic = TOPIC) -> str:
    """All the steps, each as it comes; the reference of what was filed."""
    page.goto("/report")
    press(page)
    page.goto(f"{page.url.split('?')[0]}?group={topic.group}")
    page.check(f"input[value='{topic.code}']")
    page.locator("form[method=post] button[type=submit]").last.click()
    good("place")
    page.goto(f"{page.url.split('?')[0]}?q={HOUSE.street_fi} {HOUSE.house}")
    page.locator("input[name=address_id]").first.check()
    page.locator("form:has(input[name=address_id]) button[type=submit]").click()
    if "/nearby" in page.url:
        page.goto(page.url.replace("/nearby", "/details"))
    page.fill("[name=text]", "The lamp by the entrance has been dark for a week.")
    for question in topic.questions:
        if question.required:
            page.locator(f"[name='answer-{question.code}']").first.check()
    press(page)
    send_photo(page, photo)
    good("photos")
    page.locator("form[action$='/photos'] button").click()
    good("check")
    page.locator("form[action$='/check'] button").click()
    good("filed")
    found = re.search(r"C-[0-9a-f]+", page.url)
    assert found, page.url
    return found[0]


def send_photo(page: Page, photo) -> None:
    """Straight to the store, and back; then until the worker has looked at it, and the page says so
    by itself if it can."""
    page.set_input_files("input[type=file]", photo)
    page.locator("form[enctype] button[type=submit]").click()
    page.wait_for_url("**/photos*")
    if page.locator("body.js-enabled").count():
        page.locator("#sent img").wait_for()
        return
    for _ in range(40):
        if page.locator("#sent img").count():
            return
        page.wait_for_timeout(500)
        page.goto(page.url)
    raise AssertionError("the photo was never ready")


def press(page: Page) -> None:
    page.locator("main form[method=post] button[type=submit]").first.click()


def look(page: Page, scripts: bool) -> None:
    if scripts:
        assert violations(page) == []


def staff_page(browser: Browser, context) -> Page:
    page = browser.new_context(**context).new_page()
    page.set_default_timeout(15_000)
    return page


def told(portal, reference: str, people: Iterable[str]) -> dict[str, int]:
    """How many letters about the report each of them has got."""
    return {person: letters_about(portal, reference, person) for person in people}


def letters_about(portal, reference: str, email: str) -> int:
    return sum(reference in letter["Subject"] for letter in letters_to(portal, email))


def letters_to(portal, email: str) -> list[dict[str, Any]]:
    with urlopen(f"http://127.0.0.1:{portal.port}/_ministack/ses/messages") as answer:
        sent = [letter for letters in json.load(answer)["messages"].values() for letter in letters]
    return [letter for letter in sent if letter["To"] == [email]]
