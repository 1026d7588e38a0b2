"""A person's record in the hands of staff, and what the person sees of it."""

from datetime import timedelta

import pytest

from chalicelib.actors import Actor, Grant, Role
from chalicelib.domain import accounts, places
from chalicelib.domain.accounts import Changes
from chalicelib.domain.places import Address
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.outbound import identity
from tests.cognito import a_person
from tests.factories import MONDAY, a_resident, an_officer

ANNA = "anna@example.org"
WHY = "verifying the residence at window 4"
HOUSE = Address("katu-1", "Katu", "1", 60.17, 24.94, "kluuvi")
OPERATOR, ADMIN = an_officer("operator", "olga"), an_officer("admin", "adam")

pytestmark = pytest.mark.usefixtures("pool", "keys")


@pytest.fixture
def anna():
    """Anna has an account and says where she lives and when she was born; her number."""
    person = a_person(ANNA)
    accounts.own(Actor(person, 1), language="en", at=MONDAY)
    places.keep([HOUSE])
    accounts.change(Changes(address=HOUSE.id, born_on="1984-03-27"), by=Actor(person, 1), at=MONDAY)
    return person


def log(person):
    return accounts.log(person).entries


def raised(person, *, version=2, by=OPERATOR, document="passport", at=MONDAY):
    accounts.raise_level(
        person, version=version, document=document, number="P 12345", note="", by=by, at=at
    )


def test_whoever_is_looked_at_sees_who_and_what_for(anna):
    later = MONDAY + timedelta(minutes=1)
    assert accounts.look_up(ANNA, by=OPERATOR, purpose=WHY, at=later) == anna

    record = accounts.read(anna, by=OPERATOR, at=later)

    assert (record.profile.email, record.groups) == (ANNA, ())
    seen = log(anna)[0]
    assert (seen.kind, seen.office, seen.reason, seen.at) == (
        "account.read",
        "operator",
        WHY,
        later,
    )


def test_nobody_reads_a_record_without_saying_why(anna):
    with pytest.raises(Invalid) as error:
        accounts.look_up(ANNA, by=OPERATOR, purpose="   because", at=MONDAY)
    assert set(error.value.fields) == {"purpose"}

    with pytest.raises(Forbidden):
        accounts.read(anna, by=OPERATOR, at=MONDAY)


def test_a_reason_is_good_for_an_hour_and_for_one_officer(anna):
    accounts.look_up(ANNA, by=OPERATOR, purpose=WHY, at=MONDAY)

    with pytest.raises(Forbidden):
        accounts.read(anna, by=ADMIN, at=MONDAY)
    with pytest.raises(Forbidden):
        accounts.read(anna, by=OPERATOR, at=MONDAY + timedelta(hours=1, minutes=1))


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OPERATOR, Role.ADMIN)])
def test_other_roles_find_nobody(anna, role):
    by = Actor("somebody", 1, frozenset({Grant(role)}))

    with pytest.raises(Forbidden):
        accounts.look_up(ANNA, by=by, purpose=WHY, at=MONDAY)
    with pytest.raises(Forbidden):
        accounts.read(anna, by=by, at=MONDAY)


def test_an_address_nobody_has_finds_nobody():
    with pytest.raises(Invalid) as error:
        accounts.look_up("nobody@example.org", by=OPERATOR, purpose=WHY, at=MONDAY)

    assert set(error.value.fields) == {"email"}


def test_an_operator_who_has_seen_a_document_raises_to_l2(anna):
    raised(anna)

    assert accounts.profile(anna).level == 2
    entry = next(entry for entry in log(anna) if entry.kind == "account.raised")
    assert (entry.was, entry.became, entry.office) == ("L1", "L2", "operator")
    assert accounts.reason(entry, "en") == "Passport with the address in it"


@pytest.mark.parametrize(
    "by", [a_resident(), ADMIN, an_officer("moderator"), an_officer("auditor")]
)
def test_nobody_else_raises_a_level(anna, by):
    with pytest.raises(Forbidden):
        raised(anna, by=by)

    assert accounts.profile(anna).level == 1


def test_nobody_raises_themselves(anna):
    with pytest.raises(Forbidden):
        raised(anna, by=an_officer("operator", anna))


def test_a_level_is_raised_once_by_a_known_document_for_a_known_residence(anna):
    with pytest.raises(Invalid):
        raised(anna, document="a word of honour")
    raised(anna)
    with pytest.raises(Conflict):
        raised(anna)

    boris = a_person("boris@example.org")
    accounts.own(Actor(boris, 1), language="en", at=MONDAY)
    with pytest.raises(Conflict):
        raised(boris, version=1)
    accounts.change(Changes(address=HOUSE.id), by=Actor(boris, 1), at=MONDAY)
    with pytest.raises(Conflict):
        raised(boris)  # nobody knows yet when he was born
    with pytest.raises(NotFound):
        raised("nobody")


