"""Results that keep up, and a vote that is found: pages in Chromium as the city draws them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from chalicelib import clock
from chalicelib.domain import figures
from chalicelib.domain.ballots import casting, codes, log
from chalicelib.domain.ballots.definition import Condition
from chalicelib.outbound import storage
from tests import gateway
from tests.archive import archived
from tests.ballots import VOTING, a_question, a_voter, code_of, scheduled
from tests.browser import in_process
from tests.browser.in_process import looker
from tests.counted import data_bucket
from tests.reporting import signed_in
from tests.results import (
    LATER,
    a_ballot,
    count_and_report,
    published_at_the_end,
    standing_of_fifty_six,
    standing_of_seven,
    vote,
)

TEN = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def city(keys: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    data_bucket()
    monkeypatch.setattr(clock, "now", lambda: LATER)
    yield
    storage._client.cache_clear()


@pytest.fixture
def asked() -> list[str]:
    """What the browser has asked the city, as a log of the server would have it."""
    return []


@pytest.fixture
def at_home(browser: Browser, asked: list[str]) -> Iterator[Page]:
    with in_process.at_home(browser, gateway.Browser(), forgiven="404", asked=asked) as page:
        yield page


@pytest.fixture
def good(at_home: Page, request: pytest.FixtureRequest) -> Callable[[str], None]:
    return looker(at_home, request.config.getoption("--screenshots", default=None))


def test_results_are_good_while_a_ballot_is_open_and_when_it_is_over(at_home, good):
    ballot = standing_of_seven()
    at_home.goto(f"https://portal.test/ballots/{ballot.id}/results")
    good("ballot-results")
    published_at_the_end(ballot)
    at_home.goto(f"https://portal.test/ballots/{ballot.id}/results?lang=ru")
    for details in at_home.locator("details").all():
        details.locator("summary").click()
    good("ballot-result")


def test_where_votes_came_from_is_good_to_read(at_home, good):
    ballot = standing_of_fifty_six()
    for language in ("en", "ru"):
        at_home.goto(f"https://portal.test/ballots/{ballot.id}/results?lang={language}")
        good(f"ballot-districts-{language}")


def test_the_archive_is_good_whether_something_is_in_it_or_not(at_home, good):
    at_home.goto("https://portal.test/ballots/archive")
    good("ballot-archive-empty")
    numbers = {"ballots": 1500, "votes": 2_400_000, "opinions": 43_000_000, "since": 2025}
    figures.keep("ballots", numbers, (), at=LATER)
    for number, state in enumerate(("tallied", "published", "annulled")):
        archived(number, state)

    at_home.goto("https://portal.test/ballots/archive?q=скамейку&lang=ru")

    expect(at_home.locator("h3")).to_have_count(3)
    good("ballot-archive")


def test_a_phone_reads_the_code_off_the_screen(at_home, good):
    ballot, anna = a_ballot(visibility="live"), signed_in(a_voter("anna"))
    answers = {"answers.q1": "yes", "answers.q2.1": "a", "answers.q3": "4", "answers.q4": "a"}
    told = anna.submit(f"/ballots/{ballot.id}/vote", **answers, code=code_of(3), made="browser")
    assert told.status == 200
    at_home.route(
        "https://portal.test/taken",
        lambda route: route.fulfill(body=told.body, headers=told.headers),
    )
    at_home.goto("https://portal.test/taken")
    good("ballot-taken-qr")

    seen = Image.open(BytesIO(at_home.locator(".veche-qr__image").screenshot()))

    (read,) = zxingcpp.read_barcodes(seen)
    where = f"https://portal.test/ballots/{ballot.id}/check"
    assert read.text == f"{where}#{codes.written(code_of(3))}"


def test_an_open_page_keeps_up_without_jumping(at_home, monkeypatch):
    at_home.clock.install(time=LATER)
    ballot = standing_of_seven()
    at_home.goto(f"https://portal.test/ballots/{ballot.id}/results")
    at_home.evaluate("scrollTo(0, 500)")
    line = at_home.locator("[data-as-of]")
    expect(line).to_have_text("")
    expect(at_home.locator("[data-seq]")).to_have_attribute("data-seq", "2")

    vote(ballot, 7)
    monkeypatch.setattr(clock, "now", lambda: LATER + TEN)
    count_and_report(ballot, LATER + TEN)
    at_home.clock.fast_forward(61_000)

    expect(line).to_have_text("As of 3 March 2026, 14:30: 8 votes")
    expect(at_home.locator("[data-seq]")).to_have_attribute("data-seq", "3")
    assert at_home.evaluate("scrollY") == 500


def test_the_city_is_not_asked_any_more_when_all_is_said(at_home, asked):
    at_home.clock.install(time=LATER)
    ballot = standing_of_seven()
    published_at_the_end(ballot)
    at_home.goto(f"https://portal.test/ballots/{ballot.id}/results")
    before = len(asked)

    at_home.clock.fast_forward(600_000)

    assert len(asked) == before


def look_for(page: Page, ballot, code: str) -> None:
    page.goto(f"https://portal.test/ballots/{ballot.id}/check")
    page.get_by_label("Check code").fill(codes.written(code).lower())
    page.get_by_role("button", name="Look for my vote").click()


def test_a_voter_finds_their_vote_and_the_code_never_leaves_the_browser(at_home, asked, good):
    ballot = standing_of_seven()

    look_for(at_home, ballot, code_of(3))

    told = at_home.locator("[data-checked]")
    expect(told).to_contain_text("The city’s signature is right.")
    place = log.find(ballot.id, codes.locator(ballot.id, code_of(3))).place
    expect(told).to_contain_text(f"Your vote is in the list, at number {place.index + 1} of 7.")
    expect(told).to_contain_text("It came in the ten minutes from 3 March 2026 at 14:00.")
    expect(told).to_contain_text("Your browser has checked it")
    assert not [line for line in asked if code_of(3) in line or "0000-" in line]
    assert any(f"check?h={codes.locator(ballot.id, code_of(3))}" in line for line in asked)
    good("ballot-check")


def test_a_code_behind_the_address_is_looked_for_and_does_not_stay_there(at_home, asked):
    ballot = standing_of_seven()
    code = codes.written(code_of(3))

    at_home.goto(f"https://portal.test/ballots/{ballot.id}/check#{code}")

    told = at_home.locator("[data-checked]")
    expect(told).to_contain_text("Your browser has checked it")
    assert at_home.url == f"https://portal.test/ballots/{ballot.id}/check"
    assert not [line for line in asked if code in line or code_of(3) in line]
    at_home.goto(f"https://portal.test/ballots/{ballot.id}/check#{codes.written(code_of(99))}")
    expect(told).to_contain_text("No vote with this code")


@pytest.mark.parametrize(
    ("first", "told"),
    [("Yes", "The answers are those"), ("No", "These are not the answers")],
)
def test_answers_are_compared_in_the_browser(at_home, asked, first, told):
    ballot = standing_of_seven()
    at_home.goto(f"https://portal.test/ballots/{ballot.id}/check")
    at_home.get_by_label("Check code").fill(codes.written(code_of(3)))
    at_home.get_by_text("Compare my answers as well").click()
    at_home.get_by_label(first, exact=True).check()
    at_home.get_by_label("Place 1").select_option("b")
    at_home.get_by_label("Place 2").select_option("a")
    at_home.get_by_label("4", exact=True).check()
    at_home.locator("[data-question=q4]").get_by_label("Option a").check()

    at_home.get_by_role("button", name="Look for my vote").click()

    expect(at_home.locator("[data-checked]")).to_contain_text(told)
    assert not [line for line in asked if line.startswith("POST")]


def test_answers_to_what_was_not_asked_are_not_compared(at_home):
    questions = (a_question(), a_question("rating", "q2", only_if=Condition("q1", ("no",))))
    ballot = scheduled(questions=questions)
    casting.cast(ballot.id, {"q1": ["yes"]}, code_of(3), by=a_voter("anna"), at=VOTING)
    count_and_report(ballot)
    at_home.goto(f"https://portal.test/ballots/{ballot.id}/check")
    at_home.get_by_label("Check code").fill(codes.written(code_of(3)))
    at_home.get_by_text("Compare my answers as well").click()
    at_home.get_by_label("4", exact=True).check()  # by mistake: they were not asked that
    at_home.get_by_label("Yes", exact=True).check()

    at_home.get_by_role("button", name="Look for my vote").click()

    expect(at_home.locator("[data-checked]")).to_contain_text("The answers are those")


def test_what_the_city_lies_about_is_found(at_home, monkeypatch):
    ballot = standing_of_seven()
    find = log.find

    def lying(ballot_id, h):
        """It shows the proof of somebody else's vote."""
        other = find(ballot_id, codes.locator(ballot_id, code_of(4)))
        return find(ballot_id, h)._replace(place=other.place)

    monkeypatch.setattr(log, "find", lying)
    look_for(at_home, ballot, code_of(3))

    expect(at_home.locator("[data-checked]")).to_contain_text("Something is not in order")


def test_a_vote_that_waits_and_one_that_was_never_taken_are_told_as_that(at_home):
    ballot = a_ballot()
    vote(ballot, 1)

    look_for(at_home, ballot, code_of(1))
    expect(at_home.locator("[data-checked]")).to_contain_text("waits to be put into the list")
    look_for(at_home, ballot, code_of(2))
    expect(at_home.locator("[data-checked]")).to_contain_text("No vote with this code")


def test_a_mistyped_code_is_found_before_anything_is_asked(at_home, asked):
    ballot = standing_of_seven()
    at_home.goto(f"https://portal.test/ballots/{ballot.id}/check")
    before = len(asked)
    at_home.get_by_label("Check code").fill("0024-H36H-2NCS-VRH6-DAQF-6DVV-QZWX")
    at_home.get_by_role("button", name="Look for my vote").click()

    expect(at_home.locator("[data-checked]")).to_contain_text("wrong or missing")
    assert len(asked) == before
