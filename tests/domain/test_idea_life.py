"""Ideas: written, sent, read by a moderator, published; and what is counted of them."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import PhaseClosed, State
from chalicelib.errors import Conflict, Invalid, NotFound
from chalicelib.models.idea import IdeaEvent, IdeaVersion
from chalicelib.models.project import FATES, Fates
from tests.factories import MONDAY
from tests.ideas import (
    ANNA,
    BORIS,
    EXPERTS_TIME,
    IDEAS_TIME,
    MODERATOR,
    REASON,
    begun,
    opened,
    published,
    refused,
    sent,
    some_words,
)

pytestmark = pytest.mark.usefixtures("tables")


def without_fate(project):
    return int(Fates.get(project.id, FATES).without)


def test_an_idea_is_written_sent_and_published_and_its_author_hears_of_it():
    project = opened()
    idea = begun(project)
    ideas.write(idea.id, some_words(title="A roof for rain"), by=ANNA, at=IDEAS_TIME)
    ideas.submit(idea.id, by=ANNA, at=IDEAS_TIME)
    assert [one.idea.id for one in ideas.to_moderate("kluuvi", by=MODERATOR)] == [idea.id]

    shown = ideas.publish(idea.id, by=MODERATOR, at=IDEAS_TIME)

    assert (shown.state, shown.edition) == (State.PUBLISHED, 1)
    assert ideas.to_moderate("kluuvi", by=MODERATOR) == []
    events = list(IdeaEvent.query(idea.id, IdeaEvent.part.startswith("event#")))
    assert [event.kind for event in events] == [
        "idea.begun",
        "idea.written",
        "idea.submitted",
        "idea.published",
    ]
    assert events[-1].concerns == {"anna"}
    assert events[-1].facts["title"] == "A roof for rain"
    assert not events[0].concerns


def test_what_is_not_published_nobody_else_sees_and_it_comes_back_with_the_reason():
    project = opened()
    idea = sent(project)
    with pytest.raises(NotFound):
        ideas.shown(idea.id, by=BORIS)
    assert without_fate(project) == 1

    back = ideas.send_back(idea.id, reason=REASON, by=MODERATOR, at=IDEAS_TIME)

    assert (back.state, back.reason, without_fate(project)) == (State.DRAFT, REASON, 0)
    assert int(ideas.mine_in(project.id, ANNA).ideas) == 0
    with pytest.raises(NotFound):
        ideas.shown(idea.id, by=MODERATOR)


def test_one_person_gives_as_many_ideas_as_the_plan_says():
    project = opened()
    three = [begun(project, title=f"Idea number {n}") for n in range(3)]
    for idea in three[:2]:
        ideas.submit(idea.id, by=ANNA, at=IDEAS_TIME)

    with pytest.raises(Conflict, match="as many ideas"):
        ideas.submit(three[2].id, by=ANNA, at=IDEAS_TIME)
    assert int(ideas.mine_in(project.id, ANNA).ideas) == 2


def test_the_last_idea_is_given_once_however_many_windows_send(monkeypatch):
    project = opened(ideas_each=1)
    one, other = begun(project), begun(project, title="Another one")
    ideas.submit(one.id, by=ANNA, at=IDEAS_TIME)
    monkeypatch.setattr("chalicelib.domain.ideas.usecases.check_left", lambda *_: None)

    with pytest.raises(Conflict):
        ideas.submit(other.id, by=ANNA, at=IDEAS_TIME)


def test_ideas_are_taken_in_their_phase_from_who_has_joined():
    project = opened()
    with pytest.raises(PhaseClosed):
        begun(project, at=MONDAY)
    idea = begun(project)
    with pytest.raises(PhaseClosed):
        ideas.submit(idea.id, by=ANNA, at=EXPERTS_TIME)
    with pytest.raises(Conflict, match="join"):
        ideas.begin(project.id, some_words(), by=BORIS, at=IDEAS_TIME)


def test_what_is_too_short_is_kept_as_a_draft_and_not_sent():
    idea = begun(opened(), solution="")

    with pytest.raises(Invalid) as refused:
        ideas.submit(idea.id, by=ANNA, at=IDEAS_TIME)
    assert set(refused.value.fields) == {"solution"}


def test_the_worker_lays_cards_and_counts_each_state_once():
    project = opened()
    idea = published(project)
    for _ in range(2):
        ideas.index(idea.id)
        ideas.count_idea(idea.id)
    assert [card.idea for card in ideas.of_project(project.id).items] == [idea.id]
    assert [card.idea for card in ideas.of_project(project.id, tag="shelter").items] == [idea.id]

    refused(idea)
    for _ in range(2):
        ideas.index(idea.id)
        ideas.count_idea(idea.id)

    funnel = ideas.overview(project.id, by=ANNA).funnel
    assert (funnel.published, funnel.not_selected, funnel.selected) == (1, 1, 0)
    assert [c.idea for c in ideas.of_project(project.id, how="not_done").items] == [idea.id]
    assert ideas.of_project(project.id, how="open").items == []


def test_a_draft_is_on_no_shelf_and_in_no_figure():
    project = opened()
    idea = sent(project)
    ideas.index(idea.id)
    ideas.count_idea(idea.id)

    assert ideas.of_project(project.id).items == []
    assert ideas.overview(project.id, by=ANNA).funnel.published == 0


def test_what_was_decided_on_is_kept_as_it_was_read(monkeypatch):
    """Of two who decide at once, the second one's idea is not the one that they read."""
    idea = published(opened())
    stale = ideas.find(idea.id)
    refused(idea)
    monkeypatch.setattr("chalicelib.domain.ideas.usecases.find", lambda _: stale)

    with pytest.raises(Conflict, match="meanwhile"):
        refused(idea)


def test_a_person_reads_what_is_kept_of_them_and_is_forgotten_with_what_nobody_saw():
    project = opened(ideas_each=3)
    public, private, draft = published(project), sent(project, title="Another one"), begun(project)
    told = ideas.about("anna")
    assert [one["project"] for one in told["joined"]] == [project.id]
    assert {one["id"] for one in told["ideas"]} == {public.id, private.id, draft.id}

    for _ in range(2):
        ideas.forget("anna")

    left = ideas.find(public.id)
    assert (left.person, left.authors, left.state) == (None, None, State.PUBLISHED)
    assert IdeaVersion.get(public.id, "version#0001").person is None
    for gone in (private, draft):
        with pytest.raises(NotFound):
            ideas.find(gone.id)
    told = ideas.about("anna")
    assert told["joined"] == told["ideas"] == told["amendments"] == told["scored"] == []
    assert ideas.mine_in(project.id, ANNA) is None
    assert without_fate(project) == 1
