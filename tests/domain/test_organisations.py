"""Organisations: entered, confirmed, renamed, closed; and what their events say."""

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import organisations
from chalicelib.domain.organisations import Power, State
from chalicelib.errors import Conflict, Forbidden, Invalid, TooMany
from chalicelib.models.organisation import OrganisationEvent, OrganisationItem
from tests.factories import MONDAY, an_officer
from tests.organisations import (
    ANNA,
    BORIS,
    CLARA,
    DAY,
    NUMBERS,
    OLGA,
    REASON,
    claimed,
    confirm,
    confirmed,
    event,
    events,
    join,
    kinds,
    roles,
    version,
    whole,
)

pytestmark = pytest.mark.usefixtures("tables")


def test_who_enters_an_organisation_is_its_owner_and_may_not_submit_yet():
    kulma = claimed()

    assert (kulma.name, kulma.number, kulma.country) == ("Kulma Oy", "7654321-2", "FI")
    assert kulma.state == State.CLAIMED
    assert roles(kulma.id) == {"anna": "owner"}
    assert organisations.check(ANNA, Power.WRITE, kulma.id) == kulma.id
    with pytest.raises(Forbidden, match="come to a service centre"):
        organisations.check(ANNA, Power.SUBMIT, kulma.id)
    told = event(kulma.id, "founded")
    assert (told.concerns, told.was, told.became) == ({"anna"}, None, "claimed")


def test_nobody_enters_one_without_a_confirmed_address():
    with pytest.raises(Forbidden):
        claimed(Actor("nobody", 0))


def test_a_number_has_one_organisation():
    first = claimed()

    with pytest.raises(Conflict, match="with this number is here already"):
        claimed(BORIS, "FI76543212", "Another Oy")
    assert claimed(name="Sent twice Oy").id == first.id
    assert organisations.memberships("boris") == []


def test_a_person_enters_five_a_day():
    for used in range(5):
        organisation = claimed(number=NUMBERS[0]).id
        organisations.leave(organisation, by=ANNA, at=MONDAY)
        assert used < 5

    with pytest.raises(TooMany):
        claimed()
    assert claimed(at=MONDAY + DAY).state == State.CLAIMED


def test_an_operator_who_has_seen_a_document_confirms_it():
    organisation = claimed().id
    (waiting,) = organisations.waiting(by=OLGA).items
    assert waiting.id == organisation

    confirm(organisation)

    assert organisations.check(ANNA, Power.SUBMIT, organisation) == organisation
    assert organisations.waiting(by=OLGA).items == []
    told = event(organisation, "confirmed")
    assert (told.actor, told.role) == ("olga", "operator")
    assert (told.reason, told.concerns) == ("register", {"anna"})
    with pytest.raises(Conflict, match="nothing waits"):
        confirm(organisation)


@pytest.mark.parametrize("by", [ANNA, BORIS, an_officer("admin"), an_officer("operator", "anna")])
def test_nobody_else_confirms_and_nobody_themselves(by):
    organisation = claimed().id

    with pytest.raises(Forbidden):
        confirm(organisation, by=by)

    assert whole(organisation).state is State.CLAIMED


def test_what_an_operator_has_not_seen_is_not_confirmed():
    organisation = claimed().id
    seen = version(organisation)
    organisations.restate(organisation, name="Kulma & Co Oy", by=ANNA, at=MONDAY)

    with pytest.raises(Conflict, match="meanwhile"):
        organisations.confirm(
            organisation, paper="register", note="", version=seen, by=OLGA, at=MONDAY
        )
    with pytest.raises(Invalid):
        organisations.confirm(
            organisation, paper="hearsay", note="", version=seen + 1, by=OLGA, at=MONDAY
        )


def test_a_claim_that_is_refused_frees_its_number_and_its_owner_reads_why():
    organisation = claimed().id

    organisations.refuse(
        organisation, reason=REASON, version=version(organisation), by=OLGA, at=MONDAY
    )

    head = organisations.find(organisation, by=ANNA).head
    assert (head.state, head.reason) == (State.CLOSED, REASON)
    with pytest.raises(Forbidden, match="closed"):
        organisations.check(ANNA, Power.WRITE, organisation)
    assert claimed(BORIS).id != organisation
    organisations.leave(organisation, by=ANNA, at=MONDAY)
    assert organisations.memberships("anna") == []


def test_who_gives_a_claim_up_frees_its_number():
    organisation = claimed().id

    organisations.leave(organisation, by=ANNA, at=MONDAY)

    assert organisations.waiting(by=OLGA).items == []
    assert claimed(BORIS).state == State.CLAIMED


