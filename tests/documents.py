"""People with documents, and the operator who writes these down."""

from datetime import timedelta

from chalicelib.actors import Actor
from chalicelib.domain import accounts
from chalicelib.domain.accounts import Changes
from chalicelib.models.person import PersonEvent
from tests.cognito import a_person
from tests.factories import MONDAY, an_officer
from tests.homes import HOUSES

NUMBER = "PD 1234567"
OLGA, ADAM = an_officer("operator", "olga"), an_officer("admin", "adam")
CLOSE = MONDAY + timedelta(days=9)  # of the last ballot that is open


def somebody(name):
    """Who has said where they live and when they were born."""
    person = a_person(f"{name}@example.org")
    accounts.own(Actor(person, 1), language="en", at=MONDAY)
    said = Changes(address=HOUSES[0].id, born_on="1984-03-27")
    accounts.change(said, by=Actor(person, 1), at=MONDAY)
    return person


def raise_(person, number=NUMBER, *, document="passport", country=None, by=OLGA, at=MONDAY):
    accounts.raise_level(
        person,
        version=accounts.profile(person).version,
        document=document,
        number=number,
        country=country,
        note="",
        by=by,
        at=at,
    )


def lower(person, *, until=None):
    accounts.lower_level(
        person,
        version=accounts.profile(person).version,
        reason="has moved away",
        by=OLGA,
        at=MONDAY,
        until=until,
    )


def leave(person, *, until=None, at=MONDAY):
    accounts.ask_to_leave(by=Actor(person, 2), at=at - timedelta(days=14))
    assert accounts.begin_deletions(at=at) == 1
    accounts.forget(person, at=at, until=until)


def events(person, kind):
    found = PersonEvent.query(person, PersonEvent.part.startswith("event#"))
    return [event for event in found if event.kind == f"account.{kind}"]


def level(person):
    return accounts.profile(person).level
