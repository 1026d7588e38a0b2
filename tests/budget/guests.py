"""Visits of people who apply before they have an account."""

from chalicelib import clock
from chalicelib.domain import sessions
from chalicelib.domain.applications import drafts, guest_letters
from chalicelib.edge import cookies
from tests.applying import ANNA, an_account
from tests.budget.applying import SERVICE
from tests.budget.visits import visit
from tests.gateway import Browser

READER = "vera@example.org"


def a_guest() -> tuple[Browser, str]:
    """Somebody at what they have begun; its address."""
    guest = Browser()
    begun = guest.submit(f"/services/{SERVICE}/guest").location
    return guest, begun.rpartition("/")[0]


def signed_in() -> tuple[Browser, str]:
    an_account()
    guest, here = a_guest()
    guest.cookies[cookies.SESSION] = sessions.begin(ANNA, at=clock.now())
    return guest, here


@visit("POST /services/{code}/guest")
def begins_without_an_account():
    guest = Browser()
    return lambda: guest.submit(f"/services/{SERVICE}/guest")


@visit("GET /apply/{draft}/letter")
def is_asked_where_to_send_the_link():
    guest, here = a_guest()
    return lambda: guest.get(f"{here}/letter")


@visit("POST /apply/{draft}/letter")
def has_the_link_sent():
    guest, here = a_guest()
    return lambda: guest.submit(f"{here}/letter", email=READER)


@visit("GET /apply/{draft}/resume")
def is_asked_for_the_code():
    _, here = a_guest()
    return lambda: Browser().get(f"{here}/resume?link=x")


@visit("POST /apply/{draft}/resume")
def goes_on_elsewhere():
    _, here = a_guest()
    number, at = here.removeprefix("/apply/"), clock.now()
    draft = drafts.known(number)
    assert draft
    code = guest_letters.send(draft, READER, language="en", source="0f", at=at)
    kept = drafts.known(number)
    assert kept
    link, phone = kept.letter["link"], Browser()
    return lambda: phone.submit(f"{here}/resume", link=link, code=code)


@visit("GET /apply/{draft}/adopt")
def reads_whose_it_becomes():
    guest, here = signed_in()
    return lambda: guest.get(f"{here}/adopt")


@visit("POST /apply/{draft}/adopt")
def makes_it_their_own():
    guest, here = signed_in()
    return lambda: guest.submit(f"{here}/adopt")
