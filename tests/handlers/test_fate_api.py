"""What becomes of ideas over HTTP as JSON; and the worker that tells those who supported one."""

import csv
import io

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import cards, reporting, spreading
from chalicelib.domain.ideas.opinions import Opinion
from chalicelib.models.idea_card import Card
from chalicelib.models.rating import Rating
from tests.conftest import invoke
from tests.factories import MONDAY
from tests.fates import (
    ANSWER_TIME,
    CHOSEN,
    EXPERTS,
    OPEN_TIME,
    SALT,
    SEALED,
    TEXT,
    VERA,
    accepted,
    dropped,
    in_review,
    planned,
    scored,
    selected,
)
from tests.gateway import Browser
from tests.ideas import (
    AFTER,
    AGENT,
    ANNA,
    DAY,
    EXPERTS_TIME,
    IDEAS_TIME,
    LEADER,
    WHY,
    opened,
    published,
)
from tests.opinions import mapped

pytestmark = pytest.mark.usefixtures("tables")
MARKS = {"effect": 4, "cost": 3, "legal": 5, "time": 2, "salt": SALT}


@pytest.fixture(autouse=True)
def today(now):
    now(EXPERTS_TIME)
    return now


@pytest.fixture
def leader():
    return Browser.of(LEADER)


@pytest.fixture
def agent():
    return Browser.of(AGENT)


def test_experts_seal_and_open_and_the_agency_selects_answers_and_carries_out(
    leader, agent, anybody, today
):
    idea = published(opened())
    here = f"/api/v1/ideas/{idea.id}"
    assert leader.send("POST", f"{here}/review", {}).json["state"] == "expert_review"
    for expert in EXPERTS:
        program = Browser.of(expert)
        listed = program.get("/api/v1/work/scores?agency=parks").json["items"]
        assert [(one["idea"], one["task"]) for one in listed] == [(idea.id, "seal")]
        nothing = program.send("POST", f"{here}/scores/commit", {"commitment": SEALED})
        assert {error["field"] for error in nothing.json["errors"]} == {"conflict"}
        sealed = {"conflict": False, "commitment": SEALED}
        assert program.send("POST", f"{here}/scores/commit", sealed).status == 200
    today(OPEN_TIME)
    for expert in EXPERTS:
        program = Browser.of(expert)
        other = program.send("POST", f"{here}/scores/reveal", MARKS | {"effect": 5})
        assert (other.status, other.json["errors"][0]["field"]) == (422, "salt")
        assert program.send("POST", f"{here}/scores/reveal", MARKS).json["opened"]
    assert anybody.get(f"{here}/fate").json["scores"]["mean"] is None
    seen = leader.get(here.replace("/v1/", "/v1/work/") + "/fate").json["scores"]
    assert (seen["mean"]["total"], seen["given"][0]["salt"]) == (14, SALT)

    select = {"decision": "selected", "version": 1}
    assert leader.send("POST", f"{here}/selection", select).status == 409
    told = {"decision": "selected", "text": CHOSEN.text}
    bare = leader.send("POST", f"{here}/selection", {"decision": "selected"})
    assert (bare.status, bare.json["errors"][0]["field"]) == (422, "text")
    chosen = leader.send("POST", f"{here}/selection", told).json
    assert (chosen["state"], chosen["response"]["outcome"]) == ("selected", None)
    answer = {"outcome": "accepted", "text": TEXT, "money": 5000}
    early = agent.send("POST", f"{here}/response", answer)
    assert (early.status, early.json["code"]) == (409, "phase_closed")
    today(ANSWER_TIME)
    given = agent.send("POST", f"{here}/response", answer).json
    assert (given["state"], given["response"]["money"]) == ("accepted", 5000)
    step = {"stage": "planned", "text": TEXT, "until": "2026-12-01", "version": given["version"]}
    plan = agent.send("POST", f"{here}/milestones", step).json
    assert (plan["state"], plan["result"]["promised"]) == ("planned", ["2026-12-01"])
    assert agent.send("POST", f"{here}/milestones", step).status == 409
    begun = {"stage": "in_progress", "version": plan["version"]}
    version = agent.send("POST", f"{here}/milestones", begun).json["version"]
    act = {"act_url": "https://city.test/acts/17", "text": TEXT}
    done = agent.send("POST", f"{here}/milestones", {"stage": "done", "version": version, **act})

    assert (done.json["state"], done.json["result"]["percent"]) == ("implemented", 100)
    assert anybody.get(f"{here}/fate").json["scores"]["mean"]["total"] == 14


