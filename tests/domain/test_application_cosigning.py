"""Signing along: by the address that was named, and the last signature sends it."""

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import applications
from chalicelib.domain.applications import Illegal, cosigning
from chalicelib.errors import Conflict, Forbidden, NotFound
from chalicelib.models.person import Person
from tests.applications import (
    ANNA,
    BORIS,
    ELSEWHERE,
    HOUR,
    TUESDAY,
    WEDNESDAY,
    day,
    events,
    head,
    kinds,
    on,
    sent,
    to_be_signed_along,
)
from tests.factories import MONDAY, a_resident
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")

VERA = a_resident("vera")


@pytest.fixture(autouse=True)
def _accounts(tables):
    for person in ("anna", "boris", "vera"):
        an_account(person)


def signing(reference):
    return [each["state"] for each in head(reference).cosigners]


def test_who_has_the_address_signs_and_the_last_one_sends_it():
    reference = to_be_signed_along("boris@example.org", " Vera@Example.org").reference

    applications.cosign(reference, by=BORIS, at=TUESDAY)
    assert (head(reference).state, signing(reference)) == (
        "awaiting_cosign",
        ["signed", "pending"],
    )
    applications.cosign(reference, by=VERA, at=WEDNESDAY)

    now = head(reference)
    assert (now.state, now.next_alarm_on) == ("submitted", day(4))
    assert [each["person"] for each in now.cosigners] == ["boris", "vera"]
    assert applications.register(reference, at=WEDNESDAY).registered_on == day(4)


def test_signing_twice_is_signing_once():
    reference = to_be_signed_along().reference

    for _ in range(2):
        assert applications.cosign(reference, by=BORIS, at=TUESDAY).state == "submitted"

    assert kinds(reference) == ["submitted", "cosigned"]


@pytest.mark.parametrize("stranger", [VERA, Actor("boris", level=0), ELSEWHERE, Actor("")])
def test_nobody_else_signs_or_sees_it(stranger):
    reference = to_be_signed_along().reference

    with pytest.raises(NotFound):
        applications.cosign(reference, by=stranger, at=TUESDAY)
    with pytest.raises(NotFound):
        applications.find(reference, by=stranger)


def test_whose_it_is_does_not_sign_along():
    reference = to_be_signed_along("anna@example.org").reference

    with pytest.raises(Forbidden):
        applications.cosign(reference, by=ANNA, at=TUESDAY)


def test_who_signed_reads_it_also_when_their_address_is_another():
    reference = to_be_signed_along().reference
    applications.cosign(reference, by=BORIS, at=TUESDAY)
    Person.get("boris", "person").update([Person.email.set("b@example.org")])

    assert applications.find(reference, by=BORIS).reference == reference
    with pytest.raises(NotFound):
        applications.find(reference, by=VERA)


def test_who_declines_ends_it():
    reference = to_be_signed_along("boris@example.org", "vera@example.org").reference

    for _ in range(2):
        applications.decline(reference, by=BORIS, at=TUESDAY)

    assert (head(reference).state, head(reference).next_alarm_on) == ("withdrawn", None)
    assert kinds(reference) == ["submitted", "declined"]
    with pytest.raises(Illegal):
        applications.cosign(reference, by=VERA, at=TUESDAY)


def test_who_has_signed_does_not_decline_any_more():
    reference = to_be_signed_along("boris@example.org", "vera@example.org").reference
    applications.cosign(reference, by=BORIS, at=TUESDAY)

    with pytest.raises(Conflict, match="before"):
        applications.decline(reference, by=BORIS, at=WEDNESDAY)

    case = applications.read(reference, by=BORIS, at=WEDNESDAY)
    assert case.may == set()
    assert applications.read(reference, by=VERA, at=WEDNESDAY).may == {"cosign", "decline"}


def test_after_a_fortnight_nobody_signs_even_if_the_clock_has_not_run():
    reference = to_be_signed_along().reference

    with pytest.raises(Conflict, match="is over"):
        applications.cosign(reference, by=BORIS, at=on(17))


def test_two_who_sign_at_once_do_not_lose_a_signature(monkeypatch):
    reference = to_be_signed_along("boris@example.org", "vera@example.org").reference
    before = head(reference)
    applications.cosign(reference, by=BORIS, at=TUESDAY)
    monkeypatch.setattr(cosigning, "load", lambda _: before)

    with pytest.raises(Conflict, match="has changed meanwhile"):
        applications.cosign(reference, by=VERA, at=TUESDAY)

    assert signing(reference) == ["signed", "pending"]


def test_they_are_asked_once_and_only_as_long_as_it_waits():
    reference = to_be_signed_along().reference

    for _ in range(2):
        applications.attend(reference, at=MONDAY + HOUR)
    (_, invited) = events(reference)
    assert (invited.kind, invited.concerns) == ("application.cosign_asked", None)
    assert invited.facts["sign_until"] == "2026-03-16"
    assert "example.org" not in str(invited.facts)

    late = to_be_signed_along().reference
    stale = head(late)
    applications.cosign(late, by=BORIS, at=TUESDAY)
    cosigning.invite(stale, at=TUESDAY)
    assert kinds(late) == ["submitted", "cosigned"]


def test_addresses_are_told_of_those_alone_who_are_awaited():
    reference = to_be_signed_along("boris@example.org", "vera@example.org").reference
    applications.cosign(reference, by=BORIS, at=TUESDAY)

    person, addresses = applications.asked_to_sign(reference)

    assert (person, addresses) == ("anna", {f"cosigner.{reference}.2": "vera@example.org"})
    assert applications.asked_to_sign(sent().reference) == ("anna", {})
