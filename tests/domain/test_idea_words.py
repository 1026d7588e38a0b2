"""What an idea says: changed freely at first, then version by version, by its authors or others."""

from datetime import timedelta

import pytest

from chalicelib.catalogue import Point
from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    Changed,
    PhaseClosed,
    State,
    amending,
    coauthors,
    differences,
    pending,
    texts,
)
from chalicelib.domain.ideas.differences import Kind
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid, NotFound
from chalicelib.models.idea import Contribution, own
from chalicelib.models.offer import ACCEPTED
from tests.factories import a_resident
from tests.ideas import (
    ANNA,
    BORIS,
    EXPERTS_TIME,
    IDEAS_TIME,
    MODERATOR,
    REASON,
    begun,
    changed,
    happened,
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


def numbers(idea):
    return [one.number for one in ideas.versions(idea.id, by=ANNA).items]


def test_for_half_an_hour_other_words_take_the_place_of_the_first_version():
    idea = published(opened())
    first = idea.fingerprint

    ideas.edit(idea.id, some_words(title="A roof for rain"), by=ANNA, at=IDEAS_TIME)
    now = pending.publish(idea.id, by=MODERATOR, at=LATER)  # as it was free when it was written

    assert (numbers(now), now.edition) == ([1], 1)
    (version,) = ideas.versions(idea.id, by=BORIS).items
    assert version.words.title == "A roof for rain"
    assert version.kept.fingerprint == now.fingerprint == texts.fingerprint(version.words) != first


def test_later_each_change_is_a_version_that_says_what_is_different():
    idea = published(opened())
    other = some_words(solution="A pavilion of stone by the pond, open on two sides.")

    ideas.edit(idea.id, other, by=ANNA, at=LATER)
    now = pending.publish(idea.id, by=MODERATOR, at=LATER)
    ideas.edit(idea.id, other, by=ANNA, at=LATER)

    found = ideas.versions(idea.id, by=BORIS)
    assert ([one.number for one in found.items], now.edition) == ([2, 1], 2)
    (change,) = found.items[0].changes
    said = [(piece.kind, piece.text.strip()) for piece in change.pieces]
    assert said[1:3] == [(Kind.REMOVED, "wood"), (Kind.ADDED, "stone")]
    assert found.items[1].changes == ()
    assert happened(idea)[-1] == "idea.revised"


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


def test_an_idea_that_is_moved_says_from_where_to_where():
    there = some_words(place=Point(60.1699, 24.9384))
    (change,) = differences.between(there, some_words(place=Point(60.2055, 24.6559)))
    assert change.field == "place"
    assert [(piece.kind, piece.text) for piece in change.pieces] == [
        (Kind.REMOVED, "60.16990,24.93840"),
        (Kind.ADDED, "60.20550,24.65590"),
    ]
    (gone,) = differences.between(there, some_words())
    assert [piece.kind for piece in gone.pieces] == [Kind.REMOVED]


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
    assert numbers(idea) == [1]
    pending.publish(idea.id, by=MODERATOR, at=LATER)

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
    changed(idea, title="A roof for rain", at=LATER)

    with pytest.raises(Changed):
        amending.accept(amendment, by=ANNA, at=LATER)
    other = some_words(title="A tent for rain")
    with pytest.raises(Changed):
        amending.propose(idea.id, other, why=REASON, fingerprint=mark, by=BORIS, at=LATER)
    assert numbers(idea) == [2, 1]


def test_of_many_changes_the_last_are_shown(monkeypatch):
    monkeypatch.setattr(amending, "MOST", 1)
    idea = published(opened())
    for _ in range(3):
        proposed(idea)
    last = proposed(idea, title="A roof for rain", at=LATER)

    assert [one.id for one in amending.proposed(ideas.find(idea.id), by=ANNA)] == [last.id]


def test_of_two_authors_who_answer_at_once_one_does():
    idea = published(opened())
    first, second = proposed(idea), proposed(idea, title="A roof for rain")
    amending.reject(first, reason=REASON, by=ANNA, at=LATER)

    stale = amending.find(idea.id, first.id)
    stale.state = amending.OPEN
    with pytest.raises(Conflict):
        amending.accept(stale, by=ANNA, at=LATER)
    assert amending.accept(second, by=ANNA, at=LATER).state == amending.BEING_READ
    pending.publish(idea.id, by=MODERATOR, at=LATER)
    assert amending.find(idea.id, second.id).state == ACCEPTED
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
    ideas.submit(idea.id, by=ANNA, at=IDEAS_TIME)
    ideas.publish(idea.id, by=MODERATOR, at=IDEAS_TIME)
    with pytest.raises(Invalid) as wrong:
        ideas.edit(idea.id, some_words(tags=("shelter",)), by=ANNA, at=LATER)
    assert set(wrong.value.fields) == {"tags"}
    with pytest.raises(Invalid) as wrong:
        proposed(idea, tags=("shelter",))
    assert set(wrong.value.fields) == {"tags"}
    both = some_words(tags=("trees", "water"))
    ideas.edit(idea.id, both, by=ANNA, at=LATER)
    assert pending.publish(idea.id, by=MODERATOR, at=LATER).edition == 2


def test_who_is_forgotten_leaves_no_change_behind_but_those_that_became_versions():
    project = opened()
    idea = published(project)
    accepted, waiting = proposed(idea), proposed(idea, title="A roof for rain")
    amending.accept(accepted, by=ANNA, at=LATER)
    pending.publish(idea.id, by=MODERATOR, at=LATER)
    shared = begun(project)
    an_account("boris")
    coauthors.invite(shared.id, email="boris@example.org", language="en", by=ANNA, at=LATER)
    coauthors.accept(shared.id, by=BORIS, at=LATER)
    coauthors.ask(idea.id, note="I am a carpenter", by=BORIS, at=LATER)
    told = ideas.about("boris")
    assert {one["id"] for one in told["amendments"]} == {accepted.id, waiting.id}
    assert [one["note"] for one in told["asked"]] == ["I am a carpenter"]

    for _ in range(2):
        ideas.forget("boris")

    assert amending.find(idea.id, accepted.id).person is None
    assert ideas.versions(idea.id, by=ANNA).items[0].kept.person is None
    with pytest.raises(NotFound):
        amending.find(idea.id, waiting.id)
    assert ideas.find(shared.id).authors == {"anna"}
    assert coauthors.table(idea.id, by=ANNA, at=LATER).waiting == []
    assert ideas.about("boris")["asked"] == []
