"""Whoever gets in each other's way with an organisation: two at once, and what the second finds."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.domain import organisations
from chalicelib.domain.organisations import NewOrganisation, Role, keeping
from chalicelib.errors import Conflict, DomainError, NotFound
from chalicelib.models.organisation import Organisation
from tests.factories import MONDAY
from tests.organisations import (
    ANNA,
    BORIS,
    CLARA,
    NUMBERS,
    OLGA,
    claimed,
    confirmed,
    email_of,
    invited,
    join,
    roles,
)

pytestmark = pytest.mark.usefixtures("one_at_a_time")


def at_once(*acts):
    """What each comes to: its answer, or the error that the person is told."""

    def run(act):
        try:
            return act()
        except DomainError as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def kinds(organisation):
    return [event.kind for event in organisations.case(organisation, by=OLGA).history]


def quicker(monkeypatch, act):
    """Somebody else has done this after it was read, before it is written."""
    read = keeping.read

    def reading(organisation, **options):
        found = read(organisation, **options)
        monkeypatch.setattr(keeping, "read", read)
        act()
        return found

    monkeypatch.setattr(keeping, "read", reading)


def test_of_two_owners_who_leave_at_once_one_stays():
    organisation = confirmed()
    join(organisation, BORIS, Role.OWNER)

    came = at_once(
        lambda: organisations.leave(organisation, by=ANNA, at=MONDAY),
        lambda: organisations.leave(organisation, by=BORIS, at=MONDAY),
    )

    assert len(roles(organisation)) == 1
    (refused,) = [each for each in came if each is not None]
    assert isinstance(refused, Conflict)
    assert "keeps an owner" in str(refused)
    assert kinds(organisation).count("organisation.left") == 1


def test_who_has_read_that_there_is_another_owner_stays_when_that_one_was_quicker(monkeypatch):
    organisation = confirmed()
    join(organisation, BORIS, Role.OWNER)
    quicker(monkeypatch, lambda: organisations.leave(organisation, by=BORIS, at=MONDAY))

    with pytest.raises(Conflict, match="keeps an owner"):
        organisations.leave(organisation, by=ANNA, at=MONDAY)

    assert roles(organisation) == {"anna": "owner"}


def test_owners_who_remove_each_other_at_once_are_not_both_removed():
    organisation = confirmed()
    join(organisation, BORIS, Role.OWNER)

    at_once(
        lambda: organisations.remove(organisation, "boris", by=ANNA, at=MONDAY),
        lambda: organisations.remove(organisation, "anna", by=BORIS, at=MONDAY),
    )

    assert list(roles(organisation).values()) == ["owner"]


def test_an_owner_who_steps_back_and_one_who_leaves_the_city_at_once(monkeypatch):
    organisation = confirmed()
    join(organisation, BORIS, Role.OWNER)
    quicker(monkeypatch, lambda: organisations.forget("boris", at=MONDAY))

    with pytest.raises(Conflict, match="keeps an owner"):
        organisations.change_role(organisation, "anna", Role.ASSISTANT, by=ANNA, at=MONDAY)

    assert roles(organisation) == {"anna": "owner"}


def test_a_number_that_is_claimed_at_once_is_one_persons():
    came = at_once(lambda: claimed(ANNA), lambda: claimed(BORIS), lambda: claimed(CLARA))

    (mine,) = [each for each in came if isinstance(each, Organisation)]
    assert [type(each) for each in came].count(Conflict) == 2
    heads = [item for item in Organisation.scan() if item.part == "organisation"]
    assert [head.id for head in heads] == [mine.id]


def test_one_person_who_claims_a_number_twice_at_once_has_it_once():
    came = at_once(*[lambda: claimed(ANNA).id] * 3)

    assert len(set(came)) == 1
    assert len(organisations.memberships("anna")) == 1


def test_an_invitation_that_is_accepted_twice_at_once_makes_one_member():
    organisation = confirmed()
    invitation = invited(organisation, BORIS)

    def accept():
        email = email_of(BORIS)
        organisations.accept(organisation, invitation.id, email=email, by=BORIS, at=MONDAY)

    assert at_once(accept, accept, accept) == [None] * 3
    assert roles(organisation) == {"anna": "owner", "boris": "signatory"}
    assert kinds(organisation).count("organisation.joined") == 1


def test_an_invitation_that_two_accounts_accept_at_once_is_one_members():
    """The address has gone from one account to another in that moment."""
    organisation = confirmed()
    invitation = invited(organisation, BORIS)
    email = email_of(BORIS)

    came = at_once(
        lambda: organisations.accept(organisation, invitation.id, email=email, by=BORIS, at=MONDAY),
        lambda: organisations.accept(organisation, invitation.id, email=email, by=CLARA, at=MONDAY),
    )

    assert [type(each) for each in came].count(NotFound) == 1
    assert len(roles(organisation)) == 2


def test_who_is_invited_anew_as_less_while_they_accept_is_not_more(monkeypatch):
    organisation = confirmed()
    first = invited(organisation, BORIS, Role.OWNER)
    quicker(monkeypatch, lambda: invited(organisation, BORIS, Role.ASSISTANT))

    with pytest.raises(NotFound):
        organisations.accept(organisation, first.id, email=email_of(BORIS), by=BORIS, at=MONDAY)

    assert roles(organisation) == {"anna": "owner"}


def test_who_was_removed_meanwhile_does_not_change_anything(monkeypatch):
    organisation = confirmed()
    join(organisation, BORIS, Role.OWNER)
    quicker(monkeypatch, lambda: organisations.remove(organisation, "boris", by=ANNA, at=MONDAY))

    with pytest.raises(NotFound):
        organisations.restate(organisation, address="Mine 1", by=BORIS, at=MONDAY)


def test_acts_that_are_in_nobodys_way_are_all_kept():
    organisation = confirmed()
    waiting = {person: invited(organisation, person) for person in (BORIS, CLARA)}

    came = at_once(
        *[
            lambda person=person, id=each.id: organisations.accept(
                organisation, id, email=email_of(person), by=person, at=MONDAY
            )
            for person, each in waiting.items()
        ]
    )

    assert came == [None, None]
    assert set(roles(organisation)) == {"anna", "boris", "clara"}


def test_what_is_being_changed_by_others_all_the_time_is_a_conflict(monkeypatch):
    organisation = confirmed()
    stale = keeping.read(organisation)
    organisations.restate(organisation, address="Annankatu 1", by=ANNA, at=MONDAY)
    monkeypatch.setattr(keeping, "read", lambda *_, **__: stale)

    with pytest.raises(Conflict, match="meanwhile"):
        organisations.restate(organisation, address="Annankatu 2", by=ANNA, at=MONDAY)


def test_a_number_is_free_for_one_when_a_claim_is_given_up():
    first = claimed().id
    organisations.leave(first, by=ANNA, at=MONDAY)
    new = NewOrganisation(NUMBERS[0], "Kulma Oy", "Mikonkatu 18")

    came = at_once(
        lambda: organisations.found(new, by=BORIS, at=MONDAY),
        lambda: organisations.found(new, by=CLARA, at=MONDAY),
    )

    assert [type(each) for each in came].count(Conflict) == 1
