"""What people say of themselves in their accounts, and the address that they have."""

import re
from datetime import timedelta
from email import message_from_string

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.domain import accounts, places
from chalicelib.domain.accounts import Changes
from chalicelib.domain.places import Address
from chalicelib.errors import Conflict, Invalid, TooMany
from chalicelib.models.person import Person, PersonEvent
from chalicelib.outbound import identity
from tests.cognito import ANNA, a_person, anna, kinds, sign_in
from tests.factories import MONDAY

pytestmark = pytest.mark.usefixtures("pool")

HOUSE = Address("katu-1", "Katu", "1", 60.17, 24.94, "kluuvi")


def code_for(email, by, *, at=MONDAY):
    """Ask for another address; the letter that goes there."""
    address = accounts.ask_for_email(email, by=by, at=at)
    return address, re.search(r"\d{6}", letters()[-1])[0]


def letters():
    """The letters that went out, as they are written."""
    sent = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    return [message_from_string(letter.raw_data)["Subject"] for letter in sent]


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


def test_an_address_that_was_changed_past_the_portal_is_told_in_the_inbox_and_at_both():
    by = anna()
    identity.change_email(by.id, "new@example.org")

    assert sign_in("new@example.org") == by

    changed, left = told(by.id)
    assert (changed.kind, left.kind) == ("account.email_changed", "account.email_left")
    assert changed.concerns == left.concerns == {by.id}
    assert ANNA not in str(left.attribute_values)
    assert accounts.contacts([by.id])[by.id].email == "new@example.org"
    former = accounts.former_contact(by.id, left.facts["address"], at=MONDAY)
    assert (former.email, former.language) == (ANNA, "ru")
    later = MONDAY + timedelta(days=14)
    assert accounts.former_contact(by.id, left.facts["address"], at=later) is None


def test_who_changes_it_twice_keeps_neither_address_from_hearing_of_it():
    by = anna()
    for email in ("second@example.org", "third@example.org"):
        identity.change_email(by.id, email)
        assert sign_in(email)

    left = [event.facts["address"] for event in told(by.id) if "left" in event.kind]

    found = {accounts.former_contact(by.id, number, at=MONDAY).email for number in left}
    assert found == {ANNA, "second@example.org"}


def told(person):
    """What happened to the address, by its kind."""
    events = PersonEvent.query(person, PersonEvent.part.startswith("event#"))
    return sorted((e for e in events if "email" in e.kind), key=lambda event: event.kind)


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
