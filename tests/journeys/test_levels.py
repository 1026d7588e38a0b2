"""A door for people whose residence was verified, with the tokens that people have."""

from tests.journeys.inside import HOUSE, HOUSES, OFFICER, inside
from tests.journeys.people import Person, a_person

DOOR = "/api/v1/me/residence"


def test_what_an_officer_has_verified_opens_a_door_at_once_and_closes_it_when_it_is_so_no_more(
    cloud, portal, outputs
):
    inside(portal, HOUSES, HOUSE.street_fi)
    anna, boris = (a_person(cloud, portal, outputs) for _ in range(2))
    for person in (anna, boris):
        says_where_they_live(person)
    assert [who.get(DOOR).status for who in (anna, boris)] == [403, 403]

    inside(portal, OFFICER, "raise", anna.id)

    verified = anna.get(DOOR)
    assert verified.status == 200, verified.body
    assert verified.json["address"] == f"{HOUSE.street_fi} {HOUSE.house}"
    assert verified.json["level"] == 2
    assert boris.get(DOOR).status == 403
    assert b"L2" in boris.get(DOOR).body
    assert portal.get(DOOR).status == 401

    inside(portal, OFFICER, "lower", anna.id)

    assert anna.get(DOOR).status == 403


def says_where_they_live(person: Person) -> None:
    version = str(person.get("/api/v1/me").json["version"])
    changes = {"address_id": HOUSE.id, "born_on": "1984-03-27"}
    changed = person.ask("PATCH", "/api/v1/me", changes, {"If-Match": version})
    assert changed.status == 200, changed.body


def test_whoever_looks_only_whether_a_page_is_there_gets_its_headers_and_no_body(portal):
    for address in ("/help", "/api/v1/complaints"):
        asked = portal.ask("HEAD", address)

        assert (asked.status, asked.body) == (200, b""), address
        got = portal.get(address)
        for name in ("Content-Type", "Cache-Control", "Vary"):
            assert asked.headers.get(name) == got.headers.get(name), (address, name)
    assert portal.ask("HEAD", "/api/v1/me").status == 405


def test_a_method_that_an_address_lacks_is_refused_with_those_that_it_has(cloud, portal, outputs):
    anna = a_person(cloud, portal, outputs)

    refused = anna.ask("PUT", "/api/v1/me", {})

    assert refused.status == 405, refused.body
    assert set(refused.headers["Allow"].split(", ")) == {"GET", "PATCH", "DELETE"}
