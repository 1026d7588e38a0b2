"""Voting in a browser: every type of question, the code that is shown once, with and without
scripts, in both languages."""

import os
import re
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_first_journey import sign_in
from tests.journeys.people import a_person

CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){6}")


@pytest.fixture
def vote(portal, cloud, outputs):
    """Somebody who may vote, and the ballot in which they may."""
    person = a_person(cloud, portal, outputs)
    told = os.environ | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{portal.port}",
        "VECHE_BALLOTS_KEY": outputs["BallotsKeyArn"],
    }
    make = [sys.executable, "-m", "tests.journeys.ballots", person.id]
    done = subprocess.run(make, env=told, check=True, stdout=subprocess.PIPE, text=True)
    return person, f"/ballots/{done.stdout.strip()}"


@pytest.mark.parametrize(
    ("scripts", "language", "width"), [(True, "en", DESK), (False, "ru", PHONE)]
)
def test_a_resident_votes_and_keeps_the_code(page: Page, vote, good, scripts):
    person, here = vote
    page.goto("/ballots")
    good("ballots")
    sign_in(page, person.email)
    page.goto(here)
    good("ballot")
    page.locator(f"a[href='{here}/vote']").click()
    good("ballot-vote")

    page.locator("form.veche-vote button[type=submit]").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    good("ballot-vote-wrong")
    page.check("[name='answers.one'][value=b]")
    page.check("[name='answers.some'][value=a]")
    page.check("[name='answers.mark'][value='4']")
    page.select_option("[name='answers.order.1']", "c")
    page.select_option("[name='answers.order.2']", "a")
    page.check("[name='answers.money'][value=a]")
    if scripts:
        expect(page.locator("[data-choose=budget] [role=status]")).to_contain_text("Left: €50")
        expect(page.locator("[data-choose=multi] [role=status]")).to_contain_text("1")
        assert page.input_value("[name=made]") == "browser"
    else:
        page.check("[name='answers.money'][value=b]")
    code = page.input_value("[name=code]")
    page.locator("form.veche-vote button[type=submit]").click()

    shown = page.locator(".veche-vote-code")
    expect(shown).to_be_visible()
    good("ballot-taken")
    written = re.sub(r"\s", "", shown.inner_text())
    assert CODE.fullmatch(written)
    assert code not in page.url
    if scripts:
        with page.expect_download() as saved:
            page.locator("[data-receipt] button").first.click()
        text = saved.value.path().read_text()
        assert CODE.search(text)
        assert "veche vote promise v1" in text
    page.goto(f"{here}/results")
    good("ballot-results-early")
    page.goto(f"{here}/check")
    good("ballot-check")
    page.fill("[name=code]", CODE.search(written)[0].lower())
    page.locator("form.veche-form button[type=submit]").click()
    found = page.locator("[data-checked]") if scripts else page.locator("main")
    expect(found).to_contain_text(re.compile("Your vote|Ваш голос"))
    good("ballot-checked")
    page.goto("/me/votes")
    good("my-votes")
    expect(page.locator(f"a[href='{here}/disputes/new?kind=voted_without_me']")).to_be_visible()


@pytest.mark.parametrize(("width", "language"), [(PHONE, "ru"), (DESK, "en")])
def test_an_officer_composes_a_ballot(page: Page, cloud, portal, outputs, good):
    sign_in(page, a_person(cloud, portal, outputs, "ballot_officer").email)
    page.goto("/work/ballots")
    page.locator("form[action='/work/ballots'] button").click()

    for step in ("words", "audience", "times", "materials", "questions/1"):
        expect(page).to_have_url(re.compile(f"/{step}$"))
        good(f"ballot-{step.replace('/', '-')}")
        page.locator("main form.veche-form button[type=submit]").first.click()

    expect(page).to_have_url(re.compile(r"/work/ballots/B-[0-9a-f]+$"))
    good("ballot-draft")
    page.locator("a[href$='/preview']").click()
    good("ballot-preview")
