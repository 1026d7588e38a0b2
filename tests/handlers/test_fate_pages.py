"""What becomes of ideas at the portal: experts, who decides, and everybody who looks on."""

import re

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas.opinions import Opinion
from tests.factories import MONDAY
from tests.fates import (
    ANSWER_TIME,
    CHOSEN,
    EXPERTS,
    OPEN_TIME,
    TEXT,
    VERA,
    dropped,
    in_review,
    planned,
    scored,
    selected,
)
from tests.ideas import AGENT, DAY, EXPERTS_TIME, LEADER, WHY, opened, published
from tests.opinions import mapped
from tests.reporting import a_city, photograph, signed_in

pytestmark = pytest.mark.usefixtures("tables")
MARKS = {"effect": "4", "cost": "3", "legal": "5", "time": "2"}
WORDS = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}")


@pytest.fixture(autouse=True)
def today(now):
    now(EXPERTS_TIME)
    return now


@pytest.fixture
def city(tables):
    with a_city():
        yield


def boxes(name, day, month, year="2026"):
    return {f"{name}-day": day, f"{name}-month": month, f"{name}-year": year}


def take(desk, idea, step, **fields):
    """Open the page of a step, and send what is on it."""
    here = f"/work/fates/{idea.id}/{step}"
    page = desk.get(here)
    assert page.status == 200, page.text
    return desk.submit(here, version=page.value("version"), **fields)


def test_an_expert_seals_on_pages_by_a_code_that_is_shown_once_and_opens_by_it(today):
    project = opened(ideas_each=3)
    one, other = in_review(project), in_review(project, title="A fountain")
    codes = {}
    for expert in EXPERTS:
        browser = signed_in(expert)
        page = browser.get(f"/work/scores/{one.id}")
        assert "Write down this code" in page.text
        codes[expert.id] = WORDS.search(page.text).group()
        missing = browser.submit(f"/work/scores/{one.id}", code=codes[expert.id])
        assert "Write down this code" in missing.text
        assert codes[expert.id] in missing.text
        assert "2 ideas on this page; waiting for you: 2" in browser.get("/work/scores").text
        sealed = {"interest": "no", "code": page.value("code"), **MARKS}
        assert "Sealed" in browser.follow(browser.submit(f"/work/scores/{one.id}", **sealed)).text
    vera = signed_in(VERA)
    assert codes["vera"] not in vera.get(f"/work/scores/{other.id}").text
    halves = vera.submit(f"/work/scores/{other.id}", interest="no", effect="4", code=codes["vera"])
    assert halves.text.count("Choose one of the options") >= 3
    declined = vera.submit(f"/work/scores/{other.id}", interest="yes")
    assert "no score" in vera.follow(declined).text
    desk = vera.get("/work/scores").text
    assert "2 ideas on this page; waiting for you: 0" in desk
    assert "You have sealed it" in desk
    assert "You have an interest" in desk
    assert "To be sealed" not in desk

    here = f"/work/openings/{project.id}"
    early = vera.get(here)
    assert "A pavilion for rain" in early.text
    assert 'name="ideas"' not in early.body  # nothing can be opened yet
    today(OPEN_TIME)
    for expert in EXPERTS:
        browser = signed_in(expert)
        assert here in browser.get("/work/scores?agency=parks").body
        opening = browser.get(here).text
        assert "can be opened" in opening
        assert "A park for everybody" in opening  # whose ideas they are
        wrong = browser.submit(here, ideas=[one.id], code="AAAA-BBBB-CCCC-DDDD")
        assert "opens none of your scores" in wrong.text
        shown = browser.follow(browser.submit(here, ideas=[one.id], code=codes[expert.id]))
        assert "Scores that are open now: 1" in shown.text

    case = signed_in(LEADER).get(f"/work/fates/{one.id}").body
    assert f"{one.id}/select" in case
    assert f"{one.id}/prolong" not in case
    assert "is open" in signed_in(VERA).get(f"/work/scores/{one.id}").text
    case = signed_in(LEADER).get(f"/work/fates/{one.id}").text
    assert "of 20" in case


def test_who_leads_a_project_sends_to_experts_selects_and_refuses(today):
    desk = signed_in(LEADER)
    project = opened(ideas_each=3)
    fresh, done = published(project), scored(project, title="A fountain")
    for idea in (fresh, done):
        ideas.index(idea.id)
    listed = desk.get(f"/work/fates?project={project.id}&show=open")
    assert f"/work/fates/{fresh.id}" in listed.body
    assert listed.text.count("Can be decided") == 1
    assert "3 open scores, 14 of 20 on average" in listed.text
    take(desk, fresh, "review", **boxes("until", "13", "3"))
    assert ideas.find(fresh.id).state == "expert_review"

    today(OPEN_TIME)
    desk = signed_in(LEADER)
    short = take(desk, done, "not_select", text="No money.", why="money")
    assert "at least 100 characters" in short.text
    assert "No money." in short.body
    told = take(desk, done, "not_select", text=WHY, why="money")

    shown = desk.follow(told).text
    assert "Everybody sees it" in shown
    assert WHY in shown
    ideas.index(fresh.id)
    listed = desk.get(f"/work/fates?project={project.id}&show=open").text
    assert "0 sealed scores · sealing until" in listed
    waits = desk.get(f"/work/fates/{fresh.id}")
    assert "once three experts have opened their scores" in waits.text
    assert f"{fresh.id}/prolong" in waits.body
    assert f"{fresh.id}/select" not in waits.body
    early = take(desk, fresh, "select", text=CHOSEN.text)
    assert "three experts" in early.text
    assert desk.get(f"/work/fates/{done.id}/select").status == 409
    assert desk.get(f"/work/fates/{done.id}/whatever").status == 404