def test_an_organisation_is_found_by_its_number_as_it_is_typed():
    organisation = confirmed()

    (found,) = organisations.by_number("fi 76543212", by=OLGA).items
    assert found.id == organisation
    assert organisations.by_number(NUMBERS[1], by=OLGA).items == []
    assert organisations.by_number("nonsense", by=OLGA).items == []
    with pytest.raises(Forbidden):
        organisations.by_number(NUMBERS[0], by=ANNA)


def test_an_owner_moves_it_and_what_was_not_seen_is_not_overwritten():
    organisation = confirmed()
    seen = version(organisation)

    organisations.restate(organisation, address="Annankatu 1", by=ANNA, at=MONDAY, version=seen)

    assert whole(organisation).head.address == "Annankatu 1"
    assert kinds(organisation).count("moved") == 1
    with pytest.raises(Conflict, match="meanwhile"):
        organisations.restate(organisation, address="Elsewhere", by=ANNA, at=MONDAY, version=seen)
    organisations.restate(organisation, name="Kulma Oy", by=ANNA, at=MONDAY)
    assert kinds(organisation).count("moved") == 1


def test_a_claimed_one_is_renamed_at_once_and_a_confirmed_one_when_an_operator_has_seen_it():
    organisation = claimed().id
    organisations.restate(organisation, name="Kulma & Co Oy", by=ANNA, at=MONDAY)
    assert whole(organisation).head.name == "Kulma & Co Oy"
    confirm(organisation)

    organisations.restate(organisation, name="City Bank Oy", by=ANNA, at=MONDAY)

    head = whole(organisation).head
    assert (head.name, head.wanted_name) == ("Kulma & Co Oy", "City Bank Oy")
    assert [each.id for each in organisations.waiting(by=OLGA).items] == [organisation]
    assert organisations.check(ANNA, Power.SUBMIT, organisation)
    confirm(organisation)
    head = whole(organisation).head
    assert (head.name, head.wanted_name) == ("City Bank Oy", None)


def test_a_new_name_that_is_refused_leaves_the_old_one():
    organisation = confirmed()
    organisations.restate(organisation, name="City Bank Oy", by=ANNA, at=MONDAY)

    organisations.refuse(
        organisation, reason=REASON, version=version(organisation), by=OLGA, at=MONDAY
    )

    head = whole(organisation).head
    assert (head.state, head.name, head.wanted_name) == (State.CONFIRMED, "Kulma Oy", None)
    assert organisations.check(ANNA, Power.SUBMIT, organisation)
    assert event(organisation, "refused").facts["refused"] == "name"


def test_who_thinks_better_of_a_new_name_does_not_wait_any_more():
    organisation = confirmed()
    organisations.restate(organisation, name="City Bank Oy", by=ANNA, at=MONDAY)

    organisations.restate(organisation, name="Kulma Oy", by=ANNA, at=MONDAY)

    assert organisations.waiting(by=OLGA).items == []


def test_one_that_has_ended_is_closed_and_its_number_free():
    organisation = confirmed()
    join(organisation, BORIS)

    organisations.close(
        organisation, reason="struck off the register", version=version(organisation),
        by=OLGA, at=MONDAY,
    )  # fmt: skip

    assert event(organisation, "closed").concerns == {"anna", "boris"}
    with pytest.raises(Forbidden, match="closed"):
        organisations.check(ANNA, Power.SUBMIT, organisation)
    assert confirmed(CLARA) != organisation
    organisations.leave(organisation, by=ANNA, at=MONDAY)
    assert roles(organisation) == {"boris": "signatory"}


def test_the_newest_of_what_was_done_comes_first_and_a_long_history_hides_no_member():
    organisation = confirmed()
    with OrganisationEvent.batch_write() as batch:
        for n in range(150):
            batch.save(
                OrganisationEvent(
                    organisation, f"event#2020{n:04}", kind="organisation.moved", at=MONDAY
                )
            )

    found = organisations.find(organisation, by=ANNA, history=True)

    assert found.people == ("anna",)
    newest = {event.kind for event in found.history[:2]}
    assert newest == {"organisation.founded", "organisation.confirmed"}
    assert len(list(OrganisationItem.query(organisation))) > 150


def test_every_state_is_what_the_events_say():
    """A projection of events, state by state."""
    organisation = claimed().id
    confirm(organisation, at=MONDAY + DAY)
    join(organisation, BORIS, at=MONDAY + 2 * DAY)
    organisations.forget("anna", at=MONDAY + 3 * DAY)

    became = [told.became for told in events(organisation)]

    assert became == ["claimed", "confirmed", "confirmed", "confirmed", "orphaned"]
    assert whole(organisation).state == became[-1]
