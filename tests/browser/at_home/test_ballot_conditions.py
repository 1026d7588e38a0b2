"""Conditional questions in a browser with scripts: shown to whom they are asked of."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import clock
from chalicelib.domain.ballots import Type
from chalicelib.domain.ballots.definition import Condition
from tests.ballots import VOTING, a_question, a_voter, scheduled
from tests.browser import in_process
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, resize, sideways
from tests.browser.in_process import HOME
from tests.casting import said
from tests.reporting import signed_in

QUESTIONS = (
    a_question(),
    a_question(Type.SINGLE, id="q2", only_if=Condition("q1", ("yes",)), abstain=False),
    a_question(Type.MULTI, id="q3", most=2, only_if=Condition("q2", ("a", "b"))),
    a_question(Type.RANK, id="q4", most=2, only_if=Condition("q3", ("d",))),
)


@pytest.fixture
def ballot(keys, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: VOTING)
    return scheduled(questions=QUESTIONS)


@pytest.fixture
def form(browser: Browser, ballot) -> Iterator[Page]:
    """The form of a ballot."""
    with in_process.at_home(browser, signed_in(a_voter("anna")), forgiven="422") as page:
        page.goto(f"{HOME}/ballots/{ballot.id}/vote")
        yield page


def question(page, name):
    return page.locator("form[data-vote] fieldset").filter(has_text=f"Question {name}?")


def choose(page, name, option):
    page.locator(f"[name='answers.{name}'][value='{option}']").check()


def test_questions_come_and_go_with_what_was_chosen(form):
    for name in ("q2", "q3", "q4"):
        expect(question(form, name)).to_be_hidden()

    choose(form, "q1", "yes")
    expect(question(form, "q2")).to_be_visible()
    expect(form.get_by_label("This question is not for me")).to_have_count(0)
    choose(form, "q2", "b")
    choose(form, "q3", "d")
    expect(question(form, "q4")).to_be_visible()
    choose(form, "q3", "~")  # which takes the others away
    expect(question(form, "q4")).to_be_hidden()
    choose(form, "q3", "d")
    expect(question(form, "q4")).to_be_visible()
    choose(form, "q1", "no")  # and all that hangs on it goes
    for name in ("q2", "q3", "q4"):
        expect(question(form, name)).to_be_hidden()


def test_what_is_hidden_is_not_sent(form, ballot):
    choose(form, "q1", "yes")
    choose(form, "q2", "a")
    choose(form, "q3", "c")
    choose(form, "q1", "no")

    form.locator("form[data-vote] button[type=submit]").click()

    expect(form.get_by_role("heading", level=1)).to_have_text("Your vote is taken")
    assert said(ballot) == {"q1": ["no"]}


def test_what_is_shown_is_asked(form, ballot):
    choose(form, "q1", "yes")
    form.locator("form[data-vote] button[type=submit]").click()
    expect(question(form, "q2")).to_be_visible()
    choose(form, "q2", "c")

    form.locator("form[data-vote] button[type=submit]").click()

    expect(form.get_by_role("heading", level=1)).to_have_text("Your vote is taken")
    assert said(ballot) == {"q1": ["yes"], "q2": ["c"]}


def test_the_form_is_good_at_any_width(form, request):
    folder = request.config.getoption("--screenshots", default=None)
    for chosen, width in (("no", PHONE), ("yes", DESK)):
        resize(form, width)
        choose(form, "q1", chosen)
        assert sideways(form) == 0, width
        if folder:
            form.screenshot(path=folder / f"conditions-{width}.png", full_page=True)
        assert violations(form) == []
