"""Visits to the desk of those who help with accounts."""

from typing import Any

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import accounts, sessions
from chalicelib.domain.accounts import Changes
from tests.ballots import open_at
from tests.budget.accounts import EMAIL, member
from tests.budget.visits import Visit, visit
from tests.cognito import a_person
from tests.factories import an_officer
from tests.gateway import Browser
from tests.homes import HOUSES
from tests.reporting import signed_in

PASSPORT = {"document": "passport", "country": "FI", "number": "PD 1234567"}
IN_THIS_ORDER = "it is written down first, then given in the pool, then sessions are ended"


def at_a_record(*groups: str) -> tuple[Browser, str]:
    """Olga, who has said why she reads Anna's record; its address."""
    olga = signed_in(an_officer([*groups, "operator"], a_person("olga@example.org")))
    asked = olga.submit("/staff/people", email=EMAIL, purpose="verifying the residence")
    return olga, asked.location


def helps(name: str, *groups: str, **fields: Any) -> Visit:
    member()
    olga, record = at_a_record(*groups)
    return lambda: olga.submit(f"{record}/{name}", **fields)


@visit("GET /staff/people")
def looks_for_somebody():
    olga = signed_in(an_officer("operator"))
    return lambda: olga.get("/staff/people")


@visit("POST /staff/people")
def finds_somebody():
    member()
    olga, why = signed_in(an_officer("operator", "olga")), "verifying the residence"
    return lambda: olga.submit("/staff/people", email=EMAIL, purpose=why)


@visit("GET /staff/people/{person}")
def reads_a_record():
    member()
    olga, record = at_a_record()
    return lambda: olga.get(record)


@visit("POST /staff/people/{person}/raise")
def raises_a_level():
    member()
    olga, record = at_a_record()
    seen = olga.get(record).value("version")
    return lambda: olga.submit(f"{record}/raise", version=seen, **PASSPORT)


@visit(
    "POST /staff/people/{person}/lower",
    most=6,
    why="the document stays claimed until the last of the ballots that are open closes",
)
def lowers_a_level():
    open_at(clock.now())
    anna = member()
    olga, record = at_a_record()
    seen = {"version": olga.get(record).value("version")}
    assert olga.submit(f"{record}/raise", **seen, **PASSPORT).status == 303
    sessions.begin(anna, at=clock.now())
    seen = {"version": olga.get(record).value("version")}
    return lambda: olga.submit(f"{record}/lower", **seen, reason="moved to another city")


@visit("POST /staff/people/{person}/holder")
def looks_who_has_the_document():
    member()
    olga, record = at_a_record()
    seen = olga.get(record).value("version")
    assert olga.submit(f"{record}/raise", version=seen, **PASSPORT).status == 303
    boris = Actor(a_person("boris@example.org"), level=1)
    accounts.open(boris.id, email="boris@example.org", language="en", at=clock.now())
    said = Changes(born_on="1984-03-27", address=HOUSES[0].id)
    accounts.change(said, by=boris, at=clock.now())
    asked = {"email": "boris@example.org", "purpose": "verifying the residence"}
    other = olga.submit("/staff/people", **asked).location
    seen = olga.get(other).value("version")
    assert olga.submit(f"{other}/raise", version=seen, **PASSPORT).status == 409
    return lambda: olga.submit(f"{other}/holder")


@visit("POST /staff/people/{person}/grant", most=4, why=IN_THIS_ORDER)
def gives_a_role():
    return helps("grant", "admin", role="moderator", reason="works at the desk now")


@visit("POST /staff/people/{person}/revoke", most=4, why=IN_THIS_ORDER)
def takes_a_role():
    member()
    olga, record = at_a_record("admin")
    why = "works at the desk now"
    assert olga.submit(f"{record}/grant", role="moderator", reason=why).status == 303
    sessions.begin(Actor(record.rpartition("/")[2], level=1), at=clock.now())
    return lambda: olga.submit(f"{record}/revoke", taken="moderator", taken_for=why)
