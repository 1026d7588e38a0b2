"""Applications over HTTP: each door opens for those it is for, and says what is possible."""

import msgspec
import pytest

from chalicelib import clock, forms
from chalicelib.actors import Actor
from chalicelib.domain import applications
from chalicelib.domain.applications import Outcome
from chalicelib.models.person import PersonEvent
from tests.applications import (
    ANNA,
    BORIS,
    ELSEWHERE,
    HEAD_OF_IT,
    OFFICER,
    OTHER_HEAD,
    QUESTIONS,
    REASON,
    SECOND,
    TUESDAY,
    WEDNESDAY,
    asked,
    decided,
    head,
    on,
    prepared,
    refused,
    registered,
    sent,
    taken,
    to_be_signed_along,
)
from tests.factories import an_officer
from tests.gateway import Browser
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")

ROLES = {
    "nobody": None,
    "anna": ANNA,
    "boris": BORIS,
    "unconfirmed": Actor("anna", level=0),
    "officer": OFFICER,
    "second": SECOND,
    "head": HEAD_OF_IT,
    "other head": OTHER_HEAD,
    "elsewhere": ELSEWHERE,
    "moderator": an_officer("moderator", "moderator"),
    "admin": an_officer("admin", "admin"),
}
OFFICERS, HEADS = {"officer", "second"}, {"head", "other head"}


def in_production(**changed):
    made = decided(**changed)
    return applications.produce(made.reference, by=OFFICER, at=WEDNESDAY)


def ready():
    reference = in_production().reference
    return applications.make_ready(reference, where="Room 3", by=OFFICER, at=WEDNESDAY)


def expired():
    reference = asked().reference
    for at in (on(13), on(25)):
        applications.attend(reference, at=at)
    return head(reference)


# Each door with the state in which it is tried, what is sent, and for whom it opens.
DOORS = {
    ("GET", ""): (taken, None, {"anna", "unconfirmed", *OFFICERS, *HEADS}),
    ("POST", "/answer"): (asked, {"answers": {"1": "My birth", "2": "1984"}}, {"anna"}),
    ("POST", "/withdraw"): (taken, {}, {"anna"}),
    ("POST", "/reopen"): (expired, {}, {"anna"}),
    ("POST", "/cosign"): (to_be_signed_along, {}, {"boris"}),
    ("POST", "/decline"): (to_be_signed_along, {}, {"boris"}),
    ("POST", "/take"): (registered, {}, OFFICERS),
    ("POST", "/ask"): (taken, {"questions": QUESTIONS}, OFFICERS),
    ("POST", "/transfer"): (taken, {"authority": "archive", "reason": "There."}, OFFICERS),
    ("POST", "/prepare"): (taken, {"outcome": "refused", "reasons": [REASON]}, OFFICERS),
    ("POST", "/send-back"): (prepared, {"note": "Which year?"}, HEADS),
    ("POST", "/sign"): (prepared, {}, HEADS),
    ("POST", "/produce"): (decided, {}, OFFICERS),
    ("POST", "/make-ready"): (in_production, {"where": "Room 3"}, OFFICERS),
    ("POST", "/hand-over"): (ready, {}, OFFICERS),
}


@pytest.fixture(autouse=True)
def _on_wednesday(tables, monkeypatch):
    """What is asked for is made, and collected."""
    monkeypatch.setattr(clock, "now", lambda: on(4, hour=12))
    known = msgspec.structs.replace(forms.form("general-request", 1), handed_over=True)
    monkeypatch.setattr(forms, "form", lambda _code, _version=None: known)
    for person in ("anna", "boris"):
        an_account(person)


def program(who):
    return Browser(actor=ROLES[who])


@pytest.mark.parametrize("door", DOORS)
def test_each_door_opens_for_those_it_is_for_and_nobody_else(door, monkeypatch):
    (method, path), (state, content, opens) = door, DOORS[door]
    if path == "/reopen":
        monkeypatch.setattr(clock, "now", lambda: on(1, month=4))
    closed = state().reference

    def tried(who, reference):
        return program(who).send(method, f"/api/v1/applications/{reference}{path}", content).status

    for who in ROLES.keys() - opens:
        assert tried(who, closed) in (401, 403, 404), who
    for who in sorted(opens):
        assert tried(who, state().reference) == 200, who


