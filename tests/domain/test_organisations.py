"""Organisations: entered, confirmed, joined and left; who acts in whose name."""

from datetime import timedelta

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import organisations, sessions
from chalicelib.domain.organisations import Power, Role, State
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from chalicelib.models.organisation import Member, OrganisationEvent, OrganisationItem
from tests.factories import MONDAY, an_officer
from tests.organisations import (
    ANNA,
    BORIS,
    CLARA,
    NUMBERS,
    OLGA,
    claimed,
    confirm,
    confirmed,
    email_of,
    invited,
    join,
)

pytestmark = pytest.mark.usefixtures("tables")
DAY = timedelta(days=1)
REASON = "no document was shown"


def whole(organisation):
    return organisations.case(organisation, by=OLGA)


def roles(organisation):
    return {member.person: member.role for member in whole(organisation).members}


def events(organisation):
    return list(reversed(whole(organisation).history))


def event(organisation, kind):
    """The one that there is of this kind."""
    (found,) = [each for each in events(organisation) if each.kind == f"organisation.{kind}"]
    return found


def kinds(organisation):
    return [event.kind.removeprefix("organisation.") for event in events(organisation)]


def version(organisation):
    return int(whole(organisation).head.version)


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
