"""Talking about ideas: threads, what is taken away, what helps, what is reported."""

import pytest

from chalicelib import identifiers
from chalicelib.domain import ideas, quotas
from chalicelib.domain.ideas import PhaseClosed, crediting, following, reading, standing, talk
from chalicelib.domain.ideas.talk import Flaw, Order, Said, Side, State, changing, marking, posting
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from chalicelib.messages import say
from chalicelib.models.idea import IdeaEvent, IdeaVersion
from chalicelib.models.talk import CommentVersion, versions
from tests.factories import MONDAY, a_resident
from tests.ideas import (
    ANNA,
    BORIS,
    IDEAS_TIME,
    LEADER,
    MODERATOR,
    REASON,
    opened,
    published,
    sent,
)
from tests.ideas_talk import MINUTE, said

pytestmark = pytest.mark.usefixtures("tables")
CLARA, DORA = a_resident("clara"), a_resident("dora")


@pytest.fixture
def idea(tables):
    return published(opened())


def events(idea, kind):
    found = IdeaEvent.query(idea.id, IdeaEvent.part.startswith("event#"))
    return [event for event in found if event.kind == f"idea.{kind}"]


def test_a_thread_is_four_deep_and_each_answer_is_told_to_whom_it_answers(idea):
    first = said(idea, by=BORIS)
    second = said(idea, to=first.path, by=CLARA)
    third = said(idea, to=second.path, by=ANNA, at=IDEAS_TIME + MINUTE)
    fourth = said(idea, to=third.path, by=BORIS, at=IDEAS_TIME + 2 * MINUTE)

    with pytest.raises(Conflict, match="four deep"):
        said(idea, to=fourth.path, by=CLARA)
    assert (fourth.role, third.role) == ("resident", "author")
    assert [event.concerns for event in events(idea, "commented")] == [{"anna"}]
    assert [event.concerns for event in events(idea, "replied")] == [
        {"boris"},
        {"clara"},
        {"anna"},
    ]
    seen = talk.thread(idea.id, first.path, by=ANNA)
    assert [one.path for one in seen.items] == [second.path, third.path, fourth.path]
    assert (seen.first.answers, seen.first.all_answers) == (1, 3)
    part = talk.thread(idea.id, third.path, by=ANNA)
    assert [one.path for one in part.items] == [third.path, fourth.path]


def test_however_much_is_said_of_an_idea_it_is_no_part_of_its_history(idea):
    first = said(idea, by=BORIS)
    talk.mark(idea.id, first.path, True, by=CLARA_IN(idea), at=IDEAS_TIME)

    happened = [event.kind for event in reading.happened(ideas.find(idea.id))]
    fate = ideas.fate_of(idea.id, by=ANNA, at=IDEAS_TIME)

    assert happened[-1] == "idea.published"
    assert [event.kind for event in fate.history] == happened
    (told,) = events(idea, "commented")
    assert told.id.startswith(f"{IDEAS_TIME:%Y%m%dT}")  # as of all that lies in an inbox by time


def test_whose_sign_a_comment_names_is_told_once(idea):
    first, second = said(idea, by=BORIS), said(idea, by=CLARA)
    below = said(idea, to=first.path, by=DORA)
    signs = f"@{first.alias.lower()} @{second.alias}, @{below.alias}. Do you agree?"
    answer = said(idea, signs, to=below.path, by=ANNA, at=IDEAS_TIME + MINUTE)
    plain = said(idea, f"Like {first.alias} I am for it", at=IDEAS_TIME + MINUTE)

    for one in (answer, plain, answer):
        crediting.follow("idea.replied", idea.id, {"comment": one.path}, at=IDEAS_TIME)

    (told,) = events(idea, "mentioned")
    assert told.concerns == {"boris"}  # Dora is answered, and Clara is in another thread
    assert told.facts["comment"] == answer.path


def test_nothing_is_added_under_what_is_taken_away_in_this_very_moment(idea, monkeypatch):
    first = said(idea, by=BORIS)
    answer = said(idea, to=first.path, by=CLARA)

    def meanwhile(at):
        talk.delete(idea.id, answer.path, by=CLARA, at=at)
        return identifiers.number()[:18]

    monkeypatch.setattr("chalicelib.domain.ideas.talk.posting.identifiers.step", meanwhile)
    with pytest.raises(Conflict, match="nothing can be added under it"):
        said(idea, to=answer.path, by=BORIS)
    monkeypatch.undo()

    said(idea, to=first.path, by=CLARA)
    talk.delete(idea.id, first.path, by=BORIS, at=IDEAS_TIME)
    with pytest.raises(Conflict, match="nothing can be added under it"):
        said(idea, to=first.path, by=CLARA)


