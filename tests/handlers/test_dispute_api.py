"""Disputes over HTTP: each role sees its part, and does its part only."""

from itertools import cycle

import pytest

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import disputes
from chalicelib.domain.ballots import codes
from chalicelib.domain.disputes import Kind, Outcome
from tests.disputes import (
    ANNA,
    BALLOT,
    BORIS,
    CLERK,
    CODE,
    DAY,
    OFFICER,
    SCHEDULER,
    SECOND,
    WHAT,
    WHY,
    a_ballot,
    appealed,
    decided,
    examined,
    filed,
    locator,
    many_voted,
    verified,
)
from tests.factories import MONDAY, an_officer
from tests.gateway import Browser

ROLES = {
    "nobody": None,
    "resident": BORIS,
    "person": ANNA,
    "clerk": CLERK,
    "officer": OFFICER,
    "second officer": SECOND,
    "scheduler": SCHEDULER,
    "auditor": an_officer("auditor", "auditor"),
    "agency": an_officer("agency.lighting", "agent"),
    "moderator": an_officer("moderator", "mod"),
    "admin": an_officer("admin", "admin"),
    "both offices": Actor("both", level=1, grants=OFFICER.grants | CLERK.grants),
}
# Each door with the state in which it is tried, and for whom it opens; for all others it does not.
OPENS = {
    ("GET", ""): (
        "examined",
        {"person", "clerk", "officer", "second officer", "scheduler", "auditor"},
    ),
    ("POST", "/withdraw"): ("examined", {"person"}),
    ("POST", "/appeal"): ("decided", {"person"}),
    ("POST", "/verify"): ("filed", {"clerk"}),
    ("POST", "/examine"): ("verified", {"officer", "second officer"}),
    ("POST", "/decide"): ("examined", {"officer", "second officer"}),
    ("POST", "/decide on appeal"): ("appealed", {"second officer"}),
}
MAKE = {
    "filed": filed,
    "verified": verified,
    "examined": examined,
    "decided": decided,
    "appealed": appealed,
}
SENT = {
    "/appeal": {"text": "The officer did not look at my promise."},
    "/verify": {"document": "passport"},
    "/decide": {"outcome": "rejected", "reasons": WHY},
}


@pytest.fixture(autouse=True)
def _ballot(keys, monkeypatch):
    a_ballot()
    monkeypatch.setattr(clock, "now", lambda: MONDAY + 3 * DAY)


@pytest.fixture
def anna():
    return Browser.of(ANNA)


@pytest.mark.parametrize("door", OPENS)
def test_each_door_opens_for_those_it_is_for_and_nobody_else(door):
    (method, path), (state, opens) = door, OPENS[door]
    path = path.removesuffix(" on appeal")
    closed = MAKE[state](kind=Kind.OTHER).reference

    def tried(who, reference):
        program = Browser(actor=ROLES[who])
        return program.send(method, f"/api/v1/disputes/{reference}{path}", SENT.get(path)).status

    for who in ROLES.keys() - opens:
        assert tried(who, closed) in (401, 403, 404), who
    for kind, who in zip(cycle(Kind), sorted(opens), strict=False):
        assert tried(who, MAKE[state](kind=kind).reference if path else closed) == 200, who


@pytest.mark.parametrize("queue", disputes.Queue)
def test_each_desk_is_for_its_office(queue):
    opens = {"clerk"} if queue == "identity" else {"officer", "second officer", "scheduler"}

    answers = {
        who: Browser(actor=actor).get(f"/api/v1/disputes?queue={queue}").status
        for who, actor in ROLES.items()
    }

    assert {who for who, status in answers.items() if status == 200} == opens | {"auditor"}


def test_a_resident_disputes_and_follows_it(anna):
    sent = {"ballot": BALLOT, "kind": "not_recorded", "text": WHAT, "code": codes.written(CODE)}

    answer = anna.send("POST", "/api/v1/disputes", sent)

    assert answer.status == 201
    assert answer.location == f"/api/v1/disputes/{answer.json['reference']}"
    told = anna.get(answer.location).json
    assert (told["state"], told["due_on"], told["locator"]) == ("filed", "2026-03-12", locator())
    assert told["may"] == ["withdraw"]
    assert [step["kind"] for step in told["history"]] == ["dispute.filed"]


def test_what_is_wrong_is_named_all_at_once(anna):
    """What cannot be read, what is wrong with the rest, and what holds in this ballot only."""
    sent = {"kind": "wrong", "text": "No", "locator": "x", "code": "x", "promise": "x"}

    whole = anna.send("POST", "/api/v1/disputes", sent | {"ballot": BALLOT})
    of_no_ballot = anna.send("POST", "/api/v1/disputes", sent)
    of_none_there_is = anna.send(
        "POST", "/api/v1/disputes", sent | {"kind": "other", "ballot": "B"}
    )

    for answer, fields in (
        (whole, {"kind", "text", "locator", "code", "promise"}),
        (of_no_ballot, {"ballot", "kind", "text", "locator", "code"}),
        (of_none_there_is, {"text", "locator", "code", "promise"}),
    ):
        assert answer.status == 422
        assert {error["field"] for error in answer.json["errors"]} == fields


def test_a_second_one_about_the_same_is_a_conflict_and_the_same_again_is_not(anna):
    sent = {"ballot": BALLOT, "kind": "not_recorded", "text": WHAT}
    first = anna.send("POST", "/api/v1/disputes", sent)

    again = anna.send("POST", "/api/v1/disputes", sent)
    other = anna.send("POST", "/api/v1/disputes", sent | {"text": "Something else was wrong too."})

    assert (first.status, again.status, other.status) == (201, 201, 409)
    assert again.json["reference"] == first.json["reference"]


def test_the_clerk_reads_who_it_is_and_the_officer_what_it_is_about():
    reference = examined(code=codes.written(CODE)).reference
    address = f"/api/v1/disputes/{reference}"

    clerk, officer = Browser.of(CLERK).get(address).json, Browser.of(OFFICER).get(address).json

    assert clerk["person"] == "anna"
    assert (clerk["text"], clerk["locator"], clerk["examination"]) == (None, None, None)
    assert officer["person"] is None
    assert "anna" not in Browser.of(OFFICER).get(address).body
    assert (officer["text"], officer["locator"]) == (WHAT, locator())
    assert officer["examination"]["findings"] == ["not_on_roll", "not_in_log"]


def test_decisions_are_for_everybody_and_name_nobody(anybody):
    many_voted()
    decided(Outcome.UPHELD)

    answer = anybody.get("/api/v1/disputes/decisions")

    assert answer.status == 200
    (decision,) = answer.json["items"]
    assert (decision["outcome"], decision["reasons"], decision["ballot"]) == ("upheld", WHY, BALLOT)
    assert "anna" not in answer.body
    assert WHAT not in answer.body
    assert answer.json["figures"]["filed"] is None, "few are not told of"
    assert answer.json["verifier"].startswith("portal.test/disputes/decisions+")


def test_a_page_of_decisions_leads_to_the_next(anybody):
    for n in range(2):
        decided(by=Actor(f"person-{n}", level=1))

    first = anybody.get("/api/v1/disputes/decisions?limit=1").json
    second = anybody.get(f"/api/v1/disputes/decisions?limit=1&cursor={first['next']}").json

    assert first["items"][0]["dispute"] != second["items"][0]["dispute"]
    assert second["next"] is None
    assert anybody.get("/api/v1/disputes/decisions?cursor=nonsense").status == 422
    assert anybody.get("/api/v1/disputes/decisions?year=1").status == 422
