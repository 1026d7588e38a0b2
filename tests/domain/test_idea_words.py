"""What an idea says: changed freely at first, then version by version, by its authors or others."""

from datetime import timedelta

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    Changed,
    PhaseClosed,
    State,
    amending,
    coauthors,
    differences,
    merging,
    texts,
)
from chalicelib.domain.ideas.differences import Kind
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid, NotFound
from chalicelib.models.idea import HEAD, Contribution, Idea, IdeaEvent, own
from tests.factories import a_resident
from tests.ideas import (
    ANNA,
    BORIS,
    DAY,
    EXPERTS_TIME,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    REASON,
    begun,
    opened,
    proposed,
    published,
    refused,
    sent,
    some_words,
)
from tests.telling import an_account

pytestmark = pytest.mark.usefixtures("tables")
CLARA = a_resident("clara")
LATER = IDEAS_TIME + timedelta(minutes=31)


def events(idea):
    return [one.kind for one in IdeaEvent.query(idea.id, IdeaEvent.part.startswith("event#"))]


def numbers(idea):
    return [one.number for one in ideas.versions(idea.id, by=ANNA).items]


def test_for_half_an_hour_other_words_take_the_place_of_the_first_version():
    idea = published(opened())
    first = idea.fingerprint

    now = ideas.edit(idea.id, some_words(title="A roof for rain"), by=ANNA, at=IDEAS_TIME)

    assert (numbers(now), now.edition) == ([1], 1)
    (version,) = ideas.versions(idea.id, by=BORIS).items
    assert version.words.title == "A roof for rain"
    assert version.kept.fingerprint == now.fingerprint == texts.fingerprint(version.words) != first


def test_later_each_change_is_a_version_that_says_what_is_different():
    idea = published(opened())
    changed = some_words(solution="A pavilion of stone by the pond, open on two sides.")

    now = ideas.edit(idea.id, changed, by=ANNA, at=LATER)
    ideas.edit(idea.id, changed, by=ANNA, at=LATER)

    found = ideas.versions(idea.id, by=BORIS)
    assert ([one.number for one in found.items], now.edition) == ([2, 1], 2)
    (change,) = found.items[0].changes
    said = [(piece.kind, piece.text.strip()) for piece in change.pieces]
    assert said[1:3] == [(Kind.REMOVED, "wood"), (Kind.ADDED, "stone")]
    assert found.items[1].changes == ()
    assert events(idea)[-1] == "idea.revised"


def test_what_was_rated_is_changed_by_versions_and_never_in_between():
    idea = published(opened())
    stale = ideas.find(idea.id)
    Idea(idea.id, HEAD).update([Idea.rated_at.set(IDEAS_TIME)], add_version_condition=False)
    words = some_words(title="A roof for rain")

    with pytest.raises(Conflict, match="meanwhile"):
        ideas.edit(stale, words, by=ANNA, at=IDEAS_TIME)
    assert ideas.edit(idea.id, words, by=ANNA, at=IDEAS_TIME).edition == 2


def test_an_idea_is_changed_by_its_authors_and_only_where_nothing_is_decided():
    idea = published(opened())
    with pytest.raises(Forbidden):
        ideas.edit(idea.id, some_words(), by=BORIS, at=IDEAS_TIME)
    with pytest.raises(Invalid) as wrong:
        ideas.edit(idea.id, some_words(title="", problem=""), by=ANNA, at=IDEAS_TIME)
    assert set(wrong.value.fields) == {"title", "problem"}
    refused(idea)
    with pytest.raises(Illegal):
        ideas.edit(idea.id, some_words(title="Another one"), by=ANNA, at=LATER)


def test_two_texts_are_compared_in_no_time_even_if_they_were_made_to_take_long():
    one, other = ("a b " * 700, "b a a " * 450)
    (change,) = differences.between(some_words(solution=one), some_words(solution=other))
    kinds = {kind: "".join(p.text for p in change.pieces if p.kind is kind) for kind in Kind}
    assert len(kinds[Kind.SAME] + kinds[Kind.REMOVED]) == len(one)


