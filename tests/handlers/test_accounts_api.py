"""One's own account, as programs see it, and what of a person they may know."""

import pytest

from chalicelib import clock
from chalicelib.actors import Actor, grants
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Changes
from tests.homes import a_program, two_houses
from tests.roundtrips import counted


@pytest.fixture(autouse=True)
def _pool(keys):
    with two_houses():
        yield


@pytest.fixture
def program():
    return a_program()


def test_a_program_reads_and_changes_the_profile(program):
    me = program.get("/api/v1/me").json
    assert (me["email"], me["level"], me["version"]) == ("boris@example.org", 1, 1)

    changes = {"name": "Boris", "address_id": "mannerheimintie-1"}
    changed = program.send("PATCH", "/api/v1/me", changes, If_Match='"1"')

    assert changed.json["version"] == 2
    assert changed.json["address"] == "Mannerheimintie 1"
    again = program.send("PATCH", "/api/v1/me", {"name": "Other"}, If_Match='"1"')
    assert (again.status, again.json["title"]) == (412, "Precondition Failed")
    assert program.get("/api/v1/me").json["name"] == "Boris"


def test_what_was_read_is_named_by_its_tag(program):
    read = program.get("/api/v1/me").headers["ETag"]
    changed = program.send("PATCH", "/api/v1/me", {"name": "Boris"}, If_Match=read)
    again = program.send("PATCH", "/api/v1/me", {"name": "Boria"}, If_Match=f'{read}, "7"')
    either = f'"7" , {changed.headers["ETag"]}'
    third = program.send("PATCH", "/api/v1/me", {"name": "Boria"}, If_Match=either)

    assert (read, changed.headers["ETag"]) == ('"1"', '"2"')
    assert (changed.status, again.status, third.status) == (200, 412, 200)


def test_whatever_is_there_is_changed_by_who_says_so(program):
    program.get("/api/v1/me")
    program.send("PATCH", "/api/v1/me", {"name": "Boris"}, If_Match='"1"')

    changed = program.send("PATCH", "/api/v1/me", {"name": "Other"}, If_Match="*")

    assert (changed.status, changed.json["version"]) == (200, 3)


def test_a_weak_tag_names_no_version(program):
    program.get("/api/v1/me")

    assert program.send("PATCH", "/api/v1/me", {"name": "B"}, If_Match='W/"1"').status == 412


def test_who_comes_second_is_told_the_same_whenever_the_first_was_faster(program, monkeypatch):
    program.get("/api/v1/me")
    change = accounts.change

    def as_another_did(wanted, **given):
        change(Changes(name="First"), by=program.actor, at=clock.now())
        return change(wanted, **given)

    monkeypatch.setattr(accounts, "change", as_another_did)
    answer = program.send("PATCH", "/api/v1/me", {"name": "Second"}, If_Match='"1"')

    assert answer.status == 412
    assert program.get("/api/v1/me").json["name"] == "First"


def test_what_an_officer_has_seen_is_no_matter_of_versions(program):
    changes = {"address_id": "mannerheimintie-1", "born_on": "1984-03-27"}
    program.get("/api/v1/me")
    program.send("PATCH", "/api/v1/me", changes, If_Match='"1"')
    who = {"by": Actor("olga", 1, grants(["operator"])), "at": clock.now()}
    passport = {"document": "passport", "number": "P 12345", "note": ""}
    accounts.raise_level(program.actor.id, version=2, **passport, **who)

    answer = program.send("PATCH", "/api/v1/me", {"born_on": "1984-03-28"}, If_Match="*")

    assert answer.status == 409


def test_a_house_that_there_is_not_is_told_by_the_name_it_was_sent_by(program):
    program.get("/api/v1/me")

    answer = program.send("PATCH", "/api/v1/me", {"address_id": "nowhere-1"}, If_Match='"1"')

    assert answer.status == 422
    assert [each["field"] for each in answer.json["errors"]] == ["address_id"]


