"""Who writes an idea: who was invited or has asked, and everybody who wrote what went into it."""

from datetime import timedelta

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Said, State, Step, coauthors, invitations, merging
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.person import Person
from tests.factories import a_resident
from tests.fates import OPEN_TIME, reviewed, sent_to_experts
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    IDEAS_TIME,
    LEADER,
    REASON,
    WHY,
    begun,
    happened,
    opened,
    published,
    refused,
    some_words,
)
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")
CLARA = a_resident("clara")
LATER = IDEAS_TIME + timedelta(minutes=31)


def test_an_invited_address_writes_along_and_nobody_else_learns_of_it():
    an_account("boris")
    an_account("clara")
    idea = begun(opened())
    made = coauthors.invite(
        idea.id, email="Boris@example.org", language="en", by=ANNA, at=IDEAS_TIME
    )
    assert coauthors.addressee(idea.id, made.id, at=IDEAS_TIME).email == "boris@example.org"
    with pytest.raises(NotFound):
        coauthors.table(idea.id, by=CLARA, at=IDEAS_TIME)
    with pytest.raises(NotFound):
        coauthors.accept(idea.id, by=CLARA, at=IDEAS_TIME)
    assert coauthors.table(idea.id, by=BORIS, at=IDEAS_TIME).waiting

    for _ in range(2):
        coauthors.accept(idea.id, by=BORIS, at=IDEAS_TIME)

    ideas.write(idea.id, some_words(title="A roof for rain"), by=BORIS, at=IDEAS_TIME)
    sent_by_him = ideas.submit(idea.id, by=BORIS, at=IDEAS_TIME)
    assert sent_by_him.authors == {"anna", "boris"}
    assert int(ideas.mine_in(idea.project, ANNA).ideas) == 1
    assert coauthors.addressee(idea.id, made.id, at=IDEAS_TIME) is None
    assert [one.share for one in ideas.contributed(by=BORIS).items] == ["coauthor"]


def test_who_is_invited_finds_it_among_what_is_theirs_until_it_is_answered_or_over():
    an_account("boris")
    Person("mallory", email="mallory@example.org", level=0, language="en", opened_at=LATER).save()
    one, other = begun(opened()), begun(opened())
    for idea, name in ((one, "boris"), (other, "boris"), (other, "mallory")):
        email = f"{name}@example.org"
        coauthors.invite(idea.id, email=email, language="en", by=ANNA, at=LATER)

    def invited(by=BORIS, at=LATER):
        return {each.idea for each in ideas.contributed(by=by, at=at).invited}

    assert invited() == {one.id, other.id}
    assert invited(at=LATER + 15 * DAY) == set()
    assert invited(by=a_resident("mallory")) == set()  # who never confirmed the address
    coauthors.accept(one.id, by=BORIS, at=LATER)
    assert invited() == {other.id}
    (waiting,) = [
        each
        for each in coauthors.table(other.id, by=ANNA, at=LATER).waiting
        if each.email == "boris@example.org"
    ]
    coauthors.turn_down(other.id, waiting.id, by=ANNA, at=LATER)
    assert invited() == set()


def test_nobody_invites_themselves():
    an_account("anna")
    idea = begun(opened())

    with pytest.raises(Invalid) as refused:
        coauthors.invite(idea.id, email="Anna@example.org", language="en", by=ANNA, at=LATER)

    assert set(refused.value.fields) == {"email"}
    assert coauthors.table(idea.id, by=ANNA, at=LATER).waiting == []


def test_an_invitation_is_good_for_fourteen_days():
    an_account("boris")
    idea = begun(opened())
    coauthors.invite(idea.id, email="boris@example.org", language="en", by=ANNA, at=IDEAS_TIME)
    late = IDEAS_TIME + 15 * DAY
    with pytest.raises(NotFound):
        coauthors.table(idea.id, by=BORIS, at=late)
    with pytest.raises(NotFound):
        coauthors.accept(idea.id, by=BORIS, at=late)


def test_a_participant_asks_to_write_along_and_an_author_decides():
    an_account("boris")
    idea = published(opened())
    with pytest.raises(Conflict, match="join the project first"):
        coauthors.ask(idea.id, note="I am a carpenter", by=BORIS, at=LATER)
    assert not coauthors.table(idea.id, by=BORIS, at=LATER).may_ask
    ideas.join(idea.project, by=BORIS, at=LATER)
    assert coauthors.table(idea.id, by=BORIS, at=LATER).may_ask
    for _ in range(2):
        coauthors.ask(idea.id, note="I am a carpenter", by=BORIS, at=LATER)
    (asked,) = coauthors.table(idea.id, by=ANNA, at=LATER).waiting
    assert asked.note == "I am a carpenter"
    assert not coauthors.table(idea.id, by=BORIS, at=LATER).may_ask

    coauthors.turn_down(idea.id, asked.id, by=ANNA, at=LATER)
    assert happened(idea)[-1] == "idea.author_refused"
    again = coauthors.ask(idea.id, note="I draw as well", by=BORIS, at=LATER)
    coauthors.admit(idea.id, again.id, by=ANNA, at=LATER)

    assert ideas.find(idea.id).authors == {"anna", "boris"}
    assert ideas.about("boris")["asked"] == []
    with pytest.raises(Conflict, match="yours"):
        coauthors.leave(idea.id, by=ANNA, at=LATER)
    coauthors.leave(idea.id, by=BORIS, at=LATER)
    assert ideas.find(idea.id).authors == {"anna"}


