"""What is made of comments: found helpful, reported, answered, pinned; kept without a name."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import following, standing, talk
from chalicelib.domain.ideas.talk import Flaw, State, marking
from chalicelib.errors import Conflict, Forbidden
from chalicelib.models.idea import IdeaVersion
from tests.factories import MONDAY, a_resident
from tests.ideas import (
    AFTER,
    ANNA,
    BORIS,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    REASON,
    events,
    opened,
    published,
)
from tests.ideas_talk import CLARA, MINUTE, joining, said

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def idea(tables):
    return published(opened())


def test_each_person_finds_a_comment_helpful_once_and_never_their_own(idea, monkeypatch):
    first = said(idea)
    clara = joining(idea)
    for _ in range(2):
        talk.mark(idea.id, first.path, True, by=clara, at=IDEAS_TIME)
    assert talk.find(idea.id, first.path).helpful == 1
    with pytest.raises(Forbidden):
        talk.mark(idea.id, first.path, True, by=BORIS, at=IDEAS_TIME)

    monkeypatch.setattr(marking, "is_helpful", lambda *_: False)  # as another window saw it
    with pytest.raises(Conflict):
        talk.mark(idea.id, first.path, True, by=clara, at=IDEAS_TIME)
    monkeypatch.undo()
    assert talk.find(idea.id, first.path).helpful == 1
    talk.mark(idea.id, first.path, False, by=clara, at=IDEAS_TIME)
    assert talk.find(idea.id, first.path).helpful == 0
    assert {event.actor for event in events(idea, "idea.marked")} == {None}


def test_a_comment_that_five_people_find_helpful_is_credited_once(idea):
    first = said(idea)
    facts = {"comment": first.path}
    for n in range(5):
        person = a_resident(f"person-{n}")
        ideas.join(idea.project, by=person, at=IDEAS_TIME)
        talk.mark(idea.id, first.path, True, by=person, at=IDEAS_TIME)
        following.follow("idea.marked", idea.id, facts, at=IDEAS_TIME)
        assert standing.mine("boris").points == (2 if n == 4 else 0)

    following.follow("idea.marked", idea.id, facts, at=IDEAS_TIME)
    following.follow("idea.selected", idea.id, {}, at=IDEAS_TIME)
    IdeaVersion(idea.id, "version#0002", text={}, fingerprint="", at=MONDAY, person="clara").save()
    for _ in range(2):
        following.follow("idea.amendment_accepted", idea.id, {"edition": "2"}, at=IDEAS_TIME)

    assert standing.mine("boris").points == 2
    assert (standing.mine("anna").points, standing.mine("clara").points) == (50, 10)
    for name in ("Anna from the pond", "Anna"):
        standing.show(name, by=ANNA)
    assert [(one.name, one.points) for one in standing.leaders()] == [("Anna", 50)]
    standing.show("", by=ANNA)
    assert standing.leaders() == []


def test_a_reported_comment_is_left_or_hidden_for_a_reason_that_everybody_reads(idea):
    first, clara = said(idea), joining(idea)
    for _ in range(2):
        talk.flag(idea.id, first.path, Flaw.ABUSE, by=clara, at=IDEAS_TIME)
    assert [one.path for one in talk.flagged("kluuvi", by=MODERATOR)] == [first.path]
    with pytest.raises(Forbidden):
        talk.flagged("kluuvi", by=ANNA)

    talk.leave(idea.id, first.path, by=MODERATOR, at=IDEAS_TIME)
    (left,) = events(idea, "idea.comment_left")
    assert (left.actor, left.facts["comment"], left.concerns) == ("moderator", first.path, None)
    talk.flag(idea.id, first.path, Flaw.ABUSE, by=clara, at=IDEAS_TIME)
    assert talk.flagged("kluuvi", by=MODERATOR) == []
    hidden = talk.hide(idea.id, first.path, reason=REASON, by=MODERATOR, at=IDEAS_TIME)

    assert (hidden.state, hidden.reason) == (State.HIDDEN, REASON)
    (told,) = events(idea, "idea.comment_hidden")
    assert told.concerns == {"boris"}
    with pytest.raises(Conflict):
        talk.mark(idea.id, first.path, True, by=clara, at=IDEAS_TIME)


def test_what_is_read_is_reported_by_who_has_not_joined_and_when_nothing_is_said_any_more(idea):
    first, stranger = said(idea), a_resident("dora")
    with pytest.raises(Conflict):
        talk.mark(idea.id, first.path, True, by=stranger, at=IDEAS_TIME)
    with pytest.raises(Forbidden):
        talk.flag(idea.id, first.path, Flaw.ABUSE, by=BORIS, at=AFTER)

    for _ in range(2):
        talk.flag(idea.id, first.path, Flaw.ABUSE, by=stranger, at=AFTER)

    assert [one.path for one in talk.flagged("kluuvi", by=MODERATOR)] == [first.path]
    talk.hide(idea.id, first.path, reason=REASON, by=MODERATOR, at=AFTER)
    with pytest.raises(Conflict, match="taken away"):
        talk.flag(idea.id, first.path, Flaw.ABUSE, by=a_resident("clara"), at=AFTER)


def test_a_question_waits_until_somebody_who_answers_for_it_answers(idea):
    first = said(idea, asks=True)
    said(idea, to=first.path, by=CLARA)
    assert [one.path for one in talk.questions(idea.project, by=LEADER)] == [first.path]

    said(idea, to=first.path, by=ANNA)

    assert talk.questions(idea.project, by=LEADER) == []
    assert not talk.find(idea.id, first.path).asks
    with pytest.raises(Forbidden):
        talk.questions(idea.project, by=ANNA)


def test_who_leads_the_project_pins_three_and_sums_up(idea):
    four = [said(idea, f"Comment {n}", at=IDEAS_TIME + n * MINUTE) for n in range(4)]
    for one in four[:3]:
        talk.pin(idea.id, one.path, True, by=LEADER, at=IDEAS_TIME)

    with pytest.raises(Conflict, match="three"):
        talk.pin(idea.id, four[3].path, True, by=LEADER, at=IDEAS_TIME)
    talk.pin(idea.id, four[0].path, False, by=LEADER, at=IDEAS_TIME)
    talk.summarise(idea.id, "Nobody is against it so far.", by=LEADER, at=IDEAS_TIME)

    seen = talk.threads(idea.id, by=BORIS)
    assert [one.path for one in seen.pinned] == [one.path for one in four[1:3]]
    assert {one.path for one in seen.items} == {four[0].path, four[3].path}
    assert seen.summary.text == "Nobody is against it so far."
    with pytest.raises(Forbidden):
        talk.summarise(idea.id, "I have the last word here.", by=ANNA, at=IDEAS_TIME)


def test_who_is_forgotten_leaves_what_they_said_without_their_name(idea):
    first, clara = said(idea), joining(idea)
    talk.mark(idea.id, first.path, True, by=clara, at=IDEAS_TIME)
    told = ideas.about("boris")["comments"]
    assert [one["text"] for one in told] == ["Who sweeps it in autumn?"]
    assert ideas.about("clara")["helpful"] == [{"idea": idea.id, "comment": first.path}]

    for person in ("boris", "clara"):
        for _ in range(2):
            ideas.forget(person)

    left = talk.find(idea.id, first.path)
    assert (left.person, left.text, left.helpful) == (None, "Who sweeps it in autumn?", 1)
    assert ideas.about("boris")["comments"] == ideas.about("clara")["helpful"] == []