@pytest.mark.parametrize("day", ["2027-13-01", "2126-01-01", "1784-01-01", "yesterday"])
def test_a_program_hears_of_every_wrong_field_at_once(program, day):
    program.get("/api/v1/me")

    wrong = program.send("PATCH", "/api/v1/me", {"name": 5, "phone": "1", "born_on": day})

    assert wrong.status == 422
    assert {each["field"] for each in wrong.json["errors"]} == {"name", "phone", "born_on"}


def test_a_program_reads_a_residence_that_was_verified_and_no_other(program):
    changes = {"address_id": "mannerheimintie-1", "born_on": "1984-03-27"}
    program.get("/api/v1/me")
    program.send("PATCH", "/api/v1/me", changes, If_Match='"1"')
    refused = program.get("/api/v1/me/residence")
    assert (refused.status, refused.json["detail"]) == (403, "this needs an account of level L2")
    person = program.actor.id
    who = {"by": Actor("olga", 1, grants(["operator"])), "at": clock.now()}

    accounts.raise_level(person, version=2, document="passport", number="P 12345", note="", **who)
    shown = program.get("/api/v1/me/residence")
    accounts.lower_level(person, version=3, reason="has moved away", until=None, **who)

    assert (shown.json["address"], shown.json["level"]) == ("Mannerheimintie 1", 2)
    assert program.get("/api/v1/me/residence").status == 403


def test_the_level_is_asked_of_the_account_only_where_a_token_does_not_prove_it(program):
    program.get("/api/v1/me")

    with counted() as at_an_open_door:
        program.get("/api/v1/me/access-log")
    with counted() as at_a_door_for_l2:
        program.get("/api/v1/me/residence")

    assert at_an_open_door == ["Query"]  # the log itself
    assert at_a_door_for_l2 == ["GetItem"]


def test_who_has_an_account_in_the_pool_alone_is_not_known_to_live_anywhere(program):
    assert program.get("/api/v1/me/residence").status == 403


@pytest.mark.parametrize("version", ["", "x", "-1", '"1" "2"'])
def test_a_change_without_the_version_that_was_read_is_refused(program, version):
    answer = program.send("PATCH", "/api/v1/me", {"name": "Boris"}, If_Match=version)

    assert answer.status == 422
    assert answer.json["errors"][0]["field"] == "If-Match"


def test_a_program_reads_who_looked(program):
    program.get("/api/v1/me")
    olga = Actor("olga", 1, frozenset())
    accounts.saw(program.actor.id, by=olga, purpose="to answer a letter", at=clock.now())

    log = program.get("/api/v1/me/access-log?limit=1").json
    more = program.get(f"/api/v1/me/access-log?cursor={log['next']}").json

    kinds = [entry["kind"] for entry in log["items"] + more["items"]]
    assert sorted(kinds) == ["account.opened", "account.read"]
    assert program.get("/api/v1/me/access-log?cursor=garbage").status == 422
    assert program.get("/api/v1/me/access-log?limit=1000").status == 422


def test_a_program_exports_once_a_day(program):
    first = program.send("POST", "/api/v1/me/export").json
    second = program.send("POST", "/api/v1/me/export").json

    assert first["made_at"] == second["made_at"]
    assert first["link"].partition("?")[0] == second["link"].partition("?")[0]


def test_a_stranger_has_no_account_to_ask_for(anybody):
    assert anybody.get("/api/v1/me").status == 401
    assert anybody.send("DELETE", "/api/v1/me").status == 401


def test_anybody_reads_areas_and_addresses(anybody):
    areas = anybody.get("/api/v1/areas").json["items"]
    assert areas[0]["kind"] == "city"
    assert "southern" in areas[0]["parts"]
    assert anybody.get("/api/v1/areas/kluuvi").json["parent"] == "southern"
    assert anybody.get("/api/v1/areas/nowhere").status == 404

    found = anybody.get("/api/v1/addresses?q=mannerheim+5").json["items"]

    assert [(each["id"], each["text"]) for each in found] == [
        ("mannerheimintie-5", "Mannerheimintie 5")
    ]
    assert anybody.get("/api/v1/addresses").json["items"] == []
    assert anybody.get(f"/api/v1/addresses?q={'a' * 300}").status == 422
