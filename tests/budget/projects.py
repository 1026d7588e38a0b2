"""Visits to projects: looking, joining, and leading them."""

from datetime import timedelta
from typing import Any

from chalicelib import clock
from tests.budget.desks import does, reads
from tests.budget.visits import Visit, visit
from tests.factories import a_resident
from tests.ideas import LEADER, REASON, composed, opened
from tests.reporting import signed_in

ANNA = a_resident("anna")


@visit("GET /projects")
def looks_at_projects():
    for _ in range(3):
        opened(clock.now())
    return reads("/projects", ANNA)


@visit("GET /projects/{id}")
def looks_at_a_project():
    return reads(f"/projects/{opened(clock.now()).id}", ANNA)


@visit("POST /projects/{id}/join")
def joins_a_project():
    here, anna = f"/projects/{opened(clock.now()).id}", signed_in(ANNA)
    return lambda: anna.submit(f"{here}/join")


@visit("GET /work/projects")
def opens_the_desk_of_projects():
    opened(clock.now())
    return reads("/work/projects", LEADER)


@visit("POST /work/projects")
def begins_a_project():
    leader = signed_in(LEADER)
    return lambda: leader.submit("/work/projects", agency="parks")


@visit("GET /work/projects/{id}")
def leads_a_project():
    return reads(f"/work/projects/{opened(clock.now()).id}", LEADER)


@visit("POST /work/projects/{id}")
def throws_a_draft_away():
    here = f"/work/projects/{composed(clock.now()).id}"
    return does(here, LEADER, here, act="throw_away")


@visit("GET /work/projects/{id}/{step}")
def opens_a_step_of_a_plan():
    return reads(f"/work/projects/{composed(clock.now()).id}/promise", LEADER)


def writes(part: str, **fields: Any) -> Visit:
    here = f"/work/projects/{composed(clock.now()).id}/{part}"
    return does(here, LEADER, here, **fields)


@visit("POST /work/projects/{id}/{step}")
def keeps_a_step_of_a_plan():
    return writes("words", agency="parks", area="kluuvi")


@visit("GET /work/projects/{id}/phases/{number}")
def opens_a_phase():
    return reads(f"/work/projects/{composed(clock.now()).id}/phases/1", LEADER)


@visit("POST /work/projects/{id}/phases/{number}")
def keeps_a_phase():
    return writes("phases/1", type="ideas")


@visit("POST /work/projects/{id}/open")
def opens_a_project():
    here = f"/work/projects/{composed(clock.now()).id}"
    return does(f"{here}/open", LEADER, here)


@visit("POST /work/projects/{id}/close")
def closes_a_project():
    here = f"/work/projects/{opened(clock.now() - timedelta(days=40)).id}"
    return does(f"{here}/close", LEADER, here)


@visit("GET /work/projects/{id}/extend/{phase}")
def opens_an_extension():
    return reads(f"/work/projects/{opened(clock.now()).id}/extend/p1", LEADER)


@visit("POST /work/projects/{id}/extend/{phase}")
def extends_a_phase():
    project = opened(clock.now())
    until = clock.now() + timedelta(days=20)
    day = {f"until-{part}": str(getattr(until, part)) for part in ("day", "month", "year")}
    here = f"/work/projects/{project.id}/extend/p1"
    return does(here, LEADER, here, reason=REASON, **day)
