"""Every page door keeps to its budget.

What ballots, disputes and resolutions cost is stated in `test_voting_rounds`.
"""

import pytest

from tests.budget import (
    accounts,
    applying,
    appointing,
    asking,
    correcting,
    desks,
    disputing,
    fates,
    following,
    guests,
    ideas,
    initiatives,
    meters,
    organising,
    papers,
    people,
    points,
    projects,
    reading,
    reporting,
    serving,
    statements,
    talking,
)
from tests.budget.visits import DEARER, MOST, VISITS, page_doors, trips

MODULES = (
    accounts,
    applying,
    appointing,
    asking,
    correcting,
    desks,
    disputing,
    fates,
    following,
    guests,
    ideas,
    initiatives,
    meters,
    papers,
    organising,
    people,
    points,
    projects,
    reading,
    reporting,
    serving,
    statements,
    talking,
)
VOTING = {door for door, _ in asking.VISITS}
OURS = sorted(door for door, _ in page_doors() if door not in VOTING)


def test_every_page_door_states_its_cost():
    assert MODULES
    assert sorted(VISITS) == OURS


@pytest.mark.parametrize("door", OURS)
def test_a_page_costs_three_round_trips_at_most(door, visited):
    """What costs more needs it, to the last one."""
    asked = visited(trips, door)

    if door in DEARER:
        most, why = DEARER[door]
        assert len(asked) == most, (asked, why)
    else:
        assert len(asked) <= MOST, asked
