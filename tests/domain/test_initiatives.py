"""Initiatives: opened, read, signed once by who lives there, reached once, answered or asked."""

from datetime import timedelta

import pytest

from chalicelib import workdays
from chalicelib.actors import ANONYMOUS
from chalicelib.domain import ballots, initiatives
from chalicelib.domain.initiatives import NewInitiative, State, Verdict, counting, rules, signing
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid, NotFound
from chalicelib.models.event import PREFIX
from chalicelib.models.idea import Contribution, own
from chalicelib.models.initiative import HEAD, SIGNED, Initiative, InitiativeEvent, Signed, shards
from tests.ballots import a_voter
from tests.factories import MONDAY, a_resident, an_officer
from tests.initiatives import (
    AFTER,
    AGENCY,
    AGENT,
    ANSWER,
    DISTRICT,
    LEADER,
    MODERATOR,
    REASON,
    TEXT,
    TITLE,
    WHY_ASKED,
    collecting,
    neighbour,
    reached,
    sent,
    signed,
)

pytestmark = pytest.mark.usefixtures("tables")


def happened(initiative):
    events = InitiativeEvent.query(initiative.id, InitiativeEvent.part.startswith(PREFIX))
    return {event.kind: event for event in events}


def test_who_lives_there_opens_one_for_the_courtyard_the_street_the_district_or_the_city():
    choices = initiatives.choices(by=neighbour())

    assert [(one.scope, one.title.en, one.needed) for one in choices] == [
        ("courtyard", "The courtyard of Annankatu 23–27", 10),
        ("street", "Annankatu", 50),
        ("district", "Kluuvi", 500),
        ("city", "Helsinki", 5000),
    ]
    with pytest.raises(Forbidden):
        initiatives.choices(by=a_voter("guest", level=1))


def test_what_is_wrong_with_it_is_said_at_once():
    with pytest.raises(Invalid) as refused:
        initiatives.open(NewInitiative("", "Short", "city"), by=neighbour(), at=MONDAY)
    assert set(refused.value.fields) == {"title", "text"}
    with pytest.raises(Invalid):
        initiatives.open(NewInitiative(TITLE, TEXT, "planet"), by=neighbour(), at=MONDAY)


def test_a_moderator_reads_it_first_and_its_author_writes_it_otherwise():
    initiative = sent()
    with pytest.raises(NotFound):
        initiatives.shown(initiative.id, by=a_resident("boris"))
    waiting = initiatives.to_read(DISTRICT, by=MODERATOR)
    assert [one.initiative.id for one in waiting] == [initiative.id]

    initiatives.send_back(initiative.id, REASON, by=MODERATOR, at=MONDAY)
    again = initiatives.send_again(
        initiative.id, "Six benches", TEXT, by=neighbour(), at=MONDAY, version=None
    )
    shown = initiatives.publish(initiative.id, AGENCY, by=MODERATOR, at=MONDAY)

    assert (again.state, shown.title, shown.reason) == (State.IN_MODERATION, "Six benches", None)
    assert initiatives.to_read(DISTRICT, by=MODERATOR) == []
    listed = initiatives.listed(State.COLLECTING).items
    assert [one.initiative.id for one in listed] == [initiative.id]
    assert happened(initiative)["initiative.returned"].concerns == {"anna"}


def test_nobody_decides_on_their_own_and_nobody_elsewhere_reads_it():
    own_one = sent(by="moderator")
    with pytest.raises(Forbidden):
        initiatives.publish(own_one.id, AGENCY, by=MODERATOR, at=MONDAY)
    with pytest.raises(NotFound):
        initiatives.publish(own_one.id, AGENCY, by=an_officer("moderator.kallio"), at=MONDAY)
    for act, relation in rules.MAY.items():
        rules.admit(act, {relation})
        with pytest.raises(Forbidden):
            rules.admit(act, set(rules.Relation) - {relation})