def test_experts_have_no_time_beyond_all_calendars(leader):
    idea, last = published(opened()), {"until": "9999-12-31"}

    refused = leader.send("POST", f"/api/v1/ideas/{idea.id}/review", last)

    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "until")


def test_whoever_has_an_interest_says_so_and_gives_no_score():
    idea, program = in_review(opened()), Browser.of(VERA)
    here = f"/api/v1/ideas/{idea.id}/scores/commit"

    assert program.send("POST", here, {"conflict": True}).json["commitment"] is None
    assert program.send("POST", here, {"conflict": False, "commitment": SEALED}).status == 409


@pytest.mark.parametrize("other", [None, ANNA, AGENT, VERA])
def test_nobody_else_decides(other):
    idea, program = scored(opened()), Browser(actor=other)
    here = f"/api/v1/ideas/{idea.id}"

    for path, body in (
        ("review", {}),
        ("review/prolong", {"until": "2026-03-15"}),
        ("selection", {"decision": "selected"}),
        *([] if other is VERA else [("scores/commit", {"conflict": True})]),
        *([] if other is AGENT else [("response", {"outcome": "accepted"})]),
        *([] if other is AGENT else [("milestones", {"version": 1})]),
        ("rework", None),
    ):
        assert program.send("POST", f"{here}/{path}", body).status in (401, 403, 409), path
    assert ideas.find(idea.id).state == "expert_review"


def test_everybody_reads_what_is_late_and_what_was_refused(anybody, leader, today):
    project = opened(ideas_each=3)
    owed, refused = selected(project), dropped(planned(project, title="A fountain"))
    ideas.index(refused.id)

    assert anybody.get("/api/v1/responses").json["items"] == []
    today(MONDAY + 100 * DAY)
    (late,) = anybody.get("/api/v1/responses?show=overdue").json["items"]
    assert (late["idea"], late["agency"]) == (owed.id, "parks")
    (told,) = anybody.get("/api/v1/refusals?why=money").json["items"]
    assert (told["idea"], told["state"], told["reason"]) == (refused.id, "dropped", WHY)
    assert anybody.get("/api/v1/refusals?why=whim").status == 422
    assert anybody.get("/api/v1/refusals?cursor=e30").status == 422
    assert anybody.get("/api/v1/responses?cursor=e30").status == 422


def test_a_report_is_read_by_programs_and_by_spreadsheets(anybody, today):
    project = opened()
    idea = published(project)
    ideas.index(idea.id)
    ideas.count_idea(idea.id)
    mapped(project, Opinion("S-1", "There should be benches", True, 9, 15))
    today(AFTER)

    here = f"/api/v1/projects/{project.id}/report"
    told = anybody.get(here).json
    assert (told["funnel"]["published"], told["ideas"][0]["idea"]) == (1, idea.id)
    assert told["districts"] == {"cells": {}, "suppressed_cells": 0}
    (agreed,) = told["consensus"]["statements"]
    assert (agreed["text"], agreed["n"], agreed["of"]) == ("There should be benches", 9, 15)
    table = anybody.get(here, Accept="text/csv")
    assert table.headers["Content-Type"].startswith("text/csv")
    assert f"idea,{idea.id},A pavilion for rain,published,,," in table.body
    assert "consensus_agree,S-1,There should be benches,9,15,," in table.body
    assert "Link" not in table.headers


