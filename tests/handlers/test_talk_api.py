"""Discussions, ratings and problems over HTTP as JSON; and what the worker makes of them."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Mode, following, standing
from chalicelib.edge import paging
from tests.factories import MONDAY, a_resident, an_officer
from tests.gateway import Browser
from tests.ideas import (
    ANNA,
    BORIS,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    RATING_TIME,
    REASON,
    opened,
    published,
)
from tests.ideas_talk import (
    LAMPS,
    MINUTE,
    PHASE,
    STATING_TIME,
    asking,
    joined,
    rated_project,
    said,
    to_rate,
)

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def today(now):
    now(IDEAS_TIME)
    return now


@pytest.fixture
def boris():
    return Browser.of(BORIS)


@pytest.fixture
def moderator():
    return Browser.of(MODERATOR)


def test_somebody_comments_is_answered_changes_it_and_takes_it_away(today, boris, anybody):
    project = opened()
    here = f"/api/v1/ideas/{published(project).id}/comments"
    joined(project, at=IDEAS_TIME)

    made = boris.send("POST", here, {"text": "It is what we need.", "side": "for"})
    assert made.status == 201
    first = made.headers["Location"]
    assert first == f"{here}/{made.json['id']}"
    answer = {"text": "Who pays?", "answers_to": made.json["id"]}
    today(IDEAS_TIME + MINUTE)
    assert Browser.of(ANNA).send("POST", here, answer).json["role"] == "author"
    assert boris.send("PUT", first, {"text": "We need it."}).json["edition"] == 2

    thread = anybody.get(first).json
    assert [one["text"] for one in (thread["first"], *thread["items"])] == [
        "We need it.",
        "Who pays?",
    ]
    assert [one["text"] for one in anybody.get(f"{first}/versions").json["items"]] == [
        "It is what we need."
    ]
    assert boris.send("DELETE", first).status == 204
    (left,) = anybody.get(here).json["items"]
    assert (left["state"], left["text"], left["answers_all"]) == ("deleted", None, 1)
    gone = boris.send("POST", here, {"text": "Still there?", "answers_to": left["id"]})
    assert gone.status == 409
    assert "nothing can be added under it" in gone.json["detail"]


def test_a_comment_helps_is_reported_and_hidden(today, boris, moderator, anybody):
    project = opened()
    idea = published(project)
    one = said(idea, by=joined(project, "clara", at=IDEAS_TIME))
    joined(project, at=IDEAS_TIME)
    here = f"/api/v1/ideas/{idea.id}/comments/{one.path}"

    for _ in range(2):
        assert boris.send("POST", f"{here}/helpful").json["helpful"] == 1
    assert boris.send("DELETE", f"{here}/helpful").json["helpful"] == 0
    assert boris.send("POST", f"{here}/flag", {"flaw": "abuse"}).status == 204
    waits = moderator.get("/api/v1/moderation/comments?area=kluuvi").json["items"]
    assert [each["id"] for each in waits] == [one.path]
    hidden = moderator.send("POST", f"{here}/hide", {"reason": REASON}).json

    assert (hidden["state"], hidden["text"], hidden["reason"]) == ("hidden", None, REASON)
    assert anybody.get("/api/v1/moderation/comments?area=kluuvi").status == 401


def test_who_leads_the_project_pins_sums_up_and_sees_questions(today, anybody):
    idea, leader = published(opened()), Browser.of(LEADER)
    one = said(idea, asks=True)
    here = f"/api/v1/ideas/{idea.id}"

    assert leader.send("POST", f"{here}/comments/{one.path}/pin", {}).status == 204
    summary = {"text": "Nobody is against it so far."}
    assert leader.send("PUT", f"{here}/summary", summary).status == 200
    asked = leader.get(f"/api/v1/projects/{idea.project}/questions").json["items"]

    assert [each["id"] for each in asked] == [one.path]
    seen = anybody.get(f"{here}/comments").json
    assert (seen["summary"], len(seen["pinned"]), seen["items"]) == (summary["text"], 1, [])


def test_support_is_counted_on_the_person_and_ranked_by_the_worker(today, boris, anybody, deliver):
    project = rated_project(limit=1)
    one, two = to_rate(project, 2)
    joined(project)
    today(RATING_TIME)
    here = f"/api/v1/ideas/{one.id}"

    used = boris.send("POST", f"{here}/support").json
    assert (used["used"], used["limit"], used["missing"]) == (1, 1, 0)
    refused = boris.send("POST", f"/api/v1/ideas/{two.id}/support")
    assert (refused.status, refused.json["code"]) == (409, "limit_reached")
    rated = {"entity": one.id, "kind": "idea.rated", "facts": {"project": project.id}}
    assert deliver("ideas_follow", rated, rated)["batchItemFailures"] == []

    ranking = anybody.get(f"/api/v1/projects/{project.id}/phases/{PHASE}/ranking").json
    first = ranking["items"][0]
    assert (first["id"], first["points"]) == (one.id, 1)
    assert first["low"] < first["share"] <= first["high"]
    mine = boris.get(f"/api/v1/projects/{project.id}/ratings").json
    assert mine["ratings"] == {one.id: 1}
    assert boris.send("DELETE", f"{here}/support").json["used"] == 0
    assert boris.send("POST", f"{here}/rate", {"value": 1}).status == 409


def test_ideas_are_rated_by_value_and_by_pairs(today, boris):
    valued, paired = rated_project(Mode.SCORE), rated_project(Mode.PAIRWISE)
    (idea,) = to_rate(valued)
    one, two = to_rate(paired, 2)
    today(RATING_TIME)
    assert boris.get(f"/api/v1/projects/{paired.id}/pairs").json["joined"] is False
    for project in (valued, paired):
        joined(project)

    assert boris.send("POST", f"/api/v1/ideas/{idea.id}/rate", {"value": 4}).json["given"] == 1
    assert boris.send("POST", f"/api/v1/ideas/{idea.id}/rate", {"value": 9}).status == 422
    here = f"/api/v1/projects/{paired.id}/pairs"
    assert boris.get(here).json["ideas"] == []  # nothing is ranked yet
    better = {"ideas": [one.id, two.id], "better": one.id}
    assert boris.send("POST", here, better).json["given"] == 1
    assert boris.send("POST", here, better).status == 409


def test_a_problem_is_named_published_and_voted_on(now, boris, moderator, anybody, deliver):
    now(STATING_TIME)
    project = asking()
    for name in ("anna", "boris"):
        joined(project, name, at=STATING_TIME)
    here = f"/api/v1/projects/{project.id}/statements"

    made = Browser.of(ANNA).send("POST", here, {"text": LAMPS}).json
    place = f"/api/v1/statements/{made['id']}"
    assert anybody.get(place).status == 404
    waits = moderator.get("/api/v1/moderation/statements?area=kluuvi").json["items"]
    assert [each["id"] for each in waits] == [made["id"]]
    assert moderator.send("POST", f"{place}/publish").json["state"] == "published"
    assert boris.send("POST", f"{place}/vote", {"value": 1}).status == 200
    facts = {"project": project.id}
    for kind in ("statement.published", "statement.voted"):
        deliver("ideas_follow", {"entity": made["id"], "kind": kind, "facts": facts})
    deliver("ideas_follow", {"entity": project.id, "kind": following.RANK})

    (seen,) = anybody.get(f"{here}?sort=top").json["items"]
    assert (seen["agree"], seen["disagree"], seen["vote"]) == (1, 0, None)
    like = anybody.get(f"{here}/similar?text=light%20on%20the%20way%20to%20school").json["items"]
    assert [each["id"] for each in like] == [made["id"]]


def test_what_came_of_somebodys_work_is_seen_if_they_wish_it(today, anybody, boris):
    standing.credit({"boris"}, "selected", "I-1", at=MONDAY)

    seen = boris.get("/api/v1/me/standing").json
    assert (seen["points"], seen["credits"][0]["what"]) == (50, "selected#I-1")
    assert anybody.get("/api/v1/leaders").json["items"] == []
    boris.send("PUT", "/api/v1/me/standing", {"name": "Boris"})
    (leader,) = anybody.get("/api/v1/leaders").json["items"]
    assert (leader["name"], leader["points"]) == ("Boris", 50)
    assert "boris" not in leader["id"]
    away = f"/api/v1/leaders/{leader['id']}/remove"
    assert boris.send("POST", away, {"reason": REASON}).status == 403
    reader = Browser.of(MODERATOR)
    assert reader.send("POST", away, {"reason": "No."}).status == 422
    assert reader.send("POST", away, {"reason": REASON}).status == 204
    assert anybody.get("/api/v1/leaders").json["items"] == []
    assert boris.get("/api/v1/me/standing").json["name_refused"] == REASON
    assert reader.send("POST", away, {"reason": REASON}).status == 404


@pytest.mark.parametrize("other", [None, a_resident("clara"), an_officer("facilitator.roads")])
def test_nobody_else_moderates_pins_sums_up_or_prices(today, other):
    project = opened()
    idea = published(project)
    one, program = said(idea), Browser(actor=other)
    comment = f"/api/v1/ideas/{idea.id}/comments/{one.path}"

    for method, path, body in (
        ("POST", f"{comment}/hide", {"reason": REASON}),
        ("POST", f"{comment}/leave", None),
        ("POST", f"{comment}/pin", {}),
        ("PUT", f"/api/v1/ideas/{idea.id}/summary", {"text": "I have the last word here."}),
        ("PUT", f"/api/v1/ideas/{idea.id}/cost", {"cost": 5}),
        ("GET", f"/api/v1/projects/{idea.project}/questions", None),
        ("GET", "/api/v1/moderation/statements?area=kluuvi", None),
        ("PUT", comment, {"text": "Not my words"}),
        ("DELETE", comment, None),
    ):
        assert program.send(method, path, body).status in (401, 403), path
    assert ideas.find(idea.id).pinned is None


@pytest.mark.parametrize("rank", ["many", "9" * 200, "-1", 3, None])
def test_a_place_in_a_discussion_that_nobody_was_told_leads_nowhere(rank, today, anybody):
    project = opened()
    idea = published(project)
    joined(project, at=IDEAS_TIME)
    path = said(idea).path
    cursor = paging.cursor({"path": path, "rank": rank})

    found = anybody.get(f"/api/v1/ideas/{idea.id}/comments?sort=best&cursor={cursor}")

    assert (found.status, found.json["errors"][0]["field"]) == (422, "cursor")