@pytest.mark.parametrize("query", ["desk=review", "overdue=true"])
def test_each_desk_is_for_its_authority(query, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: on(10))
    late = taken().reference
    address = f"/api/v1/work/applications?authority=registry&{query}"

    answers = {who: program(who).get(address) for who in ROLES}

    assert {who for who, a in answers.items() if a.status == 200} == OFFICERS | HEADS
    (listed,) = answers["second"].json["items"]
    assert (listed["reference"], listed["overdue"], listed["due_on"]) == (late, True, "2026-03-05")


def test_a_person_follows_their_own_and_sees_the_clock():
    reference = asked().reference
    sent(by=BORIS)
    anna = program("anna")

    (listed,) = anna.get("/api/v1/applications").json["items"]
    told = anna.get(f"/api/v1/applications/{reference}").json

    assert (listed["reference"], listed["state"], listed["paused"]) == (
        reference,
        "info_requested",
        True,
    )
    assert told["countdown"] == {
        "expected": "2026-03-06",
        "left": 2,
        "paused": True,
        "overdue": False,
    }
    assert [step["kind"].removeprefix("application.") for step in told["history"]] == [
        "submitted",
        "registered",
        "taken",
        "asked",
    ]
    assert told["may"] == ["answer", "withdraw"]
    assert told["asked"][0]["questions"] == QUESTIONS
    assert (told["officer"], told["proposal"]) == (None, None)


def test_what_is_prepared_is_for_the_authority_alone():
    reference = prepared(Outcome.REFUSED).reference
    address = f"/api/v1/applications/{reference}"

    of_head, of_anna = program("head").get(address).json, program("anna").get(address).json

    assert of_head["proposal"]["outcome"] == "refused"
    assert (of_head["officer"], of_head["may"]) == ("officer", ["refuse", "send_back"])
    assert (of_anna["proposal"], of_anna["officer"]) == (None, None)
    assert {step["actor"] for step in of_anna["history"]} == {"anna", None}


def test_whoever_signs_along_sees_no_address_of_the_others():
    reference = to_be_signed_along("boris@example.org", "vera@example.org").reference
    address = f"/api/v1/applications/{reference}"

    assert [c["email"] for c in program("boris").get(address).json["cosigners"]] == [None, None]
    assert program("anna").get(address).json["cosigners"][1] == {
        "email": "vera@example.org",
        "state": "pending",
        "until": "2026-03-16",
    }


def test_what_is_not_possible_is_a_conflict_that_says_what_is():
    reference = refused().reference

    answer = program("anna").send("POST", f"/api/v1/applications/{reference}/withdraw", {})

    assert answer.status == 409
    assert answer.json["code"] == "illegal_transition"
    assert answer.json["state"] == "refused"
    assert answer.json["allowed"] == ["document", "appeal", "remand"]


def test_a_refusal_without_a_reason_is_invalid():
    reference = taken().reference

    answer = program("officer").send(
        "POST", f"/api/v1/applications/{reference}/prepare", {"outcome": "refused"}
    )

    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == ["reasons"]


def test_answers_go_by_numbers():
    reference = asked().reference

    answer = program("anna").send(
        "POST", f"/api/v1/applications/{reference}/answer", {"answers": {"first": "x"}}
    )

    assert answer.status == 422
    assert [error["field"] for error in answer.json["errors"]] == ["answers"]


def test_what_was_changed_meanwhile_is_a_conflict():
    reference = taken().reference
    seen = program("officer").get(f"/api/v1/applications/{reference}").json["version"]
    applications.take(reference, by=SECOND, at=TUESDAY)

    answer = program("officer").send(
        "POST",
        f"/api/v1/applications/{reference}/prepare",
        {"outcome": "approved", "version": seen},
    )

    assert answer.status == 409
    assert head(reference).state == "in_review"


def test_the_person_sees_that_an_officer_looked():
    reference = registered().reference

    for _ in range(2):
        program("second").get(f"/api/v1/applications/{reference}")
    program("anna").get(f"/api/v1/applications/{reference}")

    read = [event for event in PersonEvent.query("anna") if event.kind == "account.read"]
    assert [(event.actor, event.reason) for event in read] == [
        ("second", f"application {reference}")
    ]


def test_a_page_of_a_list_goes_on_where_it_ended():
    for _ in range(3):
        registered()
    address = "/api/v1/work/applications?authority=registry&limit=2"

    first = program("officer").get(address).json
    rest = program("officer").get(f"{address}&cursor={first['next']}").json

    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (2, 1, None)
