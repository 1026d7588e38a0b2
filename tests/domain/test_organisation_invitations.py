"""Invitations to an organisation: whom they are for, how long, and who may send them."""

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import organisations
from chalicelib.domain.organisations import Power, Role
from chalicelib.errors import Conflict, Forbidden, NotFound, TooMany
from chalicelib.models.organisation import Member
from tests.factories import MONDAY
from tests.organisations import (
    ANNA,
    BORIS,
    CLARA,
    DAY,
    claimed,
    confirmed,
    email_of,
    event,
    invited,
    join,
    kinds,
    roles,
    whole,
)

pytestmark = pytest.mark.usefixtures("tables")


def test_somebody_is_invited_accepts_and_acts_for_it():
    organisation = confirmed()
    invitation = invited(organisation, BORIS)
    _, (seen,) = organisations.belongings("boris", email=email_of(BORIS), at=MONDAY)
    assert (seen.organisation, seen.role) == (organisation, "signatory")
    with pytest.raises(Forbidden):
        organisations.check(BORIS, Power.SEE, organisation)

    organisations.accept(organisation, invitation.id, email=email_of(BORIS), by=BORIS, at=MONDAY)

    assert roles(organisation) == {"anna": "owner", "boris": "signatory"}
    assert organisations.check(BORIS, Power.SUBMIT, organisation) == organisation
    (mine,), waiting = organisations.belongings("boris", email=email_of(BORIS), at=MONDAY)
    assert (mine.organisation, mine.role, waiting) == (organisation, "signatory", [])
    told = event(organisation, "joined")
    assert (told.concerns, told.facts["role"]) == ({"anna"}, "signatory")


def test_what_goes_over_the_bus_of_an_invitation_names_nobody():
    organisation = confirmed()
    invitation = invited(organisation, BORIS)

    told = event(organisation, "invited")

    assert told.concerns is None
    assert told.facts == {
        "name": "Kulma Oy",
        "number": "7654321-2",
        "role": "signatory",
        "invitation": invitation.id,
        "day": "2026-03-16T09:00:00+00:00",
    }
    where = organisations.addressee(organisation, invitation.id, at=MONDAY)
    assert (where.email, where.language) == ("boris@example.org", "en")


def test_an_invitation_is_for_its_address_and_for_fourteen_days():
    organisation = confirmed()
    invitation = invited(organisation, BORIS)
    late = MONDAY + 14 * DAY

    for email, at in ((email_of(CLARA), MONDAY), (email_of(BORIS), late)):
        with pytest.raises(NotFound):
            organisations.accept(organisation, invitation.id, email=email, by=CLARA, at=at)
        with pytest.raises(NotFound):
            organisations.decline(organisation, invitation.id, email=email, by=CLARA, at=at)
        with pytest.raises(NotFound):
            organisations.invitation_for(organisation, invitation.id, email=email, at=at)
    assert organisations.addressee(organisation, invitation.id, at=late) is None
    assert roles(organisation) == {"anna": "owner"}


def test_an_address_is_known_however_it_is_written():
    organisation = confirmed()
    invitation = invited(organisation, BORIS)

    organisations.accept(
        organisation, invitation.id, email="Boris@Example.org", by=BORIS, at=MONDAY
    )

    assert "boris" in roles(organisation)


def test_the_last_invitation_counts_and_no_letter_goes_out_for_the_one_before():
    organisation = confirmed()
    first = invited(organisation, BORIS, Role.OWNER)
    second = invited(organisation, BORIS, Role.ASSISTANT)

    assert organisations.addressee(organisation, first.id, at=MONDAY) is None
    with pytest.raises(NotFound):
        organisations.accept(organisation, first.id, email=email_of(BORIS), by=BORIS, at=MONDAY)
    organisations.accept(organisation, second.id, email=email_of(BORIS), by=BORIS, at=MONDAY)

    assert roles(organisation)["boris"] == "assistant"


def test_an_invitation_is_declined_or_taken_back():
    organisation = confirmed()
    first, second = invited(organisation, BORIS), invited(organisation, CLARA)

    organisations.decline(organisation, first.id, email=email_of(BORIS), by=BORIS, at=MONDAY)
    organisations.take_back(organisation, second.id, by=ANNA, at=MONDAY)

    assert whole(organisation).invitations == ()
    assert {"declined", "taken_back"} < set(kinds(organisation))
    with pytest.raises(NotFound):
        organisations.accept(organisation, second.id, email=email_of(CLARA), by=CLARA, at=MONDAY)


def test_who_is_a_member_and_is_invited_stays_what_they_are():
    organisation = confirmed()
    join(organisation, BORIS, Role.SIGNATORY)

    join(organisation, BORIS, Role.OWNER)

    assert roles(organisation)["boris"] == "signatory"
    assert whole(organisation).invitations == ()


def test_nobody_is_invited_in_the_name_of_one_that_is_not_confirmed():
    organisation = claimed().id

    with pytest.raises(Conflict, match="come to a service centre"):
        invited(organisation, BORIS)


def test_only_owners_manage():
    organisation = confirmed()
    join(organisation, BORIS, Role.SIGNATORY)
    join(organisation, CLARA, Role.ASSISTANT)
    waiting = invited(organisation, Actor("dora", 1))

    for by in (BORIS, CLARA):
        for act in (
            lambda by: invited(organisation, CLARA, by=by),
            lambda by: organisations.take_back(organisation, waiting.id, by=by, at=MONDAY),
            lambda by: organisations.change_role(organisation, by.id, Role.OWNER, by=by, at=MONDAY),
            lambda by: organisations.remove(organisation, "anna", by=by, at=MONDAY),
            lambda by: organisations.restate(organisation, name="Mine Oy", by=by, at=MONDAY),
        ):
            with pytest.raises(Forbidden, match="only an owner"):
                act(by)


def test_for_who_is_no_member_there_is_no_such_organisation():
    organisation = confirmed()

    for act in (
        lambda: organisations.find(organisation, by=BORIS),
        lambda: organisations.leave(organisation, by=BORIS, at=MONDAY),
        lambda: organisations.remove(organisation, "anna", by=BORIS, at=MONDAY),
        lambda: invited(organisation, CLARA, by=BORIS),
        lambda: organisations.find("O-0000000000", by=BORIS),
    ):
        with pytest.raises(NotFound):
            act()


def test_twenty_wait_for_an_answer_and_twenty_are_invited_a_day():
    organisation = confirmed()
    people = [Actor(f"person-{n}", 1) for n in range(21)]
    waiting = [invited(organisation, person) for person in people[:20]]

    with pytest.raises(Conflict, match="take one back first"):
        invited(organisation, people[20])
    organisations.take_back(organisation, waiting[0].id, by=ANNA, at=MONDAY)
    with pytest.raises(TooMany):
        invited(organisation, people[20])

    assert invited(organisation, people[20], at=MONDAY + DAY)


def test_fifty_are_members_at_most():
    organisation = confirmed()
    with Member.batch_write() as batch:
        for n in range(48):
            batch.save(
                Member(organisation, f"member#p{n}", person=f"p{n}", role="owner", since=MONDAY)
            )

    invited(organisation, BORIS)
    with pytest.raises(Conflict, match="50 members at most"):
        invited(organisation, CLARA)