def test_an_accepted_amendment_is_a_version_by_who_proposed_it():
    idea = published(opened())
    amendment = proposed(idea)
    assert [one.id for one in amending.proposed(ideas.find(idea.id), by=ANNA)] == [amendment.id]
    with pytest.raises(NotFound):
        amending.seen(amendment, by=CLARA)
    with pytest.raises(Forbidden):
        amending.accept(amendment, by=BORIS, at=LATER)

    amending.accept(amendment, by=ANNA, at=LATER)

    last = ideas.versions(idea.id, by=ANNA).items[0]
    assert (last.number, last.kept.person) == (2, "boris")
    assert "closed to the north" in last.words.solution
    theirs = Contribution.get(own("boris"), amending.place(idea.id, amendment.id))
    assert theirs.share == "amended"
    with pytest.raises(Conflict, match="answered"):
        amending.accept(amending.find(idea.id, amendment.id), by=ANNA, at=LATER)


def test_what_was_written_for_another_version_is_neither_taken_nor_proposed():
    idea = published(opened())
    amendment, mark = proposed(idea), idea.fingerprint
    ideas.edit(idea.id, some_words(title="A roof for rain"), by=ANNA, at=LATER)

    with pytest.raises(Changed):
        amending.accept(amendment, by=ANNA, at=LATER)
    other = some_words(title="A tent for rain")
    with pytest.raises(Changed):
        amending.propose(idea.id, other, why=REASON, fingerprint=mark, by=BORIS, at=LATER)
    assert numbers(idea) == [2, 1]


def test_of_two_authors_who_answer_at_once_one_does():
    idea = published(opened())
    first, second = proposed(idea), proposed(idea, title="A roof for rain")
    amending.reject(first, reason=REASON, by=ANNA, at=LATER)

    stale = amending.find(idea.id, first.id)
    stale.state = amending.OPEN
    with pytest.raises(Conflict):
        amending.accept(stale, by=ANNA, at=LATER)
    assert amending.accept(second, by=ANNA, at=LATER).state == amending.ACCEPTED
    assert numbers(idea) == [2, 1]


def test_what_was_rejected_becomes_an_idea_of_ones_own_once():
    project = opened()
    idea = published(project)
    amendment = proposed(idea)
    with pytest.raises(Conflict, match="rejected"):
        amending.promote(amendment, by=BORIS, at=LATER)
    amending.reject(amendment, reason=REASON, by=ANNA, at=LATER)
    stale = amending.find(idea.id, amendment.id)

    draft = amending.promote(amendment, by=BORIS, at=LATER)

    assert (draft.person, draft.state) == ("boris", State.DRAFT)
    assert "closed to the north" in ideas.words_of(draft).solution
    with pytest.raises(Conflict):
        amending.promote(stale, by=BORIS, at=LATER)


def test_changes_are_proposed_in_their_phase_by_participants_and_to_others():
    idea = published(opened())
    told = {"why": REASON, "fingerprint": idea.fingerprint}
    other = some_words(title="A roof for rain")
    with pytest.raises(Conflict, match="yours"):
        amending.propose(idea.id, other, by=ANNA, at=LATER, **told)
    with pytest.raises(Conflict, match="join"):
        amending.propose(idea.id, other, by=BORIS, at=LATER, **told)
    ideas.join(idea.project, by=BORIS, at=LATER)
    with pytest.raises(Invalid, match="wrong"):
        amending.propose(idea.id, some_words(), by=BORIS, at=LATER, **told)
    with pytest.raises(PhaseClosed):
        amending.propose(idea.id, other, by=BORIS, at=EXPERTS_TIME, **told)


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
    for _ in range(2):
        coauthors.ask(idea.id, note="I am a carpenter", by=BORIS, at=LATER)
    (asked,) = coauthors.table(idea.id, by=ANNA, at=LATER).waiting
    assert asked.note == "I am a carpenter"
    assert not coauthors.table(idea.id, by=BORIS, at=LATER).may_ask

    coauthors.turn_down(idea.id, asked.id, by=ANNA, at=LATER)
    assert events(idea)[-1] == "idea.author_refused"
    again = coauthors.ask(idea.id, note="I draw as well", by=BORIS, at=LATER)
    coauthors.admit(idea.id, again.id, by=ANNA, at=LATER)

    assert ideas.find(idea.id).authors == {"anna", "boris"}
    with pytest.raises(Conflict, match="yours"):
        coauthors.leave(idea.id, by=ANNA, at=LATER)
    coauthors.leave(idea.id, by=BORIS, at=LATER)
    assert ideas.find(idea.id).authors == {"anna"}


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
    assert events(one)[-1] == "idea.merge_refused"


