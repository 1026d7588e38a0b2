"""Visits of who acts for an organisation, and of operators who confirm them."""

from typing import Any

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import accounts
from tests.budget.visits import Visit, visit
from tests.cognito import a_person
from tests.gateway import Browser
from tests.organisations import NUMBERS, OLGA, claimed, confirmed, email_of, invited, join
from tests.reporting import signed_in

BY_ADDRESS = "an invitation is for an address, which the account knows, then it is decided on"
IN_BROWSERS = "after the act, the browsers of who acts for it are looked through"
READ_FIRST = "whose record an operator opens, and what for, is written down before it is opened"


def a_member(name: str = "anna") -> Actor:
    person = Actor(name, level=1)
    accounts.open(name, email=email_of(person), language="en", at=clock.now())
    return person


def anna() -> Browser:
    return signed_in(a_member())


def olga() -> Browser:
    return signed_in(OLGA)


def at_kulma(*, waiting: bool = False) -> str:
    """An organisation of Anna's, and Boris with her in it; the address of its page."""
    if waiting:
        return f"/me/organisations/{claimed(at=clock.now()).id}"
    organisation = confirmed(at=clock.now())
    join(organisation, a_member("boris"), at=clock.now())
    return f"/me/organisations/{organisation}"


def at_the_desk(what: str, **fields: Any) -> Visit:
    browser, here = olga(), at_kulma(waiting=True).replace("/me/", "/staff/")
    return lambda: browser.submit(f"{here}/{what}", version=1, **fields)


@visit(
    "GET /me/organisations",
    most=5,
    why="the address of the account, what is indexed under it and under the person, then all of it",
)
def looks_at_their_organisations():
    browser = anna()
    at_kulma()
    organisation = confirmed(Actor("clara", 1), NUMBERS[1], at=clock.now())
    invited(organisation, Actor("anna", 1), by=Actor("clara", 1), at=clock.now())
    return lambda: browser.get("/me/organisations")


@visit("GET /me/organisations/new")
def thinks_of_entering_one():
    browser = anna()
    return lambda: browser.get("/me/organisations/new")


@visit("POST /me/organisations/new")
def enters_one():
    browser = anna()
    new = {"number": NUMBERS[0], "name": "Kulma Oy", "address": "Mikonkatu 18"}
    return lambda: browser.submit("/me/organisations/new", **new)


@visit("GET /me/organisations/{id}")
def looks_at_one():
    browser, page = anna(), at_kulma()
    return lambda: browser.get(page)


@visit("POST /me/organisations/{id}", most=6, why=IN_BROWSERS)
def moves_it():
    browser, page = anna(), at_kulma()
    version = browser.get(page).value("version")
    return lambda: browser.submit(page, version=version, name="Kulma Oy", address="Here 1")


@visit("GET /me/organisations/{id}/invitations")
def thinks_of_inviting():
    browser, page = anna(), at_kulma()
    return lambda: browser.get(f"{page}/invitations")


@visit("POST /me/organisations/{id}/invitations")
def invites():
    browser, page = anna(), at_kulma()
    who = {"email": "clara@example.org", "role": "owner", "language": "en"}
    return lambda: browser.submit(f"{page}/invitations", **who)


def with_an_invitation() -> tuple[Browser, str]:
    page, clara = at_kulma(), a_member("clara")
    organisation = page.rpartition("/")[2]
    invitation = invited(organisation, clara, at=clock.now())
    return signed_in(clara), f"{page}/invitations/{invitation.id}"


@visit("GET /me/organisations/{id}/invitations/{invitation}")
def reads_an_invitation():
    browser, here = with_an_invitation()
    return lambda: browser.get(here)


@visit("POST /me/organisations/{id}/invitations/{invitation}", most=4, why=BY_ADDRESS)
def accepts():
    browser, here = with_an_invitation()
    return lambda: browser.submit(here, answer="accept")


@visit("GET /me/organisations/{id}/members/{person}")
def looks_at_a_member():
    browser, page = anna(), at_kulma()
    return lambda: browser.get(f"{page}/members/boris")


@visit("POST /me/organisations/{id}/members/{person}", most=6, why=IN_BROWSERS)
def removes_a_member():
    browser, page = anna(), at_kulma()
    boris = signed_in(Actor("boris", 1))
    boris.submit("/me/acting", organisation=page.rpartition("/")[2])
    return lambda: browser.submit(f"{page}/members/boris", act="remove")


@visit("POST /me/acting")
def acts_for_it():
    browser, page = anna(), at_kulma()
    return lambda: browser.submit("/me/acting", organisation=page.rpartition("/")[2])


@visit("GET /staff/organisations")
def looks_at_what_waits():
    browser = olga()
    at_kulma(waiting=True)
    return lambda: browser.get("/staff/organisations")


@visit("GET /staff/organisations/{id}")
def looks_at_one_that_waits():
    browser, here = olga(), at_kulma(waiting=True).replace("/me/", "/staff/")
    return lambda: browser.get(here)


@visit("POST /staff/organisations/{id}/person")
def opens_the_record_of_a_member():
    return at_the_desk("person", person="anna")


@visit("POST /staff/organisations/{id}/confirm", most=4, why=IN_BROWSERS)
def confirms_it():
    return at_the_desk("confirm", paper="register")


@visit("POST /staff/organisations/{id}/refuse", most=4, why=IN_BROWSERS)
def refuses_it():
    return at_the_desk("refuse", reason="no document was shown")


@visit("POST /staff/organisations/{id}/close", most=5, why=IN_BROWSERS)
def closes_it():
    browser, here = olga(), at_kulma().replace("/me/", "/staff/")
    version = browser.get(here).value("version")
    reason = "struck off the register"
    return lambda: browser.submit(f"{here}/close", version=version, reason=reason)


@visit("POST /staff/organisations/{id}/appoint", most=5, why=READ_FIRST)
def appoints_an_owner():
    browser, here = olga(), at_kulma().replace("/me/", "/staff/")
    a_person("dora@example.org")
    version = browser.get(here).value("version")
    who = {"email": "dora@example.org", "paper": "minutes", "version": version}
    return lambda: browser.submit(f"{here}/appoint", **who)
