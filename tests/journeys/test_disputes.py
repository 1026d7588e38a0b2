"""A dispute over real HTTP: each function with its own role, the stream, and the inbox."""

import json

from tests.disputes import WHAT
from tests.journeys.disputes import REASONS, make
from tests.journeys.people import a_person
from tests.journeys.portal import eventually, run


def test_a_dispute_goes_from_the_person_over_two_desks_to_everybody(cloud, portal, outputs):
    anna = a_person(cloud, portal, outputs)
    clerk, officer = (a_person(cloud, portal, outputs, g) for g in ("operator", "ballot_officer"))
    made = make(portal, outputs, anna.id)

    new = {"ballot": made["ballot"], "kind": "not_eligible", "text": WHAT}
    filed = anna.post("/api/v1/disputes", **new)
    assert filed.status == 201, filed.body
    here = f"/api/v1/disputes/{filed.json['reference']}"
    assert clerk.post(f"{here}/verify", document="passport").status == 200
    examined = officer.post(f"{here}/examine")
    assert examined.status == 200, examined.body
    assert examined.json["examination"]["findings"] == ["on_roll", "no_locator"]
    decision = {"outcome": "upheld", "reasons": REASONS}
    assert officer.post(f"{here}/decide", **decision).status == 200
    told = portal.get("/api/v1/disputes/decisions").json

    assert REASONS in {one["reasons"] for one in told["items"]}
    assert anna.id not in json.dumps(told)
    assert anna.get(here).json["outcome"] == "upheld"
    assert officer.get(here).json["person"] is None
    eventually(lambda: heard(anna, "dispute.decided"), True)


def test_an_agency_resolves_and_the_clock_finds_what_is_late(cloud, portal, outputs, physical):
    anna = a_person(cloud, portal, outputs)
    agent = a_person(cloud, portal, outputs, "agency.parks")
    made = make(portal, outputs, anna.id)
    late = portal.get("/api/v1/resolutions?show=overdue").json["items"]
    assert made["waiting"] in {deed["ballot"] for deed in late}

    for worker in ("BallotsFindOverdue", "BallotsFindDisputes"):
        run(cloud, physical(worker))
    here = f"/api/v1/ballots/{made['promised']}/resolution"
    moved = agent.post(f"{here}/steps", act="report", note="The paths are laid out by now.")

    assert moved.status == 200, moved.body
    assert len(moved.json["resolution"]["promised"]) == 3
    eventually(lambda: heard(agent, "resolution.overdue"), True)


def heard(person, kind):
    """A busy machine may be too slow for one answer; then it is asked again."""
    answer = person.get("/api/v1/me/notifications")
    return answer.status == 200 and kind in {notice["kind"] for notice in answer.json["items"]}
