"""The desk of those who help people with their accounts."""

import re
from dataclasses import replace

import pytest

from chalicelib import clock
from chalicelib.actors import Actor, Role, grants
from chalicelib.domain import accounts, places
from chalicelib.domain.accounts import Entry
from chalicelib.domain.applications import corrections, looking
from chalicelib.domain.appointments import listing as appointments
from chalicelib.domain.places import Address
from chalicelib.handlers.accounts import organisations_desk
from chalicelib.handlers.ballots import dispute_desk
from tests.cognito import PASSWORD, a_person, user_pool
from tests.factories import MONDAY
from tests.gateway import Browser
from tests.roundtrips import counted

ANNA = "anna@example.org"
HOUSE = Address("mannerheimintie-5", "Mannerheimintie", "5", 60.17, 24.94, "kluuvi")
NEXT_DOOR = Address("mannerheimintie-7", "Mannerheimintie", "7", 60.17, 24.94, "kluuvi")


PASSPORT = {"document": "passport", "country": "FI", "number": "PD 1234567"}


@pytest.fixture(autouse=True)
def pool(keys):
    places.keep([HOUSE, NEXT_DOOR])
    with user_pool():
        yield


@pytest.fixture
def anna():
    a_person(ANNA)
    return signed_in(ANNA)


def signed_in(email):
    browser = Browser()
    browser.get("/sign-in")
    assert browser.submit("/sign-in", email=email, password=PASSWORD).status == 303
    return browser


def test_a_person_sees_who_looked_at_the_record(anna):
    a_person("olga@example.org", "operator")
    olga = signed_in("olga@example.org")
    page = olga.submit("/staff/people", email=ANNA, purpose="verifying the residence")
    assert ANNA in olga.follow(page).text

    page = anna.get("/me/activity")

    assert "The record was looked at" in page.text
    assert "Operator" in page.text
    assert "verifying the residence" in page.text


def test_an_operator_raises_a_level_and_a_new_sign_in_carries_it(anna):
    anna.submit("/me/residence", address="mannerheimintie-5")
    birthday = {"born_on-day": "27", "born_on-month": "3", "born_on-year": "1984"}
    version = anna.get("/me/profile").value("version")
    anna.submit("/me/profile", language="en", version=version, **birthday)
    a_person("olga@example.org", "operator")
    olga = signed_in("olga@example.org")
    record = olga.submit("/staff/people", email=ANNA, purpose="verifying the residence").location

    seen = olga.get(record).value("version")
    page = olga.submit(f"{record}/raise", version=seen, note="")
    assert page.status == 422
    page = olga.follow(olga.submit(f"{record}/raise", version=seen, **PASSPORT))

    assert "level L2" in page.text
    assert anna.get("/me").status == 303
    words = "L2: the place of residence and date of birth were verified"
    assert words in signed_in(ANNA).get("/me").text


def test_who_moves_while_the_record_is_open_is_not_verified_at_an_address_nobody_compared(anna):
    anna.submit("/me/residence", address="mannerheimintie-5")
    birthday = {"born_on-day": "27", "born_on-month": "3", "born_on-year": "1984"}
    version = anna.get("/me/profile").value("version")
    anna.submit("/me/profile", language="en", version=version, **birthday)
    a_person("olga@example.org", "operator")
    olga = signed_in("olga@example.org")
    record = olga.submit("/staff/people", email=ANNA, purpose="verifying the residence").location
    seen = olga.get(record).value("version")
    anna.submit("/me/residence", address="mannerheimintie-7")

    page = olga.submit(f"{record}/raise", version=seen, **PASSPORT, note="window 4")

    assert page.status == 409
    assert "This record has changed since you opened it: look at it again" in page.text
    assert "Mannerheimintie 7" in page.text
    assert page.value("note") == "window 4"
    raised = olga.submit(f"{record}/raise", version=page.value("version"), **PASSPORT)
    assert raised.status == 303


def test_an_administrator_gives_a_role_which_counts_from_the_next_sign_in(anna):
    a_person("adam@example.org", "admin")
    adam = signed_in("adam@example.org")
    record = adam.submit("/staff/people", email=ANNA, purpose="giving her a role").location

    page = adam.follow(
        adam.submit(f"{record}/grant", role="operator", reason="order 17 of March 2")
    )

    assert "The role is given" in page.text
    assert anna.get("/me").status == 303
    anna = signed_in(ANNA)
    assert anna.get("/staff/people").status == 200
    assert "Operator. order 17 of March 2" in anna.get("/me/activity").text

    adam.submit(f"{record}/revoke", taken="operator", taken_for="has left the office")
    assert anna.get("/staff/people").status == 303


