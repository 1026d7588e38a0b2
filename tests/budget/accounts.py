"""Visits to accounts: coming in, and one's own data."""

from typing import Any
from unittest.mock import patch

from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain import accounts, sessions
from chalicelib.domain.accounts import Changes, new_email
from chalicelib.models.person import NewEmail
from chalicelib.outbound import identity
from tests.budget.visits import Visit, visit
from tests.cognito import PASSWORD, a_person
from tests.gateway import Browser
from tests.homes import HOUSES
from tests.reporting import signed_in

EMAIL, CODE = "anna@example.org", "123456"
NEW = "a password that is another"


def member() -> Actor:
    """Anna, who has an account, an address and sessions on three devices."""
    anna = Actor(a_person(EMAIL), level=1)
    accounts.open(anna.id, email=EMAIL, language="en", at=clock.now())
    birthday = Changes(born_on="1984-03-27", address=HOUSES[0].id)
    accounts.change(birthday, by=anna, at=clock.now())
    for _ in range(3):
        sessions.begin(anna, at=clock.now())
    return anna


def opens(address: str) -> Visit:
    anna = signed_in(member())
    return lambda: anna.get(address)


def does(address: str, /, **fields: Any) -> Visit:
    anna = signed_in(member())
    return lambda: anna.submit(address, **fields)


def before_signing_in(address: str, **fields: Any) -> Visit:
    """In a browser that still holds the cookie of a session that is over."""
    member()
    browser = Browser(cookies={"__Host-session": "long-ago"})
    return lambda: browser.submit(address, **fields) if fields else browser.get(address)


@visit("GET /sign-up")
def thinks_of_an_account():
    return before_signing_in("/sign-up")


@visit("POST /sign-up")
def signs_up():
    return before_signing_in("/sign-up", email="boris@example.org", password=PASSWORD)


@visit("GET /sign-up/confirm")
def is_asked_for_the_code():
    return before_signing_in("/sign-up/confirm")


@visit("POST /sign-up/confirm")
def confirms():
    identity.sign_up("boris@example.org", PASSWORD)
    return before_signing_in("/sign-up/confirm", email="boris@example.org", code=CODE)


@visit("POST /sign-up/resend")
def asks_for_another_code():
    run = before_signing_in("/sign-up/resend", email=EMAIL)

    def resend():
        with patch.object(identity, "resend"):  # the fake pool knows nothing of it
            return run()

    return resend


@visit("GET /sign-in")
def comes_to_sign_in():
    return before_signing_in("/sign-in")


@visit("POST /sign-in")
def signs_in():
    return before_signing_in("/sign-in", email=EMAIL, password=PASSWORD)


@visit("POST /sign-out")
def signs_out():
    return does("/sign-out")


@visit("POST /sign-out-everywhere")
def signs_out_everywhere():
    return does("/sign-out-everywhere")


@visit("GET /forgot-password")
def has_forgotten():
    return before_signing_in("/forgot-password")


@visit("POST /forgot-password")
def asks_for_a_new_password():
    return before_signing_in("/forgot-password", email=EMAIL)


@visit("GET /forgot-password/confirm")
def is_asked_for_a_new_password():
    return before_signing_in("/forgot-password/confirm")


@visit("POST /forgot-password/confirm")
def chooses_a_new_password():
    ready = before_signing_in("/forgot-password/confirm", email=EMAIL, code="654321", password=NEW)
    identity.forgot(EMAIL)
    return ready


@visit("GET /me")
def opens_the_account():
    return opens("/me")


@visit("GET /me/profile")
def opens_the_profile():
    return opens("/me/profile")


@visit("POST /me/profile")
def changes_the_profile():
    anna = signed_in(member())
    version = anna.get("/me/profile").value("version")
    return lambda: anna.submit("/me/profile", language="ru", version=version, name="Anna")


@visit("GET /me/residence")
def looks_for_a_house_that_the_street_does_not_have():
    return opens("/me/residence?q=Mannerheimintie+99")


@visit("POST /me/residence")
def moves():
    return does("/me/residence", address=HOUSES[1].id)


def with_another_email() -> Actor:
    """Anna, who waits for the code that was sent to her new address."""
    anna = member()
    NewEmail(
        anna.id,
        email="new@example.org",
        code=new_email._hash(anna.id, CODE),
        expires_at=clock.now() + new_email.LASTS,
    ).save()
    return anna


@visit("GET /me/email")
def opens_the_address():
    anna = signed_in(with_another_email())
    return lambda: anna.get("/me/email")


@visit("POST /me/email")
def wants_another_address():
    return does("/me/email", email="new@example.org")


@visit("POST /me/email/confirm", most=4, why="the try is counted before the code is read")
def enters_the_code():
    anna = signed_in(with_another_email())
    return lambda: anna.submit("/me/email/confirm", code=CODE)


@visit("GET /me/activity")
def reads_what_was_done():
    return opens("/me/activity")


@visit("GET /me/data")
def opens_the_data():
    return opens("/me/data")


@visit(
    "POST /me/data",
    most=31,
    why="once a day it reads all that every system knows of the person, and the file is there",
)
def orders_the_data():
    return does("/me/data")


@visit("GET /me/data/file")
def fetches_the_data():
    anna = signed_in(member())
    anna.submit("/me/data")
    return lambda: anna.get("/me/data/file")


@visit("GET /me/delete")
def thinks_of_leaving():
    return opens("/me/delete")


@visit("POST /me/delete")
def asks_to_leave():
    return does("/me/delete")


@visit("POST /me/delete/cancel")
def stays():
    anna = signed_in(member())
    anna.submit("/me/delete")
    return lambda: anna.submit("/me/delete/cancel")
