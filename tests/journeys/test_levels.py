"""A door for people whose residence was verified, with the tokens that people have."""

import os
import subprocess
import sys

from city.addresses import known_addresses
from tests.journeys.people import Person, a_person

HOUSE = next(house for house in known_addresses() if house.house)
DOOR = "/api/v1/me/residence"


def test_what_an_officer_has_verified_opens_a_door_at_once_and_closes_it_when_it_is_so_no_more(
    cloud, portal, outputs
):
    run(portal, "tests.journeys.houses", HOUSE.street_fi)
    anna, boris = (a_person(cloud, portal, outputs) for _ in range(2))
    for person in (anna, boris):
        says_where_they_live(person)
    assert [who.get(DOOR).status for who in (anna, boris)] == [403, 403]

    run(portal, "tests.journeys.officer", "raise", anna.id)

    verified = anna.get(DOOR)
    assert verified.status == 200, verified.body
    assert verified.json["address"] == f"{HOUSE.street_fi} {HOUSE.house}"
    assert verified.json["level"] == 2
    assert boris.get(DOOR).status == 403
    assert b"L2" in boris.get(DOOR).body
    assert portal.get(DOOR).status == 401

    run(portal, "tests.journeys.officer", "lower", anna.id)

    assert anna.get(DOOR).status == 403


def says_where_they_live(person: Person) -> None:
    version = str(person.get("/api/v1/me").json["version"])
    changes = {"address_id": HOUSE.id, "born_on": "1984-03-27"}
    changed = person.ask("PATCH", "/api/v1/me", changes, {"If-Match": version})
    assert changed.status == 200, changed.body


def run(portal, module: str, *arguments: str) -> None:
    """In a process of its own, which is told where the cloud is."""
    told = os.environ | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{portal.port}"}
    subprocess.run([sys.executable, "-m", module, *arguments], env=told, check=True)
