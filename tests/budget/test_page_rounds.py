"""Every page door of accounts, complaints, notifications, points and the site keeps to its budget.

What ballots, disputes and resolutions cost is stated in `test_voting_rounds`.
"""

import pytest

from tests.budget import accounts, desks, points, reading, reporting, statements
from tests.budget.test_voting_rounds import VOTING
from tests.budget.visits import DEARER, MOST, VISITS, page_doors, trips

MODULES = (accounts, desks, points, reading, reporting, statements)
OURS = sorted(door for door, module in page_doors() if module not in VOTING)


def test_every_page_door_states_its_cost():
    assert MODULES
    assert sorted(VISITS.keys() & set(OURS)) == OURS


def test_no_visit_is_to_a_door_that_is_not_there():
    assert VISITS.keys() <= {door for door, _ in page_doors()}


@pytest.mark.parametrize("door", OURS)
def test_a_page_costs_three_round_trips_at_most(door):
    most, why = DEARER.get(door, (MOST, ""))

    asked = trips(door)

    assert len(asked) <= most, (asked, why)


@pytest.mark.parametrize("door", sorted(DEARER))
def test_an_exception_is_needed_to_the_last_round_trip(door):
    most, _ = DEARER[door]

    assert len(trips(door)) == most