def test_a_verified_residence_is_changed_only_after_an_officer_has_lowered_the_level(anna):
    raised(anna)
    for wanted in (Changes(address=""), Changes(born_on=""), Changes(born_on="1974-03-27")):
        with pytest.raises(Conflict):
            accounts.change(wanted, by=Actor(anna, 2), at=MONDAY)

    accounts.lower_level(
        anna, version=3, reason="has moved away", until=None, by=OPERATOR, at=MONDAY
    )
    accounts.change(Changes(address=""), by=Actor(anna, 1), at=MONDAY)

    profile = accounts.profile(anna)
    assert (profile.level, profile.address) == (1, None)


def test_an_operator_verifies_what_they_saw_and_nothing_that_was_said_after_it(anna):
    accounts.change(Changes(born_on="2011-03-27"), by=Actor(anna, 1), at=MONDAY)

    with pytest.raises(Conflict, match="has changed since you opened it"):
        raised(anna, version=2)

    assert accounts.profile(anna).level == 1
    raised(anna, version=3)
    assert accounts.profile(anna).level == 2


def test_an_account_without_a_confirmed_address_is_raised_as_it_was_seen(anna):
    accounts.open("boris", email=None, language="en", at=MONDAY, level=0)
    said = Changes(address=HOUSE.id, born_on="1984-03-27")
    accounts.change(said, by=Actor("boris"), at=MONDAY)

    with pytest.raises(Conflict, match="has changed since you opened it"):
        raised("boris", version=1)
    raised("boris", version=2)

    assert accounts.profile("boris").level == 2


def test_a_level_is_lowered_for_what_the_officer_saw(anna):
    raised(anna)
    accounts.change(Changes(name="Anna"), by=Actor(anna, 2), at=MONDAY)

    with pytest.raises(Conflict, match="has changed since you opened it"):
        accounts.lower_level(
            anna, version=3, reason="has moved away", until=None, by=OPERATOR, at=MONDAY
        )

    assert accounts.profile(anna).level == 2


def test_an_administrator_gives_a_role_and_takes_it_and_both_are_written_down(anna):
    accounts.grant(anna, "agency.lighting", reason="order 17 of March 2", by=ADMIN, at=MONDAY)
    assert identity.find(anna).groups == ("agency.lighting",)

    later = MONDAY + timedelta(minutes=1)
    accounts.revoke(anna, "agency.lighting", reason="has left the agency", by=ADMIN, at=later)

    assert identity.find(anna).groups == ()
    changes = [(e.kind, e.was, e.became) for e in log(anna)[:1]]
    assert changes == [("account.revoked", "agency.lighting", None)]


def test_the_staff_of_an_office_are_those_who_have_the_role_there_or_everywhere(anna):
    here, everywhere = anna, a_person("vera@example.org", "agency")
    accounts.grant(here, "agency.lighting", reason="order 17 of March 2", by=ADMIN, at=MONDAY)

    assert set(accounts.staff(Role.AGENCY, "lighting")) == {here, everywhere}
    assert list(accounts.staff(Role.AGENCY, "roads")) == [everywhere]
    assert list(accounts.staff(Role.MODERATOR, "kluuvi")) == []


def test_a_group_is_read_page_by_page(monkeypatch):
    monkeypatch.setattr(identity, "PAGE", 2)
    people = {a_person(f"officer{n}@example.org", "agency.lighting") for n in range(5)}

    assert set(identity.members("agency.lighting")) == people


def test_nobody_changes_their_own_roles(anna):
    with pytest.raises(Forbidden):
        accounts.grant(
            anna, "auditor", reason="it suits me", by=an_officer("admin", anna), at=MONDAY
        )


@pytest.mark.parametrize(
    "by", [a_resident(), OPERATOR, an_officer("moderator"), an_officer("auditor")]
)
def test_only_administrators_give_roles(anna, by):
    with pytest.raises(Forbidden):
        accounts.grant(anna, "auditor", reason="it has to be", by=by, at=MONDAY)


@pytest.mark.parametrize(
    "role",
    ["", "mayor", "resident", "system", "agency.nowhere", "admin.kluuvi", "moderator.lighting"],
)
def test_a_role_that_there_is_not_is_given_to_nobody(anna, role):
    with pytest.raises(Invalid):
        accounts.grant(anna, role, reason="it has to be", by=ADMIN, at=MONDAY)


def test_every_role_that_is_offered_can_be_given_and_has_a_name():
    for role in accounts.roles():
        assert accounts.office(role, "en") != role
        assert accounts.office(role, "ru") != role


def test_the_log_goes_on_page_by_page_and_never_into_somebody_elses(anna):
    for minute in range(5):
        at = MONDAY + timedelta(minutes=minute)
        accounts.saw(anna, by=OPERATOR, purpose=WHY, at=at)

    first = accounts.log(anna, limit=3)
    second = accounts.log(anna, limit=50, after=first.last)

    assert len(first.entries) == 3
    assert first.entries + second.entries == log(anna)
    assert accounts.log("somebody", after=first.last).entries == []
    with pytest.raises(Invalid):
        accounts.log(anna, after={"part": "person"})
