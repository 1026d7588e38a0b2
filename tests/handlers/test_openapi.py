"""The description of the API: valid in itself, and true of what is answered."""

import re
from http import HTTPStatus
from typing import Any

import msgspec
import pytest
from chalice.app import Request
from jsonschema import Draft202012Validator

from chalicelib.capabilities import doors
from chalicelib.config import CAPABILITIES
from chalicelib.domain.meters.rules import Refused
from chalicelib.edge import openapi, problems
from chalicelib.edge.call import Call
from chalicelib.edge.doors import Door
from chalicelib.edge.identity import ANYONE
from chalicelib.errors import Illegal, Invalid, TooMany
from chalicelib.messages import say
from tests.domain.test_cards import a_listed
from tests.factories import MONDAY, a_resident
from tests.gateway import Browser, Context, event


@pytest.fixture(scope="module")
def described() -> Any:
    return openapi.document(d for name in CAPABILITIES for m in doors(name) for d in m.doors)


@pytest.fixture(scope="module")
def operations(described):
    """Every one of them, by method and path."""
    return {
        f"{method.upper()} {path}": operation
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }


def fits(described, schema, value):
    """Whether a value is what a schema of the description says."""
    Draft202012Validator(schema | {"components": described["components"]}).validate(value)


def test_every_schema_is_one_and_every_reference_leads_somewhere(described):
    known = described["components"]["schemas"]

    for name, schema in known.items():
        assert schema, name
        assert name.isalnum(), f"{name}: our modules are nobody's business"
        Draft202012Validator.check_schema(schema)
    assert set(re.findall(r"#/components/schemas/(\w+)", str(described))) <= set(known)


def test_two_schemas_that_would_have_one_name_are_named():
    ballots = "chalicelib.handlers.ballots"
    kinds = [
        msgspec.defstruct(name, [("id", str)], module=module)
        for name, module in (
            ("VoteForm", f"{ballots}.api"),
            ("VoteForm", f"{ballots}.codes"),
            ("VoteForm", "chalicelib.handlers.ideas.api"),
            ("Whole", f"{ballots}.api"),
        )
    ]

    with pytest.raises(ValueError, match="one name") as told:
        openapi.document(
            Door("GET", f"/{n}", answering(kind), ANYONE) for n, kind in enumerate(kinds)
        )

    assert str(told.value) == (
        "several schemas have one name:"
        f" BallotsVoteForm ({ballots}.api.VoteForm, {ballots}.codes.VoteForm)"
    )


def answering(kind):
    def view(call): ...

    view.__annotations__["return"] = kind
    return view


def test_every_answer_is_described_with_what_it_holds(operations):
    for door, operation in operations.items():
        for status, answer in operation["responses"].items():
            assert answer["description"], (door, status)
            assert ("content" in answer) != (status in {"204", "303", "304"}), (door, status)
            assert all(header["schema"] for header in answer.get("headers", {}).values())


def test_where_something_was_made_or_lies_is_told_in_a_header(operations):
    told = {
        door
        for door, operation in operations.items()
        for answer in operation["responses"].values()
        if "Location" in answer.get("headers", {})
    }

    assert {"POST /api/v1/complaints", "POST /api/v1/meters/bulk"} <= told
    assert "GET /api/v1/ballots/{id}/audit.zip" in told
    assert "POST /api/v1/me/points/donations" not in told  # there is no address for it


def test_what_everybody_may_keep_is_asked_for_again_by_its_tag(operations):
    topics, inbox = operations["GET /api/v1/topics"], operations["GET /api/v1/me/notifications"]

    assert "ETag" in topics["responses"]["200"]["headers"]
    assert "304" in topics["responses"]
    assert "headers" not in inbox["responses"]["200"]
    assert "304" not in inbox["responses"]


def test_what_builds_on_a_version_says_so(operations):
    (reads, changes) = (operations[f"{method} /api/v1/me"] for method in ("GET", "PATCH"))
    asked = {each["name"]: each["required"] for each in changes["parameters"]}

    assert "ETag" in reads["responses"]["200"]["headers"]
    assert "ETag" in changes["responses"]["200"]["headers"]
    assert asked == {"If-Match": True}
    assert "304" not in reads["responses"]


@pytest.mark.parametrize("accepted", ["application/json", "application/geo+json"])
def test_the_list_of_reports_is_answered_as_described(
    tables, anybody, described, operations, accepted
):
    for n in (1, 2):
        a_listed(f"C-000000000{n}", photos=["p1"])

    answer = anybody.get("/api/v1/complaints?limit=1", Accept=accepted)

    right = operations["GET /api/v1/complaints"]["responses"]["200"]
    assert answer.headers["Content-Type"] == accepted
    assert {"Link", "ETag"} <= set(answer.headers) & set(right["headers"])
    fits(described, right["content"][accepted]["schema"], answer.json)


def test_an_upload_is_answered_as_described(tables, described, operations):
    answer = Browser.of(a_resident("anna")).send("POST", "/api/v1/uploads")

    right = operations["POST /api/v1/uploads"]["responses"][str(answer.status)]
    assert set(right["headers"]) <= set(answer.headers)
    fits(described, right["content"]["application/json"]["schema"], answer.json)


@pytest.mark.parametrize(
    ("error", "beside"),
    [
        (
            Illegal("it is signed", state="approved", allowed=["appeal"]),
            {"code", "state", "allowed"},
        ),
        (Refused("rollover", say("no"), most=3), {"code", "most", "errors"}),
        (Invalid("no", {"text": say("this field is missing")}), {"errors"}),
        (TooMany("no", retry_after=5), set()),
        (problems.Refused(HTTPStatus.METHOD_NOT_ALLOWED), set()),
    ],
)
def test_a_problem_is_told_as_described(described, operations, error, beside):
    request = Request(event(Browser(), "POST", "/api/v1/complaints", b"", {}), Context())
    call = Call(request, at=MONDAY)

    told = problems.details(error, call)

    wrong = operations["POST /api/v1/complaints"]["responses"]["default"]
    schema = described["components"]["schemas"]["Problem"]
    assert set(told.body) == {"type", "title", "status", "detail", "instance", *beside}
    assert beside & {"code", "errors"} <= set(schema["properties"])
    assert ("Retry-After" in told.headers) == isinstance(error, TooMany)
    assert "Retry-After" in wrong["headers"]
    fits(described, wrong["content"]["application/problem+json"]["schema"], told.body)


def test_what_programs_tell_apart_is_told_by_the_errors(described):
    codes = described["components"]["schemas"]["Problem"]["properties"]["code"]["description"]

    assert "`slot_taken`: Somebody was quicker" in codes
    assert "`illegal_transition`" in codes
    assert "`organisation_not_confirmed`" in codes
