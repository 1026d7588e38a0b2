"""Initiatives that exist before a test begins, and people who live where they may sign."""

from datetime import timedelta
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain import initiatives
from chalicelib.domain.initiatives import Initiative, NewInitiative
from chalicelib.models.person import HEAD, Person
from tests.ballots import a_voter
from tests.factories import MONDAY, an_officer

AGENCY, DISTRICT = "parks", "kluuvi"
MODERATOR = an_officer(f"moderator.{DISTRICT}", "moderator")
AGENT = an_officer(f"agency.{AGENCY}", "agent")
LEADER = an_officer(f"facilitator.{AGENCY}", "leader")
TITLE = "Benches in the courtyard"
TEXT = "There is nowhere to sit between the three houses, and many old people live here."
ANSWER = "We put six benches there in May, two before each house, and paint them green: " + "*" * 40
WHY_ASKED = "Half of the neighbours want benches there and half a place for their cars: " + "*" * 40
REASON = "Please say which courtyard you mean."
AFTER = MONDAY + timedelta(days=92)  # when the time for signing is over
YARD = "annankatu-23"  # one of three houses around a courtyard


def neighbour(name: str = "anna", house: str = YARD, **given: Any) -> Actor:
    """Somebody who lives there, as an officer has seen in a document."""
    actor = a_voter(name, house=house, **given)
    person = Person.get(name, HEAD)
    name_of_street, number = house.split("-")
    person.residence = f"{name_of_street.title()} {number}"
    person.street = f"street.{name_of_street}"
    person.save()
    return actor


def sent(scope: str = "courtyard", by: str = "anna", **given: Any) -> Initiative:
    new = NewInitiative(TITLE, TEXT, scope)
    return initiatives.open(new, by=neighbour(by), at=given.get("at", MONDAY))


def collecting(scope: str = "courtyard", at: Any = MONDAY) -> Initiative:
    return initiatives.publish(sent(scope, at=at).id, AGENCY, by=MODERATOR, at=at)


def signed(initiative: Initiative, people: int, at: Any = MONDAY) -> list[Actor]:
    """So many neighbours have signed; nobody has counted them yet."""
    crowd = [neighbour(f"neighbour-{n}") for n in range(people)]
    for one in crowd:
        initiatives.sign(initiative.id, by=one, at=at)
    return crowd


def reached(at: Any = MONDAY) -> Initiative:
    initiative = collecting(at=at)
    signed(initiative, 10, at=at)
    initiatives.count(initiative.id, at=at)
    return initiatives.find(initiative.id)
