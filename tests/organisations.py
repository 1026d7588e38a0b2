"""Organisations and their people, in tests of who may do what in whose name."""

from datetime import datetime, timedelta

from chalicelib.actors import Actor
from chalicelib.domain import organisations
from chalicelib.domain.organisations import Invitation, NewOrganisation, Organisation, Role
from chalicelib.domain.organisations.keeping import Whole
from chalicelib.models.organisation import OrganisationEvent
from tests.factories import MONDAY, a_resident, an_officer

NUMBERS = ("7654321-2", "2468013-5", "3210987-9")
ANNA, BORIS, CLARA = (a_resident(name) for name in ("anna", "boris", "clara"))
OLGA = an_officer("operator", "olga")
DAY = timedelta(days=1)
REASON = "no document was shown"


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


def whole(organisation: str) -> Whole:
    """As an operator sees it."""
    return organisations.case(organisation, by=OLGA)


def roles(organisation: str) -> dict[str, str]:
    return {member.person: member.role for member in whole(organisation).members}


def events(organisation: str) -> list[OrganisationEvent]:
    """The oldest first."""
    return list(reversed(whole(organisation).history))


def event(organisation: str, kind: str) -> OrganisationEvent:
    """The one that there is of this kind."""
    (found,) = [each for each in events(organisation) if each.kind == f"organisation.{kind}"]
    return found


def kinds(organisation: str) -> list[str]:
    return [event.kind.removeprefix("organisation.") for event in events(organisation)]


def version(organisation: str) -> int:
    return int(whole(organisation).head.version)
