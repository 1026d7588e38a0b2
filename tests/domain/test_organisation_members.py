"""Members of an organisation: their roles, the owner who stays, and in whose name they act."""

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import organisations, sessions
from chalicelib.domain.organisations import Power, Role, State
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.organisation import Member
from tests.factories import MONDAY
from tests.organisations import (
    ANNA,
    BORIS,
    NUMBERS,
    OLGA,
    claimed,
    confirmed,
    event,
    join,
    kinds,
    roles,
    version,
    whole,
)

pytestmark = pytest.mark.usefixtures("tables")


def test_a_role_is_changed_and_the_member_is_told():
    organisation = confirmed()
    join(organisation, BORIS, Role.ASSISTANT)

    organisations.change_role(organisation, "boris", Role.OWNER, by=ANNA, at=MONDAY)
    organisations.change_role(organisation, "boris", Role.OWNER, by=ANNA, at=MONDAY)

    assert roles(organisation)["boris"] == "owner"
    assert kinds(organisation).count("role_changed") == 1
    assert event(organisation, "role_changed").concerns == {"boris"}
    with pytest.raises(NotFound):
        organisations.change_role(organisation, "clara", Role.OWNER, by=ANNA, at=MONDAY)


def test_who_is_removed_acts_no_more_and_twice_is_once():
    organisation = confirmed()
    join(organisation, BORIS)

    organisations.remove(organisation, "boris", by=ANNA, at=MONDAY)
    organisations.remove(organisation, "boris", by=ANNA, at=MONDAY)

    with pytest.raises(Forbidden, match="not a member"):
        organisations.check(BORIS, Power.SEE, organisation)
    assert organisations.memberships("boris") == []
    assert event(organisation, "removed").concerns == {"boris"}


def test_the_last_owner_can_neither_leave_nor_become_less():
    organisation = confirmed()
    join(organisation, BORIS)

    for act in (
        lambda: organisations.leave(organisation, by=ANNA, at=MONDAY),
        lambda: organisations.remove(organisation, "anna", by=ANNA, at=MONDAY),
        lambda: organisations.change_role(organisation, "anna", Role.SIGNATORY, by=ANNA, at=MONDAY),
    ):
        with pytest.raises(Conflict, match="keeps an owner"):
            act()
    organisations.change_role(organisation, "boris", Role.OWNER, by=ANNA, at=MONDAY)
    organisations.leave(organisation, by=ANNA, at=MONDAY)

    assert roles(organisation) == {"boris": "owner"}
    assert event(organisation, "left").concerns == {"boris"}


def test_a_last_owner_who_leaves_the_city_is_not_held_and_nobody_submits_until_one_is_appointed():
    organisation = confirmed()
    join(organisation, BORIS, Role.SIGNATORY)

    organisations.forget("anna", at=MONDAY)
    organisations.forget("anna", at=MONDAY)

    assert whole(organisation).state is State.ORPHANED
    told = event(organisation, "left")
    assert (told.concerns, told.facts["orphaned"]) == ({"boris"}, "yes")
    with pytest.raises(Forbidden, match="no owner any more"):
        organisations.check(BORIS, Power.SUBMIT, organisation)
    organisations.appoint(
        organisation,
        "clara",
        paper="minutes",
        note="",
        version=version(organisation),
        by=OLGA,
        at=MONDAY,
    )
    assert roles(organisation) == {"boris": "signatory", "clara": "owner"}
    assert organisations.check(BORIS, Power.SUBMIT, organisation)
    assert event(organisation, "appointed").concerns == {"boris", "clara"}


def test_one_without_anybody_keeps_its_number_until_somebody_is_appointed():
    organisation = confirmed()
    organisations.forget("anna", at=MONDAY)

    with pytest.raises(Conflict, match="here already"):
        claimed(BORIS)
    organisations.appoint(
        organisation,
        "boris",
        paper="register",
        note="",
        version=version(organisation),
        by=OLGA,
        at=MONDAY,
    )

    assert roles(organisation) == {"boris": "owner"}


