"""Ideas over HTTP as JSON: written, read, changed, and what others offer to them."""

from datetime import timedelta

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import pending, similar
from tests.factories import a_resident
from tests.gateway import Browser
from tests.ideas import (
    ANNA,
    BORIS,
    EXPERTS_TIME,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    REASON,
    begun,
    opened,
    published,
    sent,
)
from tests.reporting import HOUSE, a_city
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")
WORDS = {
    "title": "A roof for rain",
    "problem": "When it rains there is nowhere to stand in the park.",
    "solution": "A roof of wood by the pond, open on two sides.",
    "tags": ["Rain"],
}


@pytest.fixture(autouse=True)
def today(now):
    now(IDEAS_TIME)
    return now


@pytest.fixture
def boris():
    return Browser.of(BORIS)


def test_an_idea_is_begun_written_submitted_published_and_read(program, anybody, today):
    project = opened()
    begin = f"/api/v1/projects/{project.id}/ideas"
    assert program.send("POST", begin, {}).status == 409
    ideas.join(project.id, by=ANNA, at=IDEAS_TIME)
    made = program.send("POST", begin, {"title": "A roof"})
    here = made.location
    assert (made.status, here) == (201, f"/api/v1/me/ideas/{made.json['id']}")
    idea = here.replace("/me/", "/")
    assert anybody.get(idea).status == 404
    missing = program.send("POST", f"{idea}/submit", {})
    assert {error["field"] for error in missing.json["errors"]} == {"problem", "solution"}

    with a_city():
        words = {**WORDS, "address_id": HOUSE.id, "version": made.json["version"]}
        written = program.send("PUT", idea, words)
    assert written.json["address"] == HOUSE.text
    assert program.send("PUT", idea, words).status == 409
    program.send("POST", f"{idea}/submit", {})
    reader = Browser.of(MODERATOR)
    (waiting,) = reader.get("/api/v1/moderation/ideas?area=kluuvi").json["items"]
    assert program.send("POST", f"{idea}/publish", {}).status == 403
    assert reader.send("POST", f"{idea}/publish", {"version": waiting["version"]}).status == 200

    told = anybody.get(idea).json
    assert (told["state"], told["tags"], told["authors"]) == ("published", ["rain"], 1)
    assert "person" not in str(told)
    ideas.index(told["id"])
    assert [one["id"] for one in anybody.get(begin).json["items"]] == [told["id"]]
    (mine,) = program.get("/api/v1/me/ideas").json["items"]
    assert (mine["state"], mine["share"]) == ("published", "author")
    today(EXPERTS_TIME)
    closed = program.send("POST", begin, {})
    assert (closed.status, closed.json["code"]) == (409, "phase_closed")


def test_what_is_alike_is_found_by_words_or_by_the_place(anybody):
    project = opened()
    idea = published(project)
    similar.keep_up(idea)

    there = f"/api/v1/ideas/similar?project={project.id}&q=pavilions+in+the+rain"
    (found,) = anybody.get(there).json["items"]

    assert found == {
        "id": idea.id,
        "title": "A pavilion for rain",
        "state": "published",
        "near": False,
    }
    other = there.replace("pavilions+in+the+rain", "hungry+swans")
    assert anybody.get(other).json["items"] == []


def test_versions_say_what_has_changed(program, anybody, today):
    idea = published(opened())
    here = f"/api/v1/ideas/{idea.id}"
    today(IDEAS_TIME + timedelta(hours=1))
    sent = program.send("PUT", here, WORDS).json
    assert (sent["edition"], sent["title"]) == (1, "A pavilion for rain")
    assert (sent["change"]["title"], sent["change"]["reason"]) == ("A roof for rain", None)
    assert {change["field"] for change in sent["change"]["changes"]} == {
        "title",
        "solution",
        "tags",
    }
    assert anybody.get(here).json["change"] is None
    reader = Browser.of(MODERATOR)
    (waits,) = reader.get("/api/v1/moderation/ideas?area=kluuvi").json["items"]
    assert waits["change"]["title"] == "A roof for rain"
    told = {"act": "publish", "version": waits["version"]}
    assert reader.send("POST", f"{here}/change", told).json["edition"] == 2
    assert reader.send("POST", f"{here}/change", told).status == 409

    last, first = anybody.get(f"{here}/versions").json["items"]
    assert (last["number"], first["number"], first["changes"]) == (2, 1, [])
    assert {change["field"] for change in last["changes"]} == {"title", "solution", "tags"}
    assert {"kind": "added", "text": "rain"} in last["changes"][-1]["pieces"]


def test_a_change_is_proposed_accepted_rejected_and_promoted(program, boris, today):
    idea = published(opened())
    ideas.join(idea.project, by=BORIS, at=IDEAS_TIME)
    there = f"/api/v1/ideas/{idea.id}/amendments"
    told = {**WORDS, "why": REASON, "fingerprint": idea.fingerprint}
    one, other = (boris.send("POST", there, told) for _ in range(2))
    assert one.status == 201
    assert Browser.of(a_resident("clara")).get(one.location).status == 404
    assert len(program.get(there).json["items"]) == 2
    assert boris.get(there).status == 403

    rejected = program.send("POST", f"{one.location}/answer", {"act": "reject", "reason": REASON})
    assert rejected.json["state"] == "rejected"
    assert boris.send("POST", f"{one.location}/promote").json["state"] == "draft"
    program.send("PUT", f"/api/v1/ideas/{idea.id}", WORDS | {"title": "A tent for rain"})
    pending.publish(idea.id, by=MODERATOR, at=IDEAS_TIME)
    late = program.send("POST", f"{other.location}/answer", {"act": "accept"})
    assert (late.status, late.json["code"]) == (409, "idea_changed")


def test_people_write_along_and_two_ideas_become_one(program, boris):
    an_account("boris")
    project = opened()
    idea, draft = published(project), begun(project)
    there = f"/api/v1/ideas/{draft.id}/authors"
    assert boris.get(there).status == 404
    invited = {"act": "invite", "email": "boris@example.org", "language": "en"}
    assert program.send("POST", there, invited).status == 204
    assert boris.send("POST", there, {"act": "accept"}).status == 204
    assert program.get(there).json["authors"] == 2

    other = published(project, by=BORIS, title="A tent for rain")
    merge = f"/api/v1/ideas/{idea.id}/merge"
    assert program.get(merge).status == 404
    body = {"into": other.id, "note": REASON}
    assert program.send("POST", merge, body).status == 403
    assert Browser.of(LEADER).send("POST", merge, body).json["state"] == "open"
    assert program.get(merge).json["asked"]
    for who in (program, boris):
        answered = who.send("POST", f"{merge}/answer", {"agrees": True})
    assert answered.json["state"] == "done"


def test_an_idea_is_returned_with_a_reason_and_a_draft_is_thrown_away(program):
    idea = sent(opened())
    here, reader = f"/api/v1/ideas/{idea.id}", Browser.of(MODERATOR)
    assert reader.send("POST", f"{here}/return", {"code": "dull", "reason": REASON}).status == 422
    reader.send("POST", f"{here}/return", {"code": "unclear", "reason": REASON})

    assert program.get(here.replace("/v1/", "/v1/me/")).json["reason"] == REASON
    for _ in range(2):
        assert program.send("DELETE", here).status == 204
    assert program.get("/api/v1/me/ideas").json["items"] == []
