"""What the pages of ballots, disputes and resolutions cost: three requests to DynamoDB at most."""

import pytest

from chalicelib import clock
from chalicelib.capabilities import doors
from tests.ballots import CODE, VOTING, YES, a_voter, scheduled
from tests.budget import asking, disputing
from tests.budget.paying import ROUND_TRIPS, pay
from tests.gateway import Browser
from tests.roundtrips import counted

MOST = 3
PAGES_OF_POINTS = ("points_pages", "counter_pages")  # the ledger is a capability of its own
VISITS = asking.VISITS
DEARER = {
    # what was corrected, the reports, and the count as it stands lie in three tables
    "results_for_those_who_have_voted": 4,
}
assert disputing, "its visits are in the table as well"


@pytest.mark.parametrize(
    ("door", "prepare"), VISITS, ids=[f"{door}: {prepare.__name__}" for door, prepare in VISITS]
)
def test_a_page_takes_three_round_trips_at_most(door, prepare, visited):
    answer, trips = visited(pay, prepare)

    assert answer.status in (200, 303), (answer.status, answer.text)
    assert len(trips) <= DEARER.get(prepare.__name__, MOST), trips


def test_a_program_votes_in_two_round_trips(keys, monkeypatch):
    ballot = scheduled().id
    program = Browser.of(a_voter("anna"))
    monkeypatch.setattr(clock, "now", lambda: VOTING)

    with counted() as calls:
        answer = program.send(
            "POST", f"/api/v1/ballots/{ballot}/votes", {"answers": YES, "code": CODE}
        )

    assert answer.status == 201
    trips = [call for call in calls if call in ROUND_TRIPS]
    assert trips == ["BatchGetItem", "TransactWriteItems"]


def test_every_page_of_these_capabilities_is_in_the_table():
    pages = {
        f"{door.method} {door.path}"
        for module in doors("ballots")
        if not module._import_name.endswith(PAGES_OF_POINTS)
        for door in module.doors
        if door.is_page
    }

    assert {door for door, _ in VISITS} == pages