def test_a_report_of_many_ideas_is_read_page_by_page(anybody, today):
    project = opened()
    with Card.batch_write() as batch:
        for n in range(reporting.PAGE + 20):
            place = cards.place_of(IDEAS_TIME, f"I-{n:03}")
            known = {"idea": f"I-{n:03}", "project": project.id, "title": "A roof"}
            card = Card(cards.shelf_of(project.id), place, state="published", **known)
            card.published_at = IDEAS_TIME
            batch.save(card)
    today(AFTER)

    here, pages = f"/api/v1/projects/{project.id}/report", []
    while here:
        answer = anybody.get(here, Accept="text/csv")
        pages.append(list(csv.DictReader(io.StringIO(answer.body, newline=""))))
        here = answer.headers.get("Link", "").removeprefix("<").removesuffix('>; rel="next"')

    told = [[row["key"] for row in page if row["section"] == "idea"] for page in pages]
    assert [len(keys) for keys in told] == [reporting.PAGE, 20]
    assert len({key for keys in told for key in keys}) == reporting.PAGE + 20
    assert [row["section"] for row in pages[0]].count("people") == 1
    assert {row["section"] for row in pages[1]} == {"idea"}
    page = anybody.get(f"/projects/{project.id}/report")
    assert "This page as a table (CSV)" in page.text


def rated(idea, person, value=1, phase="p3"):
    Rating(
        idea.id, f"given#{phase}#{person}", rater=f"{person}#{idea.project}", value=value, at=MONDAY
    ).save()


def test_whoever_supported_an_idea_hears_of_it_page_by_page_and_once(deliver, a_queue, monkeypatch):
    monkeypatch.setattr(spreading, "PAGE", 4)
    idea = accepted(opened())
    for n in range(9):
        rated(idea, f"r{n}")
    rated(idea, "r0", phase="p4")
    rated(idea, "against", value=-1)
    letters, further = a_queue("notify"), a_queue("ideas")
    event = {
        "id": "20260325T090000.000000-1f3a90bd5c02",
        "entity": idea.id,
        "kind": "idea.accepted",
        "at": MONDAY.isoformat(),
        "facts": {"title": "A roof"},
    }

    waiting, told = [event], []
    while waiting:
        assert deliver("ideas_follow", *waiting) == {"batchItemFailures": []}
        told += letters()
        waiting = further()

    assert {person for share in told for person in share["concerns"]} == {f"r{n}" for n in range(9)}
    assert {(share["id"], share["kind"], share["whole"]) for share in told} == {
        (event["id"], "idea.accepted", False)
    }


def test_whoever_supported_an_idea_hears_that_it_went_into_another(deliver, a_queue):
    a_queue("ideas")
    idea = published(opened())
    rated(idea, "r0")
    letters = a_queue("notify")

    merged = {"id": "1", "entity": idea.id, "kind": "idea.merged", "at": "2026-03-11T09:00:00Z"}
    deliver("ideas_follow", {**merged, "facts": {"project": idea.project}})

    assert [share["concerns"] for share in letters()] == [["r0"]]


def test_what_nobody_has_to_hear_is_told_to_nobody(deliver, a_queue):
    idea = in_review(opened())
    rated(idea, "r0")
    letters = a_queue("notify")

    deliver(
        "ideas_follow",
        {"id": "1", "entity": idea.id, "kind": "idea.scored", "at": "2026-03-11T09:00:00Z"},
    )

    assert letters() == []


def test_the_clock_finds_ideas_that_are_late(a_queue, deliver, today):
    taken = a_queue("ideas")
    idea = selected(opened())
    today(MONDAY + 85 * DAY)

    invoke("ideas_find_due", {})
    alarms = taken()
    deliver("ideas_follow", *alarms)

    assert idea.id in {alarm["entity"] for alarm in alarms}
    assert ideas.find(idea.id).next_alarm_on.isoformat() == "2026-06-02"
