"""Organisations for programs: whatever a person does on pages."""

from chalicelib.domain import accounts, organisations
from tests.factories import MONDAY
from tests.handlers.organisations.conftest import NEW, confirmed
from tests.organisations import confirm


def test_programs_do_the_same(anna, boris):
    accounts.own(anna.actor, language="en", at=MONDAY)
    made = anna.program.send("POST", "/api/v1/organisations", NEW)
    assert made.status == 201
    here = made.headers["Location"]
    assert anna.program.send("POST", "/api/v1/organisations", NEW).json["id"] == made.json["id"]
    confirm(made.json["id"])
    version = anna.program.get(here).json["version"]

    changes = {"version": version, "address": "Here 1"}
    assert anna.program.send("PATCH", here, changes).json["address"] == "Here 1"
    assert anna.program.send("PATCH", here, changes).status == 409
    asked = anna.program.send(
        "POST", f"{here}/invitations", {"email": boris.email.upper(), "role": "assistant"}
    )
    assert (asked.status, asked.json["email"]) == (201, boris.email)
    assert boris.program.get(here).status == 404
    (waiting,) = boris.program.get("/api/v1/organisations").json["invitations"]
    assert waiting["role"] == "assistant"
    accepted = boris.program.send(
        "PUT", f"{here}/invitations/{waiting['id']}", {"answer": "accept"}
    )
    assert accepted.status == 204
    (mine,) = boris.program.get("/api/v1/organisations").json["items"]
    assert mine["powers"] == ["see", "write"]
    member = f"{here}/members/{boris.id}"
    assert boris.program.send("PUT", member, {"role": "owner"}).status == 403
    assert anna.program.send("PUT", member, {"role": "owner"}).status == 204
    assert boris.program.get(here).json["invitations"] == []
    assert boris.program.send("DELETE", f"{here}/members/{anna.id}").status == 204
    assert anna.program.get("/api/v1/organisations").json == {"items": [], "invitations": []}
    assert boris.program.send("DELETE", member).status == 409


def test_programs_decline_and_take_back(anna, boris):
    page = confirmed(anna)
    here = page.replace("/me/", "/api/v1/")
    form = {"email": boris.email, "role": "owner"}
    first = anna.program.send("POST", f"{here}/invitations", form).headers["Location"]
    assert boris.program.send("DELETE", first).status == 404
    assert boris.program.send("PUT", first, {"answer": "decline"}).status == 204
    second = anna.program.send("POST", f"{here}/invitations", form).headers["Location"]

    assert anna.program.send("DELETE", second).status == 204
    assert boris.program.send("PUT", second, {"answer": "accept"}).status == 404
    assert boris.program.send("PUT", second, {"answer": "perhaps"}).status == 422


def test_a_program_acts_for_nobody_by_its_token(anna):
    confirmed(anna)

    assert organisations.acting_for(anna.program.actor) == anna.id