def test_what_has_answers_leaves_its_place_and_nothing_of_what_it_said(idea):
    first = said(idea, by=BORIS)
    talk.edit(idea.id, first.path, Said("In other words"), by=BORIS, at=IDEAS_TIME)
    answer = said(idea, to=first.path, by=CLARA)

    left = talk.delete(idea.id, first.path, by=BORIS, at=IDEAS_TIME)

    assert left.state == State.DELETED
    found = talk.find(idea.id, first.path)
    assert (found.text, found.person, found.all_answers) == (None, None, 1)
    assert list(CommentVersion.query(versions(idea.id))) == []
    with pytest.raises(Conflict):
        talk.history(idea.id, first.path, by=ANNA)
    assert talk.delete(idea.id, answer.path, by=CLARA, at=IDEAS_TIME) is None
    assert talk.find(idea.id, first.path).all_answers == 0
    with pytest.raises(NotFound):
        talk.find(idea.id, answer.path)


def test_who_answers_while_it_is_taken_away_finds_its_place(idea, monkeypatch):
    first, write = said(idea, by=BORIS), changing._delete

    def answered_first(*args, **given):
        monkeypatch.setattr(changing, "_delete", write)
        said(idea, to=first.path, by=CLARA)
        return write(*args, **given)

    monkeypatch.setattr(changing, "_delete", answered_first)
    left = talk.delete(idea.id, first.path, by=BORIS, at=IDEAS_TIME)

    assert left.state == State.DELETED
    assert talk.find(idea.id, first.path).answers == 1


def test_what_a_comment_said_before_stays_to_be_read(idea):
    first = said(idea, "I am for it", side=Side.FOR)
    for n in range(2):
        at = IDEAS_TIME + (n + 1) * MINUTE
        talk.edit(idea.id, first.path, Said(f"Version {n}", Side.AGAINST), by=BORIS, at=at)

    told = talk.history(idea.id, first.path, by=CLARA)

    assert [one.text for one in told] == ["I am for it", "Version 0"]
    assert [one.side for one in told] == ["for", "against"]
    assert talk.find(idea.id, first.path).edition == 3
    with pytest.raises(Forbidden):
        talk.edit(idea.id, first.path, Said("Mine"), by=ANNA, at=IDEAS_TIME)


def test_threads_come_in_four_orders_page_by_page(idea):
    one, two, three = (said(idea, f"Comment {n}", at=IDEAS_TIME + n * MINUTE) for n in range(3))
    said(idea, to=two.path, by=CLARA, at=IDEAS_TIME + 9 * MINUTE)
    talk.mark(idea.id, one.path, True, by=CLARA_IN(idea), at=IDEAS_TIME)
    orders = {
        Order.OLDER: [one, two, three],
        Order.RECENT: [three, two, one],
        Order.BEST: [one],
        Order.DISCUSSED: [two],
    }

    for order, wanted in orders.items():
        first = talk.threads(idea.id, order, by=ANNA, limit=2)
        rest = talk.threads(idea.id, order, by=ANNA, limit=2, after=first.last)
        paths = [comment.path for comment in (*first.items, *rest.items)]
        assert paths[: len(wanted)] == [comment.path for comment in wanted], order
        assert len(set(paths)) == 3
    with pytest.raises(Invalid):
        talk.threads(idea.id, Order.BEST, by=ANNA, after={"path": one.path})


def CLARA_IN(idea):  # noqa: N802 (she, having joined)
    ideas.join(idea.project, by=CLARA, at=IDEAS_TIME)
    return CLARA


def test_each_person_finds_a_comment_helpful_once_and_never_their_own(idea, monkeypatch):
    first = said(idea)
    clara = CLARA_IN(idea)
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
    assert {event.actor for event in events(idea, "marked")} == {None}


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
    first, clara = said(idea), CLARA_IN(idea)
    for _ in range(2):
        talk.flag(idea.id, first.path, Flaw.ABUSE, by=clara, at=IDEAS_TIME)
    assert [one.path for one in talk.flagged("kluuvi", by=MODERATOR)] == [first.path]
    with pytest.raises(Forbidden):
        talk.flagged("kluuvi", by=ANNA)

    talk.leave(idea.id, first.path, by=MODERATOR)
    talk.flag(idea.id, first.path, Flaw.ABUSE, by=clara, at=IDEAS_TIME)
    assert talk.flagged("kluuvi", by=MODERATOR) == []
    hidden = talk.hide(idea.id, first.path, reason=REASON, by=MODERATOR, at=IDEAS_TIME)

    assert (hidden.state, hidden.reason) == (State.HIDDEN, REASON)
    (told,) = events(idea, "comment_hidden")
    assert told.concerns == {"boris"}
    with pytest.raises(Conflict):
        talk.mark(idea.id, first.path, True, by=clara, at=IDEAS_TIME)


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


def test_who_has_not_joined_and_whoever_comes_at_the_wrong_time_says_nothing(idea, monkeypatch):
    with pytest.raises(Conflict, match="join"):
        talk.comment(idea.id, Said("Hello"), by=BORIS, at=IDEAS_TIME)
    with pytest.raises(PhaseClosed):
        said(idea, at=MONDAY)
    with pytest.raises(Invalid):
        said(idea, "x")
    with pytest.raises(NotFound):
        said(sent(opened()))
    monkeypatch.setattr(posting, "DAY", quotas.Limit("comments", 1, say("enough")))
    said(idea)
    with pytest.raises(TooMany):
        said(idea)


def test_who_is_forgotten_leaves_what_they_said_without_their_name(idea):
    first, clara = said(idea), CLARA_IN(idea)
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
