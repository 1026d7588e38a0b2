"""From a vote to a voucher, through everything between: nobody is thanked twice, and the last piece
is one voucher."""

import os
import subprocess
import sys
from uuid import uuid4

from tests.journeys.inside import HOUSE, HOUSES, OFFICER, inside
from tests.journeys.people import a_person
from tests.journeys.portal import eventually
from tests.journeys.test_levels import says_where_they_live

VOTE = {"answers": {"q1": ["yes"]}}


def test_who_votes_is_thanked_and_buys_the_last_piece(cloud, portal, outputs):
    inside(portal, HOUSES, HOUSE.street_fi)
    ballot = an_open_ballot(portal)
    anna, boris = (a_person(cloud, portal, outputs) for _ in range(2))
    for person in (anna, boris):
        says_where_they_live(person)
        inside(portal, OFFICER, "raise", person.id)
        vote = person.post(f"/api/v1/ballots/{ballot}/votes", code=uuid4().hex, **VOTE)
        assert vote.status == 201, vote.body
        eventually(lambda: balance(person), 20)  # noqa: B023 - asked before the next person

    key = uuid4().hex
    bought = anna.post("/api/v1/rewards/journey/redeem", key=key)
    again = anna.post("/api/v1/rewards/journey/redeem", key=key)
    too_late = boris.post("/api/v1/rewards/journey/redeem", key=uuid4().hex)

    assert (bought.status, again.status) == (201, 201), bought.body
    assert bought.json == again.json
    assert (too_late.status, b"sold out" in too_late.body) == (409, True)
    assert (balance(anna), balance(boris)) == (0, 20)
    assert [v["code"] for v in anna.get("/api/v1/me/vouchers").json["items"]] == [
        bought.json["code"]
    ]
    gift = {"charity": "trees", "points": 20}
    assert boris.post("/api/v1/me/points/donations", key=key, **gift).json == {"balance": 0}


def balance(person):
    return person.get("/api/v1/me/points").json["balance"]


def an_open_ballot(portal):
    told = os.environ | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{portal.port}"}
    command = [sys.executable, "-m", "tests.journeys.shop"]
    done = subprocess.run(command, env=told, check=True, capture_output=True, text=True)
    return done.stdout.strip()
