"""Opening an account, coming in, and keeping others out."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_string

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.actors import Actor, Grant, Role
from chalicelib.domain import accounts, places
from chalicelib.domain.accounts import Changes
from chalicelib.domain.places import Address
from chalicelib.errors import Conflict, Invalid, NotFound, TooMany
from chalicelib.models.person import Person, PersonEvent
from chalicelib.outbound import identity
from tests.cognito import PASSWORD, a_person, user_pool
from tests.factories import MONDAY

ANNA = "anna@example.org"
HOUSE = Address("katu-1", "Katu", "1", 60.17, 24.94, "kluuvi")


@pytest.fixture(autouse=True)
def pool(tables):
    with user_pool():
        yield


def sign_in(email=ANNA, password=PASSWORD, *, at=MONDAY):
    return accounts.sign_in(email, password, language="ru", at=at)


def anna():
    a_person(ANNA)
    return sign_in()


def code_for(email, by, *, at=MONDAY):
    """Ask for another address; the letter that goes there."""
    address = accounts.ask_for_email(email, by=by, at=at)
    return address, re.search(r"\d{6}", letters()[-1])[0]


def letters():
    """The letters that went out, as they are written."""
    sent = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    return [message_from_string(letter.raw_data)["Subject"] for letter in sent]


def kinds(person):
    return [entry.kind for entry in accounts.log(person).entries]


def test_somebody_signs_up_confirms_the_address_and_signs_in():
    accounts.sign_up(" Anna@Example.org ", PASSWORD, at=MONDAY)
    assert sign_in() is None

    accounts.confirm(ANNA, "123456", at=MONDAY)
    actor = sign_in()

    assert (actor.level, actor.grants) == (1, frozenset())
    profile = accounts.profile(actor.id)
    assert (profile.email, profile.language, profile.opened_at) == (ANNA, "ru", MONDAY)
    assert kinds(actor.id) == ["account.opened"]


def test_a_second_sign_in_opens_nothing_new():
    first, second = anna(), sign_in(at=MONDAY + timedelta(days=1))

    assert first == second
    assert kinds(first.id) == ["account.opened"]


def test_opening_twice_at_once_opens_one_account(one_at_a_time):
    def opened(_):
        return accounts.open("anna", email=ANNA, language="en", at=MONDAY).id

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(opened, range(4))) == {"anna"}
    assert kinds("anna") == ["account.opened"]


def test_signing_up_again_before_the_code_was_used_counts_the_last_password():
    accounts.sign_up(ANNA, "somebody else's guess", at=MONDAY)

    accounts.sign_up(ANNA, PASSWORD, at=MONDAY)
    accounts.confirm(ANNA, "123456", at=MONDAY)

    assert sign_in()
    with pytest.raises(Invalid):
        sign_in(password="somebody else's guess")  # noqa: S106


def test_signing_up_with_an_address_that_is_taken_changes_nothing_and_says_nothing():
    before = anna()

    assert accounts.sign_up(ANNA, "another password", at=MONDAY) == ANNA

    assert sign_in() == before


def test_a_wrong_password_and_an_unknown_address_are_told_alike():
    anna()
    with pytest.raises(Invalid) as wrong:
        sign_in(password="not the password")  # noqa: S106
    with pytest.raises(Invalid) as unknown:
        sign_in("nobody@example.org")

    assert wrong.value.message == unknown.value.message
    assert wrong.value.fields == unknown.value.fields


@pytest.mark.parametrize(
    "email", ["", "anna", "anna@", "a b@example.org", "@example.org", "ё" * 300]
)
def test_what_is_no_address_is_refused_by_name(email):
    with pytest.raises(Invalid) as error:
        accounts.sign_up(email, PASSWORD, at=MONDAY)

    assert set(error.value.fields) == {"email"}


def test_after_ten_wrong_passwords_even_the_right_one_has_to_wait():
    anna()
    for _ in range(10):
        with pytest.raises(Invalid):
            sign_in(password="not the password")  # noqa: S106

    with pytest.raises(TooMany) as error:
        sign_in()

    assert 0 < error.value.retry_after <= 15 * 60
    assert sign_in(at=MONDAY + timedelta(minutes=15))


def test_right_passwords_are_not_counted():
    anna()

    assert all(sign_in() for _ in range(12))


def test_letters_with_codes_are_sent_a_few_times_only():
    for _ in range(5):
        accounts.forgot(ANNA, at=MONDAY)

    with pytest.raises(TooMany):
        accounts.forgot(ANNA, at=MONDAY)


def test_a_forgotten_password_is_replaced():
    anna()
    accounts.forgot(ANNA, at=MONDAY)

    accounts.reset(ANNA, "654321", "a new long password", at=MONDAY)

    assert sign_in(password="a new long password")  # noqa: S106
    with pytest.raises(Invalid):
        sign_in()


def test_nobody_learns_by_a_forgotten_password_who_has_an_account():
    assert accounts.forgot("nobody@example.org", at=MONDAY) == "nobody@example.org"
    with pytest.raises(Invalid):
        accounts.reset("nobody@example.org", "654321", "a new long password", at=MONDAY)


def test_staff_come_in_with_their_roles():
    a_person(ANNA, "agency.lighting")

    assert sign_in().grants == {Grant(Role.AGENCY, "lighting")}


def test_an_account_that_came_by_the_api_first_is_opened_then():
    person = a_person(ANNA)

    profile = accounts.own(Actor(person, 1), language="en", at=MONDAY)

    assert (profile.email, profile.language) == (ANNA, "en")
    with pytest.raises(NotFound):
        accounts.own(Actor("nobody", 1), language="en", at=MONDAY)


def test_a_profile_is_changed_and_what_is_left_out_stays():
    by = anna()
    places.keep([HOUSE])

    accounts.change(Changes(name=" Anna ", phone="+358 1", address=HOUSE.id), by=by, at=MONDAY)
    later = MONDAY + timedelta(minutes=1)
    profile = accounts.change(Changes(phone="", language="en"), by=by, at=later)

    assert profile == accounts.profile(by.id)
    assert (profile.name, profile.phone, profile.language) == ("Anna", None, "en")
    assert (profile.address, profile.district, profile.version) == ("Katu 1", "kluuvi", 3)
    changed = [
        e.facts for e in PersonEvent.query(by.id) if getattr(e, "kind", "") == "account.changed"
    ]
    assert changed == [
        {"fields": "address,district,name,phone,residence,street"},
        {"fields": "language,phone"},
    ]


def test_a_date_of_birth_is_stated_and_taken_back():
    by = anna()

    born = accounts.change(Changes(born_on="2026-03-02"), by=by, at=MONDAY).born_on
    gone = accounts.change(Changes(born_on=""), by=by, at=MONDAY).born_on

    assert (born, gone) == (MONDAY.date(), None)


def test_changing_nothing_writes_nothing():
    by = anna()

    accounts.change(Changes(language="ru", name=""), by=by, at=MONDAY)

    assert kinds(by.id) == ["account.opened"]


def test_two_who_change_the_same_version_are_told():
    by = anna()
    seen = accounts.profile(by.id).version
    accounts.change(Changes(name="Anna"), by=by, at=MONDAY, version=seen)

    with pytest.raises(Conflict):
        accounts.change(Changes(name="Other"), by=by, at=MONDAY, version=seen)


def test_a_change_that_overtakes_another_is_not_overwritten(monkeypatch):
    by = anna()
    stale = Person.get(by.id, "person")
    accounts.change(Changes(name="Anna"), by=by, at=MONDAY)
    monkeypatch.setattr("chalicelib.domain.accounts.keeping.find", lambda person: stale)

    with pytest.raises(Conflict):
        accounts.change(Changes(name="Other"), by=by, at=MONDAY)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Changes(address="nowhere-1"), "address"),
        (Changes(language="tlh"), "language"),
        (Changes(born_on="27.03.1984"), "born_on"),
        (Changes(born_on="2026-03-03"), "born_on"),  # tomorrow
        (Changes(born_on="1895-12-31"), "born_on"),
    ],
)
def test_what_cannot_be_is_refused_by_name(wanted, field):
    by = anna()

    with pytest.raises(Invalid) as error:
        accounts.change(wanted, by=by, at=MONDAY)

    assert set(error.value.fields) == {field}


def test_contacts_leave_out_who_cannot_be_reached():
    by = anna()

    found = accounts.contacts([by.id, "nobody", by.id])

    assert {person: contact.email for person, contact in found.items()} == {by.id: ANNA}


def test_a_new_address_counts_once_its_code_is_repeated():
    by = anna()
    address, code = code_for("New@Example.org", by)
    assert accounts.waiting_email(by.id, at=MONDAY) == address == "new@example.org"

    accounts.confirm_email(code, by=by, at=MONDAY)

    assert accounts.profile(by.id).email == "new@example.org"
    assert sign_in("new@example.org") == by
    assert accounts.waiting_email(by.id, at=MONDAY) is None
    assert "account.email_changed" in kinds(by.id)


def test_a_wrong_or_old_code_changes_no_address():
    by = anna()
    _, code = code_for("new@example.org", by)

    with pytest.raises(Invalid):
        accounts.confirm_email("no code", by=by, at=MONDAY)
    with pytest.raises(Invalid):
        accounts.confirm_email(code, by=by, at=MONDAY + timedelta(minutes=31))

    assert accounts.profile(by.id).email == ANNA


def test_a_code_cannot_be_guessed_by_trying():
    by = anna()
    _, code = code_for("new@example.org", by)
    for _ in range(10):
        with pytest.raises(Invalid):
            accounts.confirm_email("wrong", by=by, at=MONDAY)

    with pytest.raises(TooMany):
        accounts.confirm_email(code, by=by, at=MONDAY)


def test_an_address_somebody_else_has_cannot_be_taken():
    a_person("boris@example.org")
    by = anna()
    _, code = code_for("boris@example.org", by)

    with pytest.raises(Invalid) as error:
        accounts.confirm_email(code, by=by, at=MONDAY)

    assert set(error.value.fields) == {"email"}
    assert identity.find(by.id).email == ANNA
