"""Organisations and their people, in tests of who may do what in whose name."""

from datetime import datetime

from chalicelib.actors import Actor
from chalicelib.domain import organisations
from chalicelib.domain.organisations import Invitation, NewOrganisation, Organisation, Role
from tests.factories import MONDAY, a_resident, an_officer

NUMBERS = ("7654321-2", "2468013-5", "3210987-9")
ANNA, BORIS, CLARA = (a_resident(name) for name in ("anna", "boris", "clara"))
OLGA = an_officer("operator", "olga")


def claimed(
    by: Actor = ANNA, number: str = NUMBERS[0], name: str = "Kulma Oy", at: datetime = MONDAY
) -> Organisation:
    new = NewOrganisation(number, name, "Mikonkatu 18, Helsinki")
    return organisations.found(new, by=by, at=at)


def confirm(organisation: str, *, by: Actor = OLGA, at: datetime = MONDAY) -> None:
    version = int(organisations.case(organisation, by=OLGA).head.version)
    organisations.confirm(organisation, paper="register", note="", version=version, by=by, at=at)


def confirmed(by: Actor = ANNA, number: str = NUMBERS[0], at: datetime = MONDAY) -> str:
    """The id of an organisation that can act."""
    organisation = claimed(by, number, at=at).id
    confirm(organisation, at=at)
    return str(organisation)


def email_of(person: Actor) -> str:
    return f"{person.id}@example.org"


def invited(
    organisation: str,
    person: Actor,
    role: Role = Role.SIGNATORY,
    *,
    by: Actor = ANNA,
    at: datetime = MONDAY,
) -> Invitation:
    return organisations.invite(
        organisation, email=email_of(person), role=role, language="en", by=by, at=at
    )


def join(
    organisation: str,
    person: Actor,
    role: Role = Role.SIGNATORY,
    *,
    by: Actor = ANNA,
    at: datetime = MONDAY,
) -> None:
    invitation = invited(organisation, person, role, by=by, at=at)
    organisations.accept(organisation, invitation.id, email=email_of(person), by=person, at=at)
