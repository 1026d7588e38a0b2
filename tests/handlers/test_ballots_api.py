"""The API of ballots, as programs use it."""

from datetime import timedelta

import pytest

from chalicelib import clock
from chalicelib.actors import Actor, grants
from chalicelib.domain import ballots
from chalicelib.domain.ballots import codes, eligibility, signing
from tests.ballots import (
    CLOSES,
    CODE,
    OFFICER,
    OPENS,
    VOTING,
    YES,
    a_draft,
    a_voter,
    as_json,
    scheduled,
)
from tests.factories import MONDAY, an_officer
from tests.gateway import Browser
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("keys")

officer = Browser.of(OFFICER)
auditor = Browser.of(an_officer("auditor", "ivan"))
VOTE = {"answers": YES, "code": CODE}
REASON = {"reason": "The land was sold meanwhile, so the question is void."}


@pytest.fixture
def today(monkeypatch):
    """Sets the clock; at first it is the time of voting."""

    def today(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    today(VOTING)
    return today


@pytest.fixture
def anna(today):
    return Browser.of(a_voter("anna"))


@pytest.fixture
def ballot(today):
    return f"/api/v1/ballots/{scheduled().id}"


def test_from_the_draft_to_a_vote(today, anna, anybody):
    today(MONDAY)
    begun = officer.send("POST", "/api/v1/ballots", {"title": {"ru": "Парк", "en": "A park"}})
    assert begun.status == 201, begun.body
    here = f"/api/v1/ballots/{begun.json['id']}"
    assert begun.headers["Location"] == f"/api/v1/work/ballots/{begun.json['id']}"
    assert anybody.get(here).status == 404
    early = officer.send("POST", f"{here}/schedule", {})
    assert early.status == 422
    assert {"why.ru", "questions", "opens_at"} <= {e["field"] for e in early.json["errors"]}
    filled = officer.send("PUT", here, as_json(a_draft()) | {"version": begun.json["version"]})
    assert filled.status == 200, filled.body
    frozen = officer.send("POST", f"{here}/schedule", {"version": filled.json["version"]})
    assert (frozen.status, frozen.json["state"]) == (200, "scheduled")
    assert len(frozen.json["wording"]) == 64

    today(VOTING)
    may = anna.get(f"{here}/eligibility").json
    voted = anna.send("POST", f"{here}/votes", VOTE)

    assert may == {"may": True, "voted": False, "why": None}
    assert voted.status == 201, voted.body
    h = codes.locator(begun.json["id"], CODE)
    assert voted.headers["Location"] == f"{here}/check?h={h}"
    assert voted.headers["Cache-Control"] == "no-store"
    assert voted.json["h"] == h
    assert (voted.json["received"], voted.json["include_by"]) == (
        "2026-03-03T12:00:00Z",
        "2026-03-03T12:12:00Z",
    )
    assert h in signing.verify(voted.json["promise"], ballot=begun.json["id"])
    assert anna.get(f"{here}/eligibility").json["voted"]
    assert anna.get("/api/v1/me/votes").json["items"] == [
        {"ballot": begun.json["id"], "title": as_json(a_draft())["title"], "day": "2026-03-03"}
    ]


def test_the_receipt_says_neither_who_nor_how_nor_the_code(ballot, anna):
    said = anna.send("POST", f"{ballot}/votes", VOTE)

    assert set(said.json) == {"ballot", "h", "c", "received", "include_by", "promise"}
    assert not [word for word in ("anna", CODE, "yes") if word in said.body]


def test_the_same_request_twice_gets_the_same_bytes(ballot, anna, today):
    first = anna.send("POST", f"{ballot}/votes", VOTE)
    today(VOTING + timedelta(hours=2))

    again = anna.send("POST", f"{ballot}/votes", VOTE)

    assert (again.status, again.body) == (201, first.body)


@pytest.mark.parametrize(
    ("vote", "status", "field"),
    [
        ({"answers": YES, "code": CODE[:-1] + "0"}, 409, None),
        ({"answers": {"q1": ["no"]}, "code": CODE}, 409, None),
        ({"answers": {"q1": ["maybe"]}, "code": CODE}, 422, "answers.q1"),
        ({"answers": {}, "code": CODE}, 422, "answers.q1"),
        ({"answers": YES, "code": "hello"}, 422, "code"),
        ({"answers": "yes", "code": CODE}, 422, "answers"),
        ({"answers": YES}, 422, "code"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_name(ballot, anna, vote, status, field):
    anna.send("POST", f"{ballot}/votes", VOTE)

    refused = anna.send("POST", f"{ballot}/votes", vote)

    assert refused.status == status, refused.body
    assert [e["field"] for e in refused.json.get("errors", [])] == ([field] if field else [])


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (OPENS - timedelta(seconds=1), "opens on 3 March 2026, 11:00"),
        (CLOSES, "closed on 10 March 2026, 11:00"),
    ],
)
def test_too_early_and_too_late_are_told_apart(ballot, anna, today, at, said):
    today(at)

    refused = anna.send("POST", f"{ballot}/votes", VOTE)

    assert refused.status == 409
    assert said in refused.json["detail"]


def test_who_is_not_asked_hears_why_in_their_language(ballot):
    vera = Browser(actor=a_voter("vera", level=1), language="ru")

    refused = vera.send("POST", f"{ballot}/votes", VOTE)
    may = vera.get(f"{ballot}/eligibility").json

    assert refused.status == 403
    assert refused.json["detail"].startswith("чтобы голосовать")
    assert may["why"] == refused.json["detail"]


def test_who_has_not_confirmed_their_address_or_signed_in_does_not_vote(ballot, anybody):
    stranger = Browser.of(Actor("stranger", 0, grants(["resident"])))

    assert stranger.send("POST", f"{ballot}/votes", VOTE).status == 403
    assert anybody.send("POST", f"{ballot}/votes", VOTE).status == 401


def test_a_vote_is_two_round_trips(ballot, anna):
    eligibility.voter("anna")  # the keys are asked for once in the life of a function
    signing.public_key()

    with counted() as calls:
        anna.send("POST", f"{ballot}/votes", VOTE)

    assert calls == ["BatchGetItem", "TransactWriteItems"]


def test_anybody_reads_what_is_asked(ballot, anybody):
    shown = anybody.get(ballot)

    assert shown.status == 200
    assert shown.headers["Cache-Control"].startswith("public")
    assert (shown.json["state"], shown.json["min_level"]) == ("open", 2)
    assert [option["id"] for option in shown.json["questions"][0]["options"]] == ["yes", "no"]
    assert not {"author", "scheduler", "public_key", "sealed_key", "version"} & set(shown.json)


def test_ballots_are_listed_by_where_they_stand(today, anybody):
    first, second = scheduled(), scheduled(opens_at=VOTING + timedelta(hours=1))

    def listed(**query):
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        return [b["id"] for b in anybody.get(f"/api/v1/ballots?{asked}").json["items"]]

    assert listed() == [first.id]
    assert listed(state="upcoming") == [second.id]
    today(CLOSES + timedelta(days=1))
    assert sorted(listed(state="closed")) == sorted([first.id, second.id])
    assert listed(state="closed", year=2025) == []
    assert listed(state="closed", area="nowhere") == []
    assert anybody.get("/api/v1/ballots?state=sometime").status == 422


def test_what_is_over_goes_on_from_a_cursor(today, anybody):
    gone = {scheduled(closes_at=OPENS + timedelta(hours=n)).id for n in range(1, 4)}
    today(CLOSES)

    first = anybody.get("/api/v1/ballots?state=closed&limit=2").json
    rest = anybody.get(f"/api/v1/ballots?state=closed&limit=2&cursor={first['next']}").json

    assert {b["id"] for b in first["items"] + rest["items"]} == gone
    assert (len(first["items"]), rest["next"]) == (2, None)


def test_a_ballot_that_was_stopped_says_why(ballot, today, anybody):
    assert officer.send("POST", f"{ballot}/cancel", REASON).status == 409

    stopped = officer.send("POST", f"{ballot}/annul", REASON)

    assert (stopped.status, stopped.json["state"]) == (200, "annulled")
    assert anybody.get(ballot).json["stopped_because"] == REASON["reason"]


def test_one_before_it_opens_is_cancelled_and_not_annulled(ballot, today):
    today(OPENS - timedelta(seconds=1))

    assert officer.send("POST", f"{ballot}/annul", REASON).status == 409
    assert officer.send("POST", f"{ballot}/cancel", {"reason": "oops"}).status == 422
    assert officer.send("POST", f"{ballot}/cancel", REASON).json["state"] == "cancelled"


def test_officers_and_auditors_see_what_was_done_and_residents_do_not(ballot, anna):
    here = ballot.replace("/api/v1/", "/api/v1/work/")

    for reader in (officer, auditor):
        kinds = {act["kind"] for act in reader.get(here).json["history"]}
        assert kinds == {"ballot.composed", "ballot.scheduled"}
    assert anna.get(here).status == 403
    stages = auditor.get("/api/v1/work/ballots?stage=scheduled").json["items"]
    assert [item["id"] for item in stages] == [ballot.rpartition("/")[2]]


def test_a_person_may_page_through_what_the_roll_says_of_them(today, anna):
    took_part = {scheduled().id for _ in range(3)}
    for ballot_id in took_part:
        assert anna.send("POST", f"/api/v1/ballots/{ballot_id}/votes", VOTE).status == 201

    first = anna.get("/api/v1/me/votes?limit=2").json
    rest = anna.get(f"/api/v1/me/votes?limit=2&cursor={first['next']}").json

    assert {took["ballot"] for took in first["items"] + rest["items"]} == took_part
    with counted() as calls:
        anna.get("/api/v1/me/votes")
    assert calls == ["Query", "BatchGetItem"]


def test_a_cursor_of_another_leads_to_ones_own_roll(today, anna):
    took_part = {scheduled().id for _ in range(2)}
    for ballot_id in took_part:
        anna.send("POST", f"/api/v1/ballots/{ballot_id}/votes", VOTE)
    theirs = anna.get("/api/v1/me/votes?limit=1").json["next"]
    boris = Browser.of(a_voter("boris"))

    assert boris.get(f"/api/v1/me/votes?cursor={theirs}").json["items"] == []


def test_nobody_is_shown_who_took_part_but_the_person_themselves():
    """No public word of ballots gives out the roll or the box; of one's own there is `voted`."""
    offered = set(ballots.__all__)

    assert not {name for name in offered if "roll" in name.lower() or "entr" in name.lower()}
    assert {"Entry", "Vote", "voter"}.isdisjoint(offered)