def test_a_role_that_is_taken_opens_no_door_to_a_token_from_before(anybody):
    person = a_person("olga@example.org", "auditor")
    a_person("adam@example.org", "admin")
    before = Browser(Actor(person, 1, grants(["auditor"])), since=int(clock.now().timestamp()))
    assert before.get("/api/v1/work/ballots").status == 200
    adam = signed_in("adam@example.org")
    asked = adam.submit("/staff/people", email="olga@example.org", purpose="she has left us")

    adam.submit(f"{asked.location}/revoke", taken="auditor", taken_for="has left the office")

    refused = before.get("/api/v1/work/ballots")
    assert (refused.status, refused.json["detail"]) == (403, "your role does not include this")
    assert before.get("/api/v1/me").status == 200
    afterwards = replace(before, since=before.since + 60)
    assert afterwards.get("/api/v1/work/ballots").status == 200  # the pool says what she is now


def test_a_token_of_a_resident_is_not_asked_after_and_one_of_an_officer_is():
    resident, officer = (Browser.of(Actor("olga", 1, grants(each))) for each in ([], ["auditor"]))

    with counted() as by_a_resident:
        assert resident.get("/api/v1/work/ballots").status == 403
    with counted() as by_an_officer:
        assert officer.get("/api/v1/work/ballots").status == 200

    assert by_a_resident == []
    assert by_an_officer[0] == "GetItem"


@pytest.mark.parametrize("why", ["", "no"])
def test_what_is_wrong_with_taking_a_role_is_not_told_where_one_is_given(why):
    a_person("adam@example.org", "admin")
    a_person("olga@example.org", "operator", "moderator.kluuvi")
    adam = signed_in("adam@example.org")
    opened = adam.submit("/staff/people", email="olga@example.org", purpose="taking a role")

    wrong = adam.submit(f"{opened.location}/revoke", taken="moderator.kluuvi", taken_for=why)

    assert wrong.status == 422
    assert 'href="#taken_for"' in wrong.body
    assert "error" not in wrong.body.partition('id="roles"')[2].partition('id="take"')[0]
    assert re.search(r'value="moderator.kluuvi"\s+checked', wrong.body)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.RESIDENT, Role.SYSTEM}))
def test_staff_find_their_desks_before_all_else_and_may_enter_each(role):
    a_person("staff@example.org", role)
    browser = signed_in("staff@example.org")
    page = browser.get("/me").body
    first = page.index('id="staff"')
    desks = re.findall(r'href="(/[^"]+)"', page[first : page.index("</ul>", first)])

    assert first < page.index('id="account"')
    assert desks
    for desk in desks:
        assert (desk, browser.get(desk).status) == (desk, 200)
        assert f'service-navigation__link" href="{desk}"' in page or desk == "/work/meters"


@pytest.mark.parametrize(
    "purpose",
    [
        appointments.PURPOSE,
        corrections.PURPOSE,
        dispute_desk.PURPOSE,
        looking.PURPOSE,
        organisations_desk.PURPOSE,
    ],
)
def test_what_a_door_itself_says_it_looked_for_people_read_in_their_language(purpose):
    said = purpose % {"reference": "X-17"}
    entry = Entry(MONDAY, "account.read", "operator", None, None, said)

    in_english, in_russian = (accounts.reason(entry, language) for language in ("en", "ru"))

    assert in_english == said[:1].upper() + said[1:]
    assert re.fullmatch(r"[А-Я][а-яё ]+ X-17[^a-zA-Z]*", in_russian)


def test_what_an_officer_says_stays_as_they_wrote_it():
    said = "appointment at window 4, with a passport"
    entry = Entry(MONDAY, "account.read", "operator", None, None, said)

    assert accounts.reason(entry, "ru") == said


def test_nobody_changes_their_own_roles_or_level():
    person = a_person("adam@example.org", "admin", "operator")
    adam = signed_in("adam@example.org")
    adam.submit("/staff/people", email="adam@example.org", purpose="looking at myself")
    record = f"/staff/people/{person}"

    page = adam.get(record)

    assert "This is your own account" in page.text
    assert adam.submit(f"{record}/grant", role="auditor", reason="it suits me").status == 403
    assert adam.submit(f"{record}/raise", version="1", **PASSPORT).status == 403


def test_residents_have_no_business_at_the_desk(anna):
    assert anna.get("/staff/people").status == 403
    assert anna.submit("/staff/people", email=ANNA, purpose="curiosity, nothing else").status == 403