def test_a_member_is_appointed_an_owner_an_owner_is_one_and_nobody_appoints_themselves():
    organisation = confirmed()
    join(organisation, BORIS)
    told = {"paper": "register", "note": "", "by": OLGA, "at": MONDAY}

    organisations.appoint(organisation, "boris", version=version(organisation), **told)

    assert roles(organisation)["boris"] == "owner"
    with pytest.raises(Conflict, match="already"):
        organisations.appoint(organisation, "anna", version=version(organisation), **told)
    with pytest.raises(Invalid):
        organisations.appoint(organisation, "olga", version=version(organisation), **told)


def test_in_whose_name_somebody_acts():
    organisation = confirmed()
    for_kulma = Actor("anna", 1, party=organisation, party_title="Kulma Oy")

    assert organisations.acting_for(ANNA) == organisations.check(ANNA, Power.SUBMIT) == "anna"
    assert organisations.acting_for(for_kulma) == organisation
    assert organisations.check(for_kulma, Power.SUBMIT) == organisation
    assert organisations.check(for_kulma, Power.SUBMIT, "") == "anna"
    with pytest.raises(Forbidden):
        organisations.check(for_kulma, Power.SUBMIT, "O-0000000000")
    organisations.forget("anna", at=MONDAY)
    with pytest.raises(Forbidden):
        organisations.check(for_kulma, Power.SEE)


def begin(person):
    return sessions.begin(person, at=MONDAY)


def act_for(organisation, person, token):
    def remember(write, party, title):
        sessions.acting(write, party, title, token=token)

    organisations.act_for(organisation, by=person, remember=remember)


def party(token):
    actor = sessions.find(token, at=MONDAY)
    return actor and (actor.party, actor.party_title)


def test_a_browser_remembers_for_whom_one_acts_and_another_one_does_not():
    organisation = confirmed()
    here, there = begin(ANNA), begin(ANNA)

    act_for(organisation, ANNA, here)

    assert party(here) == (organisation, "Kulma Oy")
    assert party(there) == ("", "")
    sessions.act_for_oneself(here)
    assert party(here) == ("", "")


def test_nobody_acts_for_what_they_are_not_a_member_of_or_in_a_session_that_is_closed():
    organisation = confirmed()
    token = begin(BORIS)

    with pytest.raises(Forbidden):
        act_for(organisation, BORIS, token)
    with pytest.raises(Forbidden):
        act_for("O-0000000000", BORIS, token)
    with pytest.raises(Conflict):
        act_for(organisation, ANNA, "closed long ago")
    sessions.act_for_oneself("closed long ago")

    assert party(token) == ("", "")


def test_who_acts_no_more_does_so_in_no_browser():
    organisation, another = confirmed(), confirmed(number=NUMBERS[1])
    tokens = [begin(ANNA) for _ in range(3)]
    for token, for_whom in zip(tokens, (organisation, organisation, another), strict=True):
        act_for(for_whom, ANNA, token)

    sessions.stop_acting(["anna", "boris"], organisation)

    assert [party(token)[0] for token in tokens] == ["", "", another]


def test_a_new_name_is_shown_wherever_somebody_acts():
    organisation = confirmed()
    token = begin(ANNA)
    act_for(organisation, ANNA, token)

    sessions.rename_party(["anna"], organisation, "City Bank Oy")

    assert party(token) == (organisation, "City Bank Oy")


def test_a_person_reads_what_is_kept_of_them_and_is_forgotten():
    organisation = confirmed()
    join(organisation, BORIS, Role.ASSISTANT)

    (kept,) = organisations.about("boris")["organisations"]
    assert (kept["name"], kept["role"], kept["state"]) == ("Kulma Oy", "assistant", "confirmed")
    organisations.forget("boris", at=MONDAY)

    assert organisations.about("boris") == {"organisations": []}
    assert not [item for item in Member.scan() if getattr(item, "person", None) == "boris"]