def test_neighbours_sign_once_and_take_it_back_until_it_is_reached():
    initiative = collecting()
    boris = neighbour("boris")
    for _ in range(2):
        initiatives.sign(initiative.id, by=boris, at=MONDAY)
    assert initiatives.shown(initiative.id, by=boris)[1:3] == (1, True)

    for _ in range(2):
        initiatives.withdraw(initiative.id, by=boris, at=MONDAY)
    assert initiatives.shown(initiative.id, by=boris)[1:3] == (0, False)
    with pytest.raises(Forbidden, match="lives there"):
        initiatives.sign(initiative.id, by=a_voter("clara"), at=MONDAY)
    with pytest.raises(Forbidden, match="officer"):
        initiatives.sign(initiative.id, by=a_voter("guest", level=1), at=MONDAY)
    with pytest.raises(Conflict):
        initiatives.sign(initiative.id, by=boris, at=AFTER)


def test_what_keeps_somebody_from_signing_is_known_before_they_try():
    initiative = collecting()
    boris, clara, guest = neighbour("boris"), a_voter("clara"), a_voter("guest", level=1)

    def hindrance(by):
        return initiatives.shown(initiative.id, by=by).hindrance

    assert [hindrance(one) for one in (boris, clara, guest)] == [None, "elsewhere", "unseen"]
    assert hindrance(a_resident("new")) == "unseen"  # who has told nothing of themselves
    assert hindrance(ANONYMOUS) is None
    initiatives.sign(initiative.id, by=boris, at=MONDAY)
    assert hindrance(boris) is None
    assert initiatives.shown(reached().id, by=clara).hindrance is None  # nobody signs any more


def test_the_last_signature_is_found_once_and_from_then_on_none_comes_or_goes():
    initiative = collecting()
    crowd = signed(initiative, 10)
    stale = initiatives.find(initiative.id)
    for _ in range(2):
        assert initiatives.count(initiative.id, at=MONDAY) == 10
    seen = [Signed.get(shard, SIGNED) for shard in shards(initiative.id)]
    with pytest.raises(Conflict):  # another worker, which has read it before
        counting._reached(stale, seen, at=MONDAY)

    one = initiatives.find(initiative.id)
    assert (one.state, one.due_on) == (State.REACHED, workdays.day_of(MONDAY) + timedelta(days=60))
    told = happened(one)["initiative.reached"].facts
    assert (told["agency"], told["due_on"]) == (AGENCY, one.due_on.isoformat())
    with pytest.raises(Illegal):
        initiatives.withdraw(initiative.id, by=crowd[0], at=MONDAY)
    assert {*initiatives.signers(initiative.id)} == {each.id for each in crowd}


def test_who_has_read_it_before_it_was_reached_is_too_late(monkeypatch):
    initiative = collecting()
    crowd = signed(initiative, 10)
    initiatives.count(initiative.id, at=MONDAY)
    monkeypatch.setattr(signing, "_check_open", lambda *_: None)

    with pytest.raises(Conflict, match="any more"):
        initiatives.withdraw(initiative.id, by=crowd[0], at=MONDAY)
    with pytest.raises(Conflict, match="any more"):
        initiatives.sign(initiative.id, by=neighbour("late"), at=MONDAY)
    assert initiatives.shown(initiative.id, by=crowd[0]).people == 10


def test_somebody_who_withdraws_while_it_is_counted_is_counted_anew(monkeypatch):
    initiative = collecting()
    crowd = signed(initiative, 10)
    closing = counting._closing

    def meanwhile(*given, **more):
        initiatives.withdraw(initiative.id, by=crowd[0], at=MONDAY)
        return closing(*given, **more)

    monkeypatch.setattr(counting, "_closing", meanwhile)
    with pytest.raises(Conflict):
        initiatives.count(initiative.id, at=MONDAY)
    monkeypatch.undo()

    assert initiatives.count(initiative.id, at=MONDAY) == 9
    assert initiatives.find(initiative.id).state == State.COLLECTING
    (listed,) = initiatives.listed(State.COLLECTING).items
    assert listed.people == 9