def test_an_agency_answers_and_shows_its_work_with_photos(today, city):
    today(ANSWER_TIME)
    desk = signed_in(AGENT)
    idea = selected(opened())
    assert "To be answered by" in desk.get(f"/ideas/{idea.id}/fate").text
    assert f"/work/fates/{idea.id}" in desk.get("/work/responses").body
    take(desk, idea, "accept", text=TEXT, money="5 000", **boxes("until", "1", "12"))
    assert f"/work/fates/{idea.id}" in desk.get("/work/responses?show=work").body
    assert "To be planned by" in desk.get(f"/ideas/{idea.id}/fate").text
    take(desk, idea, "plan", text=TEXT, **boxes("until", "1", "12"))
    take(desk, idea, "begin", percent="5")
    here = desk.get(f"/ideas/{idea.id}/fate").text
    for promise in ("To be there by", "By this answer it is", "By the plan it is to be there by"):
        assert here.count(promise) == 1, promise
    bare = take(desk, idea, "finish", text=TEXT)
    assert "by a photo, or the address of an act" in bare.text
    page = photograph(desk, f"/work/fates/{idea.id}/finish")
    removed = desk.submit(f"/work/fates/{idea.id}/finish/remove", photo=page.value("photo"))
    assert "The photo is removed" in desk.follow(removed).text
    photograph(desk, f"/work/fates/{idea.id}/finish")
    assert take(desk, idea, "finish", text=TEXT).status == 303

    shown = desk.get(f"/ideas/{idea.id}/fate")
    assert "The answer was due by" in shown.text  # and nothing else is promised by that day
    assert "Promised by" not in shown.text
    assert "100%" in shown.text
    assert "/media/" in shown.body


def test_everybody_sees_what_became_of_an_idea_and_why_not(anybody, today):
    project = opened(ideas_each=3)
    idea, late = dropped(planned(project)), selected(project, title="A fountain")
    for each in (idea, late):
        ideas.index(each.id)
        ideas.count_idea(each.id)
    today(MONDAY + 100 * DAY)

    page = anybody.get(f"/ideas/{idea.id}/fate").text
    for words in (WHY, "There is no money for it", TEXT, "What experts say", "What becomes of it"):
        assert words in page, words
    assert "A fountain" in anybody.get("/responses").text
    assert "A fountain" in anybody.get("/responses?show=waiting").text
    refusals = anybody.get("/refusals?why=money").text
    assert WHY in refusals
    assert WHY not in anybody.get("/refusals?why=law").text
    mapped(project, Opinion("S-1", "There should be benches", True, 9, 15))
    report = anybody.get(f"/projects/{project.id}/report")
    assert WHY in report.text
    for words in (
        "There should be benches",
        "9 of 15 who answered agree",
        "All of it as a table (CSV)",
    ):
        assert words in report.text, words
    table = anybody.get(f"/projects/{project.id}/report?format=csv")
    assert f"idea,{idea.id},A pavilion for rain,dropped,,money" in table.body
    assert "How far ideas came" in anybody.get(f"/projects/{project.id}").text
    assert "carried out: 0" in anybody.get("/projects").text


def test_an_author_sends_what_they_reworked(anna, today):
    idea = scored(opened())
    today(OPEN_TIME)
    take(signed_in(LEADER), idea, "ask_rework", text=WHY)
    page = anna.get(f"/ideas/{idea.id}/fate")
    assert "Send what I reworked" in page.text

    sent = anna.submit(f"/ideas/{idea.id}/rework")

    assert "with the experts again" in anna.follow(sent).text
    assert "Send what I reworked" not in anna.get(f"/ideas/{idea.id}/fate").text


@pytest.mark.parametrize("other", [LEADER, VERA])
def test_desks_are_for_those_whose_they_are(other, anna):
    idea = scored(opened())

    for path in ("/work/responses", f"/work/fates/{idea.id}", "/work/scores"):
        assert anna.get(path).status == 403, path
    browser = signed_in(other)
    assert browser.get("/work/responses").status == 403
    assert browser.get("/work/scores").status == (200 if other is VERA else 403)
    assert browser.get(f"/work/fates/{idea.id}").status == (403 if other is VERA else 200)
