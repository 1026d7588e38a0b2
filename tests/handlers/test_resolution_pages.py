"""From vote to deed with a browser that runs no scripts: the agency's desk, and what all see."""

import pytest

from chalicelib import clock
from tests.disputes import ANNA, BALLOT, DAY, OFFICER
from tests.gateway import Browser
from tests.reporting import a_city, photograph, signed_in
from tests.resolutions import AGENT, CLOSED, LATER, NOTE, STRANGER, counted, resolved

HERE = f"/work/resolutions/{BALLOT}"
FORM = {
    "outcome": "accepted",
    "decision_ru": "Поставим десять деревянных скамеек",
    "decision_en": "We put up ten wooden benches",
    "act": "№ 17-ПП",
    "due_on-day": "1",
    "due_on-month": "6",
    "due_on-year": "2026",
}


@pytest.fixture(autouse=True)
def _city(keys, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: LATER)
    with a_city():
        yield


@pytest.fixture
def agent(_city):
    return signed_in(AGENT)


def move(agent, step, **fields):
    page = agent.get(f"{HERE}/{step}")
    return agent.submit(f"{HERE}/{step}", version=page.value("version"), **fields)


def test_an_agency_resolves_and_everybody_reads_it(agent, anybody):
    counted()
    assert "Benches in the park" in agent.get("/work/resolutions").text

    answer = agent.submit(HERE, version=agent.get(HERE).value("version"), **FORM)

    assert "those who voted are told" in agent.follow(answer).text
    page = anybody.get(f"/ballots/{BALLOT}").text
    assert "What the city did Accepted, planned" in page
    assert "We put up ten wooden benches" in page
    assert "1 June 2026" in page
    assert "Benches in the park" in anybody.get("/resolutions?show=accepted").text


def test_what_is_wrong_is_named_and_what_was_typed_stays(agent):
    counted()
    version = agent.get(HERE).value("version")

    wrong = FORM | {"decision_en": "", "due_on-month": "13"}
    no_day = agent.submit(HERE, version=version, **wrong)
    short = agent.submit(HERE, version=version, **FORM | {"decision_en": "Yes"})

    assert (no_day.status, short.status) == (422, 422)
    assert "not a date" in no_day.text
    assert "at least 20 characters" in short.text
    assert short.value("act") == "№ 17-ПП"


def test_the_days_that_were_promised_stay_on_the_page(agent, anybody):
    resolved()
    day = {"on-day": "1", "on-month": "7", "on-year": "2026"}
    move(agent, "postpone", note=NOTE, **day)
    move(agent, "postpone", note=NOTE, **day | {"on-month": "9"})

    page = anybody.get(f"/ballots/{BALLOT}")

    assert "promised 3 times" in page.text
    assert "<s>1 June 2026</s>" in page.body
    assert "promised 3 times" in anybody.get("/resolutions?show=accepted").text


def test_work_begins_is_shown_and_is_done(agent, anybody):
    resolved()
    assert move(agent, "start").status == 303

    missing = move(agent, "finish", note=NOTE)
    assert missing.status == 422
    assert "at least one photo" in missing.text
    photograph(agent, f"{HERE}/finish")
    assert move(agent, "finish", note=NOTE).status == 303

    page = anybody.get(f"/ballots/{BALLOT}")
    assert "What the city did Done" in page.text
    assert page.body.count("/320.jpg") >= 1
    assert "Benches in the park" in anybody.get("/resolutions?show=done").text


def test_a_photo_can_be_taken_out_again(agent):
    resolved()
    page = photograph(agent, f"{HERE}/report")

    removed = agent.submit(f"{HERE}/report/remove", photo=page.value("photo"))

    assert "The photo is removed" in agent.follow(removed).text


def test_what_is_given_up_says_why(agent, anybody):
    resolved()

    assert move(agent, "abandon", note="").status == 422
    move(agent, "abandon", note="The park is sold, and the benches with it.")

    page = anybody.get(f"/ballots/{BALLOT}").text
    assert "Given up" in page
    assert "The park is sold" in page


def test_what_is_late_is_listed_for_everybody(anybody, monkeypatch):
    counted()
    assert "Benches" not in anybody.get("/resolutions?show=overdue").text

    monkeypatch.setattr(clock, "now", lambda: CLOSED + 31 * DAY)

    assert "Overdue" in anybody.get("/resolutions?show=overdue").text
    assert "Benches in the park" in anybody.get("/resolutions?show=overdue").text


def test_two_officers_at_once_and_the_second_keeps_what_they_wrote(agent):
    resolved()
    seen = agent.get(f"{HERE}/report").value("version")
    move(agent, "start")

    refused = agent.submit(f"{HERE}/report", version=seen, note=NOTE)

    assert refused.status == 409
    assert refused.value("note") == NOTE


def test_another_agency_reads_and_cannot_act():
    resolved()
    stranger = signed_in(STRANGER)

    page = stranger.get(HERE)

    assert "What next" not in page.text
    assert stranger.submit(f"{HERE}/start", version=1).status == 403


@pytest.mark.parametrize("page", ["/work/resolutions", HERE, f"{HERE}/report"])
def test_the_desk_is_the_agencys(page):
    resolved()

    assert Browser().get(page).location.startswith("/sign-in")
    for other in (ANNA, OFFICER):
        assert signed_in(other).get(page).status == 403


def test_a_step_that_does_not_exist_is_not_found(agent):
    resolved()

    assert agent.get(f"{HERE}/celebrate").status == 404


def test_in_russian_everything_is_said_in_russian():
    resolved()
    russian = Browser(language="ru")

    assert "Что сделал город" in russian.get(f"/ballots/{BALLOT}").text
    assert "От голоса к делу" in russian.get("/resolutions").text