def test_an_address_that_was_invited_goes_with_its_account():
    an_account("boris")
    an_account("clara")
    one, two = begun(opened()), begun(opened())
    for idea, name in ((one, "boris"), (two, "boris"), (two, "clara")):
        email = f"{name}@example.org"
        coauthors.invite(idea.id, email=email, language="en", by=ANNA, at=LATER)
    coauthors.accept(one.id, by=BORIS, at=LATER)
    assert [each["idea"] for each in ideas.about("boris")["invited"]] == [two.id]

    for _ in range(2):
        ideas.forget("boris")

    left = coauthors.table(two.id, by=ANNA, at=LATER).waiting
    assert [each.email for each in left] == ["clara@example.org"]
    assert ideas.about("boris")["invited"] == []


def test_what_an_address_was_invited_to_does_not_go_with_who_never_confirmed_it():
    Person("mallory", email="boris@example.org", level=0, language="en", opened_at=LATER).save()
    idea = begun(opened())
    coauthors.invite(idea.id, email="boris@example.org", language="en", by=ANNA, at=LATER)

    assert ideas.about("mallory")["invited"] == []
    ideas.forget("mallory")

    assert coauthors.table(idea.id, by=ANNA, at=LATER).waiting


def test_however_many_ask_their_list_is_bounded_and_invitations_come_first(monkeypatch):
    monkeypatch.setattr(invitations, "MOST_WAITING", 2)
    idea = published(opened())
    for name in ("boris", "clara", "dora"):
        ideas.join(idea.project, by=a_resident(name), at=LATER)
        coauthors.ask(idea.id, note="I draw", by=a_resident(name), at=LATER)
    coauthors.invite(idea.id, email="erik@example.org", language="en", by=ANNA, at=LATER)

    seen = coauthors.table(idea.id, by=ANNA, at=LATER).waiting

    assert [bool(one.email) for one in seen] == [True, False]
    assert coauthors.table(idea.id, by=ANNA, at=LATER + 15 * DAY).waiting == []


@pytest.fixture
def two():
    """Two ideas that say the same, of different people."""
    project = opened()
    return published(project), published(project, by=BORIS, title="A roof for rain")


def asked_to_merge(one, other):
    merging.propose(one.id, None, into=other.id, note=REASON, by=LEADER, at=LATER)
    return merging.proposal(one.id, by=LEADER)


def test_an_idea_goes_into_another_when_all_authors_agree_and_nobodys_share_is_lost(two):
    one, other = two
    asked_to_merge(one, other)
    asked = merging.proposal(one.id, by=LEADER).merge
    with pytest.raises(Conflict, match="already"):
        merging.propose(one.id, asked, into=other.id, note=REASON, by=LEADER, at=LATER)
    merging.answer(merging.proposal(one.id, by=ANNA), agrees=True, by=ANNA, at=LATER)
    assert ideas.find(one.id).state == State.PUBLISHED

    merging.answer(merging.proposal(one.id, by=BORIS), agrees=True, by=BORIS, at=LATER)

    gone = ideas.find(one.id)
    assert (gone.state, gone.merged_into, gone.next_alarm_on) == (
        State.MERGED_INTO,
        other.id,
        None,
    )
    assert ideas.find(other.id).authors == {"anna", "boris"}
    shares = {mine.idea: mine.share for mine in ideas.contributed(by=ANNA).items}
    assert shares == {one.id: "author", other.id: "merged"}
    settled = merging.proposal(one.id, by=ANNA).merge
    assert (settled.state, settled.asked, settled.agreed) == (merging.DONE, None, None)


def test_silence_of_seven_days_is_consent_and_one_objection_is_enough(two):
    one, other = two
    asked_to_merge(one, other)
    ideas.meet(one.id, at=LATER + 7 * DAY)
    assert ideas.find(one.id).state == State.PUBLISHED
    for _ in range(2):
        ideas.meet(one.id, at=LATER + 8 * DAY)
    assert ideas.find(one.id).state == State.MERGED_INTO

    project = opened()
    one, other = published(project), published(project, by=BORIS)
    found = asked_to_merge(one, other)
    with pytest.raises(Forbidden):
        merging.answer(found, agrees=False, by=CLARA, at=LATER)
    merging.answer(found, agrees=False, by=BORIS, at=LATER)
    ideas.meet(one.id, at=LATER + 9 * DAY)
    assert ideas.find(one.id).state == State.PUBLISHED
    assert happened(one)[-1] == "idea.merge_refused"


def test_what_has_moved_on_meanwhile_is_not_merged(two):
    one, other = two
    asked_to_merge(one, other)
    refused(other)

    ideas.meet(one.id, at=LATER + 8 * DAY)

    assert ideas.find(one.id).state == State.PUBLISHED
    assert merging.proposal(one.id, by=ANNA).merge.state == merging.LAPSED


def test_who_objects_late_takes_no_other_alarm_from_an_idea_that_has_moved_on(two):
    one, other = two
    asked_to_merge(one, other)
    reviewed(sent_to_experts(one))
    again = ideas.take(one.id, Step.ASK_REWORK, Said(WHY), by=LEADER, at=OPEN_TIME)
    assert again.next_alarm_on > again.due_on

    with pytest.raises(NotFound):
        merging.answer(merging.proposal(one.id, by=BORIS), agrees=False, by=BORIS, at=OPEN_TIME)

    assert merging.proposal(one.id, by=BORIS).merge.state == merging.LAPSED
    assert ideas.find(one.id).next_alarm_on == again.next_alarm_on


def test_ideas_are_merged_by_who_leads_the_project_within_it(two):
    one, other = two
    elsewhere = published(opened())
    for into in (one.id, elsewhere.id, "I-0000000000"):
        with pytest.raises(Invalid):
            merging.propose(one.id, None, into=into, note=REASON, by=LEADER, at=LATER)
    with pytest.raises(Forbidden):
        merging.propose(one.id, None, into=other.id, note=REASON, by=ANNA, at=LATER)
