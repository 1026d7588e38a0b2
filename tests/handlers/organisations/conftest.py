"""People with accounts, browsers and programs; one of them enters an organisation."""

import pytest

from chalicelib.actors import Actor, grants
from chalicelib.domain import accounts
from tests.cognito import a_person, user_pool
from tests.factories import MONDAY
from tests.gateway import Browser
from tests.organisations import NUMBERS, confirm
from tests.reporting import signed_in

NEW = {"number": NUMBERS[0], "name": "Kulma Oy", "address": "Mikonkatu 18, Helsinki"}
REASON = "no document was shown"


@pytest.fixture(autouse=True)
def pool(tables):
    with user_pool():
        yield


class Person:
    """With an account, a browser, and a program."""

    def __init__(self, name, *groups):
        self.email = f"{name}@example.org"
        self.id = a_person(self.email, *groups)
        self.actor = Actor(self.id, 1, grants(groups))
        accounts.open(self.id, email=self.email, language="en", at=MONDAY)
        self.browser = signed_in(self.actor)
        self.program = Browser.of(self.actor)


@pytest.fixture
def anna():
    return Person("anna")


@pytest.fixture
def boris():
    return Person("boris")


@pytest.fixture
def olga():
    return Person("olga", "operator")


def entered(person):
    return person.browser.submit("/me/organisations/new", **NEW).location


def confirmed(person):
    page = entered(person)
    confirm(page.rpartition("/")[2])
    return page


def invite(page, owner, person, role="signatory"):
    """The address of the page on which the invitation is answered."""
    sent = owner.browser.submit(f"{page}/invitations", email=person.email, role=role, language="en")
    assert sent.status == 303, sent.text
    mine = person.browser.get("/me/organisations").body
    start = mine.index(f"{page}/invitations/")
    return mine[start : mine.index('"', start)]


def join(page, owner, person, role="signatory"):
    answered = person.browser.submit(invite(page, owner, person, role), answer="accept")
    assert answered.location == page, answered.text


def act_for(page, person):
    organisation = page.rpartition("/")[2]
    return person.browser.submit("/me/acting", organisation=organisation, next=page)