def test_with_too_few_signatures_it_ends_and_who_signed_is_told():
    initiative = collecting()
    signed(initiative, 2)
    initiatives.meet(initiative.id, at=MONDAY)
    assert initiatives.find(initiative.id).state == State.COLLECTING

    for _ in range(2):
        initiatives.meet(initiative.id, at=AFTER)

    event = happened(initiative)["initiative.not_reached"]
    assert (event.facts["people"], event.facts["needed"]) == ("2", "10")
    assert event.concerns == {"anna"}
    assert initiatives.find(initiative.id).state == State.NOT_REACHED


def test_the_agency_answers_and_if_it_is_late_everybody_sees_it():
    initiative = reached()
    late = MONDAY + timedelta(days=61)
    initiatives.meet(initiative.id, at=MONDAY + timedelta(days=60))
    assert not initiatives.find(initiative.id).overdue

    initiatives.meet(initiative.id, at=late)

    assert happened(initiative)["initiative.overdue"].facts["to"] == "city"
    (waiting,) = initiatives.to_answer(AGENCY, by=AGENT)
    assert waiting.initiative.overdue
    with pytest.raises(Forbidden):
        initiatives.answer(initiative.id, Verdict.DONE, ANSWER, by=LEADER, at=late)
    with pytest.raises(Invalid):
        initiatives.answer(initiative.id, Verdict.DONE, "Yes.", by=AGENT, at=late)
    done = initiatives.answer(initiative.id, Verdict.DONE, ANSWER, by=AGENT, at=late)
    assert (done.state, done.verdict, done.answer) == (State.ANSWERED, "done", ANSWER)
    assert initiatives.to_answer(AGENCY, by=AGENT) == []


def test_no_agency_is_let_off_an_answer_without_a_reason_that_everybody_reads():
    initiative = reached()

    for reason in ("", "They cannot agree."):
        with pytest.raises(Invalid) as refused:
            initiatives.ask(initiative.id, reason, by=LEADER, at=MONDAY)
        assert set(refused.value.fields) == {"reason"}

    one = initiatives.find(initiative.id)
    assert (one.state, one.due_on) == (State.REACHED, initiative.due_on)


def test_instead_of_an_answer_residents_are_asked_and_of_it_one_draft_comes():
    initiative = reached()
    with pytest.raises(Forbidden):
        initiatives.ask(initiative.id, WHY_ASKED, by=AGENT, at=MONDAY)
    initiatives.ask(initiative.id, WHY_ASKED, by=LEADER, at=MONDAY)

    for _ in range(2):
        initiatives.compose_ballot(initiative.id, at=MONDAY)

    one = initiatives.find(initiative.id)
    assert (one.asked, one.due_on, one.overdue) == (WHY_ASKED, None, None)
    assert happened(one)["initiative.to_ballot"].public_note == WHY_ASKED
    draft = ballots.draft_of(ballots.find(one.ballot))
    assert (draft.title.en, draft.title.ru, draft.agency) == (TITLE, "", AGENCY)
    assert draft.audience.areas == ("annankatu-23", "annankatu-25", "annankatu-27")
    assert draft.audience.title.en == "The courtyard of Annankatu 23–27"
    officer = an_officer("ballot_officer")
    assert len(ballots.at_stage("draft", by=officer).items) == 1


def test_who_is_forgotten_leaves_what_was_published_and_the_count():
    initiative, returned = collecting(), sent()
    boris = neighbour("boris")
    initiatives.sign(initiative.id, by=boris, at=MONDAY)
    assert initiatives.about("boris")["signed"][0]["initiative"] == initiative.id
    assert len(initiatives.about("anna")["opened"]) == 2

    for person in ("anna", "boris"):
        for _ in range(2):
            initiatives.forget(person)

    assert initiatives.find(initiative.id).person is None
    assert Initiative.count(returned.id, Initiative.part == HEAD) == 0
    assert initiatives.shown(initiative.id, by=boris)[1:3] == (1, False)
    assert [*Contribution.query(own("anna")), *Contribution.query(own("boris"))] == []
