"""Visits to initiatives and to the opinion map."""

from chalicelib import clock
from chalicelib.domain import initiatives
from tests.budget.desks import does, reads
from tests.budget.visits import visit
from tests.initiatives import (
    AGENCY,
    AGENT,
    ANSWER,
    LEADER,
    MODERATOR,
    REASON,
    TEXT,
    TITLE,
    WHY_ASKED,
    collecting,
    neighbour,
    reached,
    sent,
)
from tests.opinions import a_map
from tests.reporting import signed_in


@visit("GET /projects/{id}/opinions")
def looks_at_the_opinion_map():
    return reads(f"/projects/{a_map(clock.now())}/opinions", neighbour())


@visit("GET /initiatives")
def looks_at_initiatives():
    for _ in range(3):
        collecting(at=clock.now())
    return reads("/initiatives", neighbour("boris"))


@visit("GET /initiatives/new")
def begins_an_initiative():
    return reads("/initiatives/new", neighbour())


@visit("POST /initiatives/new")
def opens_an_initiative():
    anna = signed_in(neighbour())
    return lambda: anna.submit("/initiatives/new", title=TITLE, text=TEXT, scope="street")


@visit("GET /initiatives/{id}")
def looks_at_an_initiative():
    return reads(f"/initiatives/{collecting(at=clock.now()).id}", neighbour("boris"))


@visit("POST /initiatives/{id}/words")
def writes_it_otherwise():
    one = sent(at=clock.now())
    initiatives.send_back(one.id, REASON, by=MODERATOR, at=clock.now())
    here = f"/initiatives/{one.id}"
    return does(f"{here}/words", neighbour(), here, title=TITLE, text=TEXT)


@visit("POST /initiatives/{id}/sign")
def signs():
    here, boris = f"/initiatives/{collecting(at=clock.now()).id}", signed_in(neighbour("boris"))
    return lambda: boris.submit(f"{here}/sign")


@visit("POST /initiatives/{id}/withdraw")
def withdraws():
    one, boris = collecting(at=clock.now()), neighbour("boris")
    initiatives.sign(one.id, by=boris, at=clock.now())
    browser = signed_in(boris)
    return lambda: browser.submit(f"/initiatives/{one.id}/withdraw")


@visit("GET /work/initiatives")
def opens_the_desk_of_initiatives():
    sent(at=clock.now())
    return reads("/work/initiatives", MODERATOR)


@visit("GET /work/initiatives/{id}")
def reads_an_initiative():
    return reads(f"/work/initiatives/{sent(at=clock.now()).id}", MODERATOR)


@visit("POST /work/initiatives/{id}/publish")
def publishes_an_initiative():
    here = f"/work/initiatives/{sent(at=clock.now()).id}"
    return does(f"{here}/publish", MODERATOR, here, agency=AGENCY)


@visit("POST /work/initiatives/{id}/return")
def returns_an_initiative():
    here = f"/work/initiatives/{sent(at=clock.now()).id}"
    return does(f"{here}/return", MODERATOR, here, reason=REASON)


@visit("POST /work/initiatives/{id}/answer")
def answers_an_initiative():
    here = f"/work/initiatives/{reached(at=clock.now()).id}"
    return does(f"{here}/answer", AGENT, here, verdict="done", answer=ANSWER)


@visit("POST /work/initiatives/{id}/ask")
def asks_in_a_ballot():
    here = f"/work/initiatives/{reached(at=clock.now()).id}"
    return does(f"{here}/ask", LEADER, here, reason=WHY_ASKED)
