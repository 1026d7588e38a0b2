"""Projects over HTTP as JSON; and what the worker makes of what happened."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import DUE, projects
from chalicelib.models.project import ProjectEvent
from tests.conftest import invoke
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.ideas import (
    AFTER,
    AGENCY,
    DAY,
    IDEAS_TIME,
    LEADER,
    REASON,
    composed,
    opened,
    published,
    refused,
)

pytestmark = pytest.mark.usefixtures("tables")
OTHERS = [None, a_resident("anna"), an_officer("admin"), an_officer("facilitator.roads")]


def both(words):
    return {"ru": f"{words} (по-русски)", "en": words}


PLAN = {
    "title": both("A park"),
    "goal": both("What should be there?"),
    "agency": AGENCY,
    "area": "kluuvi",
    "promise": {"results": both("We build it"), "within": 30},
    "phases": [
        {
            "id": "p1",
            "type": "ideas",
            "opens_at": (MONDAY + DAY).isoformat(),
            "closes_at": (MONDAY + 8 * DAY).isoformat(),
        },
        {
            "id": "p2",
            "type": "expert_review",
            "opens_at": (MONDAY + 8 * DAY).isoformat(),
            "closes_at": (MONDAY + 15 * DAY).isoformat(),
        },
    ],
}


@pytest.fixture(autouse=True)
def today(now):
    now(MONDAY)
    return now


@pytest.fixture
def leader():
    return Browser.of(LEADER)


def test_a_project_is_composed_changed_opened_extended_and_closed(leader, anybody, today):
    made = leader.send("POST", "/api/v1/projects", {"agency": AGENCY}, Idempotency_Key="k")
    assert made.status == 201
    here = f"/api/v1/projects/{made.json['id']}"
    assert made.headers["Location"] == here.replace("/v1/", "/v1/work/")
    assert anybody.get(here).status == 404
    missing = leader.send("POST", f"{here}/open", {})
    assert missing.status == 422
    assert "promise.results.en" in {error["field"] for error in missing.json["errors"]}

    assert leader.send("PUT", here, PLAN).status == 200
    opened = leader.send("POST", f"{here}/open", {}).json
    assert (opened["state"], opened["phases"][0]["allows"]) == (
        "open",
        ["propose", "amend", "discuss"],
    )
    assert leader.send("PUT", here, PLAN).status == 409
    longer = {"phase": "p1", "until": (MONDAY + 10 * DAY).isoformat(), "reason": REASON}
    today(IDEAS_TIME)
    assert leader.send("POST", f"{here}/extend", longer).status == 200
    told = anybody.get(here).json["phases"][0]
    assert (told["extended"][0]["reason"], told["runs"]) == (REASON, True)
    today(AFTER)
    assert leader.send("POST", f"{here}/close", {}).json["state"] == "closed"
    record = leader.get(here.replace("/v1/", "/v1/work/")).json
    assert [one["kind"] for one in record["history"]] == [
        "project.composed",
        "project.changed",
        "project.opened",
        "project.extended",
        "project.closed",
    ]


def test_a_draft_is_thrown_away_once_or_twice_and_no_project_that_is_open(leader):
    made = leader.send("POST", "/api/v1/projects", PLAN).json
    here = f"/api/v1/projects/{made['id']}"

    assert [leader.send("DELETE", here).status for _ in range(2)] == [204, 204]

    assert leader.get(here.replace("/v1/", "/v1/work/")).status == 404
    assert leader.send("DELETE", f"/api/v1/projects/{opened().id}").status == 409


@pytest.mark.parametrize("other", OTHERS)
def test_nobody_else_does(other):
    project, program = opened(), Browser(actor=other)
    here = f"/api/v1/projects/{project.id}"
    longer = {"phase": "p1", "until": AFTER.isoformat(), "reason": REASON}

    for method, path, body in (
        ("POST", "/api/v1/projects", PLAN),
        ("PUT", here, PLAN),
        ("POST", f"{here}/open", {}),
        ("POST", f"{here}/extend", longer),
        ("POST", f"{here}/close", {}),
        ("GET", f"/api/v1/work/projects?agency={AGENCY}", None),
        ("GET", f"/api/v1/work/projects/{project.id}", None),
    ):
        assert program.send(method, path, body).status in (401, 403), path


def test_projects_are_listed_page_by_page(anybody, leader):
    draft, one, other = composed(), opened(), opened(MONDAY + DAY)

    first = anybody.get("/api/v1/projects?limit=1").json
    assert [item["id"] for item in first["items"]] == [other.id]
    second = anybody.get(f"/api/v1/projects?limit=1&cursor={first['next']}").json
    assert [item["id"] for item in second["items"]] == [one.id]
    drafts = leader.get(f"/api/v1/work/projects?agency={AGENCY}").json
    assert [item["id"] for item in drafts["items"]] == [draft.id]
    assert anybody.get("/api/v1/projects?cursor=e30").status == 422


def test_a_resident_joins_and_the_worker_counts_them(program, anybody, deliver):
    project = opened()
    here = f"/api/v1/projects/{project.id}"

    joined = program.send("POST", f"{here}/join").json
    assert (joined["project"], joined["ideas_left"]) == (project.id, 2)
    assert program.send("POST", f"{here}/join").json == joined
    happened = {"entity": "people", "kind": "project.joined", "facts": {"project": project.id}}
    assert deliver("ideas_follow", happened, happened)["batchItemFailures"] == []

    assert anybody.get(here).json["people"] == 1
    assert anybody.send("POST", f"{here}/join").status == 401


def test_the_worker_lays_out_what_is_published_and_counts_it(anybody, deliver):
    project = opened()
    idea = published(project)
    for kind in ("idea.submitted", "idea.published"):
        deliver("ideas_follow", {"entity": idea.id, "kind": kind})

    assert [card.idea for card in ideas.of_project(project.id).items] == [idea.id]
    assert anybody.get(f"/api/v1/projects/{project.id}").json["without_fate"] == 1


def test_the_clock_finds_what_was_not_answered_in_time(a_queue, deliver, today):
    taken = a_queue("ideas")
    project = opened()
    idea = published(project)
    today(projects.respond_by(ideas.plan_of(project)) + DAY)

    invoke("ideas_find_due", {})
    alarms = taken()
    assert [alarm["kind"] for alarm in alarms] == [DUE, ideas.DEAL]
    deliver("ideas_follow", *alarms)

    events = ProjectEvent.query(project.id, ProjectEvent.part.startswith("event#"))
    late = [event for event in events if event.kind == "project.overdue"]
    assert [event.facts["without"] for event in late] == ["1"]
    refused(idea)
