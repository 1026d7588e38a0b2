"""Answers in own words in a browser: written while voting, read at the desk, published."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from chalicelib import clock
from chalicelib.domain.ballots import Type, casting, variants
from chalicelib.domain.ballots.definition import Condition
from tests import gateway
from tests.ballots import CLOSES, OFFICER, VOTING, a_question, a_voter, code_of, scheduled
from tests.browser.in_process import HOME, at_home, looker
from tests.casting import said
from tests.reporting import signed_in

LATER = CLOSES + timedelta(minutes=2)
WORDED = a_question(Type.TEXT, id="q2", options=(), only_if=Condition("q1", ("yes",)))


@pytest.fixture
def now(keys, monkeypatch):
    def now(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    now(VOTING)
    return now


@pytest.fixture
def ballot(now):
    return scheduled(questions=(a_question(), WORDED))


@pytest.fixture
def folder(request):
    return request.config.getoption("--screenshots", default=None)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_words_are_asked_for_and_sent_with_the_vote(browser: Browser, ballot, folder, language):
    anna = signed_in(a_voter("anna"))
    anna.language = language
    with at_home(browser, anna, forgiven="422", language=language) as page:
        page.goto(f"{HOME}/ballots/{ballot.id}/vote")
        words = page.locator("textarea")
        expect(words).to_be_hidden()
        page.locator("[name='answers.q1'][value='yes']").check()
        words.fill("A pond with ducks")
        looker(page, folder)(f"variants-vote-{language}")
        page.locator("form[data-vote] button[type=submit]").click()
        expect(page.locator("[data-code]").or_(page.locator(".veche-vote-code"))).to_be_visible()

    assert said(ballot) == {"q1": ["yes"], "q2": ["own"]}
    found = variants.at_desk(ballot.id, by=OFFICER, at=CLOSES)
    assert [variant.text for variant in found.items] == ["A pond with ducks"]


def test_what_is_hidden_is_not_sent(browser: Browser, ballot):
    with at_home(browser, signed_in(a_voter("anna")), forgiven="422") as page:
        page.goto(f"{HOME}/ballots/{ballot.id}/vote")
        page.locator("[name='answers.q1'][value='yes']").check()
        page.locator("textarea").fill("A pond with ducks")
        page.locator("[name='answers.q1'][value='no']").check()
        page.locator("form[data-vote] button[type=submit]").click()
        expect(page.locator(".veche-vote-code")).to_be_visible()

    assert said(ballot) == {"q1": ["no"]}
    assert variants.at_desk(ballot.id, by=OFFICER, at=CLOSES).items == []


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_officer_lets_words_through_and_everybody_reads_them(
    browser: Browser, ballot, folder, now, language
):
    for number, text in enumerate(["A pond", "Benches", "Lanterns", "My neighbour is a fool"]):
        voter = a_voter(f"voter-{number}")
        answers = {"q1": ["yes"]}
        casting.cast(ballot.id, answers, code_of(number), words={"q2": text}, by=voter, at=VOTING)
    now(LATER)
    officer, anybody = signed_in(OFFICER), gateway.Browser()
    officer.language = anybody.language = language
    with at_home(browser, officer, forgiven="422", language=language) as page:
        page.goto(f"{HOME}/work/ballots/{ballot.id}/variants?question=q2")
        looker(page, folder)(f"variants-desk-{language}")
        for text in ("A pond", "Benches"):
            page.get_by_label(text).select_option("published")
        page.get_by_label("My neighbour is a fool").select_option("personal")
        page.locator("main form button").first.click()
        expect(page.locator("main select")).to_have_count(1)
        page.goto(f"{HOME}/work/ballots/{ballot.id}/variants?question=q2&shelf=published")
        looker(page, folder)(f"variants-published-{language}")
        for box in page.locator("main input[type=checkbox]").all():
            box.check()
        page.locator("main form").last.locator("button").click()
        expect(page.locator("[name='option.1.en']")).to_have_value("Benches")
    with at_home(browser, anybody, forgiven="422", language=language) as page:
        page.goto(f"{HOME}/ballots/{ballot.id}/variants?question=q2")
        expect(page.locator(".veche-variants li")).to_have_text(["A pond", "Benches"])
        looker(page, folder)(f"variants-{language}")