def test_what_has_moved_on_meanwhile_is_not_merged(two):
    one, other = two
    asked_to_merge(one, other)
    refused(other)

    ideas.meet(one.id, at=LATER + 8 * DAY)

    assert ideas.find(one.id).state == State.PUBLISHED
    assert merging.proposal(one.id, by=ANNA).merge.state == merging.LAPSED


def test_ideas_are_merged_by_who_leads_the_project_within_it(two):
    one, other = two
    elsewhere = published(opened())
    for into in (one.id, elsewhere.id, "I-0000000000"):
        with pytest.raises(Invalid):
            merging.propose(one.id, None, into=into, note=REASON, by=LEADER, at=LATER)
    with pytest.raises(Forbidden):
        merging.propose(one.id, None, into=other.id, note=REASON, by=ANNA, at=LATER)


def test_a_draft_is_thrown_away_and_what_is_sent_is_not():
    idea = begun(opened())
    ideas.throw_away(idea.id, by=ANNA)
    with pytest.raises(NotFound):
        ideas.find(idea.id)
    assert ideas.contributed(by=ANNA).items == []
    with pytest.raises(Conflict):
        ideas.throw_away(sent(opened()).id, by=ANNA)


def test_a_moderator_says_what_kind_of_reason_it_is_and_the_author_finds_it():
    idea = sent(opened())
    with pytest.raises(Invalid) as wrong:
        ideas.send_back(idea.id, code="boring", reason="No.", by=MODERATOR, at=IDEAS_TIME)
    assert set(wrong.value.fields) == {"code", "reason"}

    ideas.send_back(idea.id, code="abuse", reason=REASON, by=MODERATOR, at=IDEAS_TIME)

    (mine,) = ideas.contributed(by=ANNA).items
    assert (mine.state, mine.reason) == (State.DRAFT, REASON)


def test_where_a_project_names_its_tags_no_others_are_taken():
    idea = begun(opened(tags=("Trees ", "water")), tags=("shelter",))
    with pytest.raises(Invalid) as wrong:
        ideas.submit(idea.id, by=ANNA, at=IDEAS_TIME)
    assert set(wrong.value.fields) == {"tags"}
    ideas.write(idea.id, some_words(tags=("trees",)), by=ANNA, at=IDEAS_TIME)
    assert ideas.submit(idea.id, by=ANNA, at=IDEAS_TIME).state == State.IN_MODERATION


def test_who_is_forgotten_leaves_no_change_behind_but_those_that_became_versions():
    project = opened()
    idea = published(project)
    accepted, waiting = proposed(idea), proposed(idea, title="A roof for rain")
    amending.accept(accepted, by=ANNA, at=LATER)
    shared = begun(project)
    an_account("boris")
    coauthors.invite(shared.id, email="boris@example.org", language="en", by=ANNA, at=LATER)
    coauthors.accept(shared.id, by=BORIS, at=LATER)
    assert {one["id"] for one in ideas.about("boris")["amendments"]} == {accepted.id, waiting.id}

    for _ in range(2):
        ideas.forget("boris")

    assert amending.find(idea.id, accepted.id).person is None
    assert ideas.versions(idea.id, by=ANNA).items[0].kept.person is None
    with pytest.raises(NotFound):
        amending.find(idea.id, waiting.id)
    assert ideas.find(shared.id).authors == {"anna"}
