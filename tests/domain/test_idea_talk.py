"""Talking about ideas: threads, what is said in other words, what is taken away."""

import pytest

from chalicelib import identifiers
from chalicelib.domain import ideas, quotas
from chalicelib.domain.ideas import PhaseClosed, crediting, reading, talk
from chalicelib.domain.ideas.talk import Order, Said, Side, State, changing, posting, room, rules
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound, TooMany
from chalicelib.messages import say
from chalicelib.models.talk import Comment, CommentVersion, versions
from tests.factories import MONDAY, a_resident
from tests.ideas import (
    ANNA,
    BORIS,
    IDEAS_TIME,
    events,
    opened,
    published,
    sent,
)
from tests.ideas_talk import CLARA, DORA, MINUTE, joining, said

pytestmark = pytest.mark.usefixtures("tables")


@pytest.fixture
def idea(tables):
    return published(opened())


def test_a_thread_is_four_deep_and_each_answer_is_told_to_whom_it_answers(idea):
    first = said(idea, by=BORIS)
    second = said(idea, to=first.path, by=CLARA)
    third = said(idea, to=second.path, by=ANNA, at=IDEAS_TIME + MINUTE)
    fourth = said(idea, to=third.path, by=BORIS, at=IDEAS_TIME + 2 * MINUTE)

    with pytest.raises(Conflict, match="four deep"):
        said(idea, to=fourth.path, by=CLARA)
    assert (fourth.role, third.role) == ("resident", "author")
    assert [event.concerns for event in events(idea, "idea.commented")] == [{"anna"}]
    assert [event.concerns for event in events(idea, "idea.replied")] == [
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
    talk.mark(idea.id, first.path, True, by=joining(idea), at=IDEAS_TIME)

    happened = [event.kind for event in reading.happened(ideas.find(idea.id))]
    fate = ideas.fate_of(idea.id, by=ANNA, at=IDEAS_TIME)

    assert happened[-1] == "idea.published"
    assert [event.kind for event in fate.history] == happened
    (told,) = events(idea, "idea.commented")
    assert told.id.startswith(f"{IDEAS_TIME:%Y%m%dT}")  # as of all that lies in an inbox by time


def test_whose_sign_a_comment_names_is_told_once(idea):
    first, second = said(idea, by=BORIS), said(idea, by=CLARA)
    below = said(idea, to=first.path, by=DORA)
    signs = f"@{first.alias.lower()} @{second.alias}, @{below.alias}. Do you agree?"
    answer = said(idea, signs, to=below.path, by=ANNA, at=IDEAS_TIME + MINUTE)
    plain = said(idea, f"Like {first.alias} I am for it", at=IDEAS_TIME + MINUTE)

    for one in (answer, plain, answer):
        crediting.follow("idea.replied", idea.id, {"comment": one.path}, at=IDEAS_TIME)

    (told,) = events(idea, "idea.mentioned")
    assert told.concerns == {"boris"}  # Dora is answered, and Clara is in another thread
    assert told.facts["comment"] == answer.path


def test_of_thousands_in_one_discussion_everybody_has_a_sign_of_their_own(idea):
    signs = {room.alias(idea.id, a_resident(f"person-{n}")) for n in range(3000)}
    assert len(signs) == 3000
    assert {len(sign) for sign in signs} == {rules.SIGN}
    assert not {*"ILOU"} & {letter for sign in signs for letter in sign}


def test_a_sign_of_four_digits_that_a_comment_was_given_once_still_speaks_to_its_author(idea):
    first = said(idea, by=BORIS)
    first.update([Comment.alias.set("3F9A")])
    answer = said(idea, "@3f9a, who sweeps it?", by=CLARA, at=IDEAS_TIME + MINUTE)

    crediting.follow("idea.commented", idea.id, {"comment": answer.path}, at=IDEAS_TIME)

    (told,) = events(idea, "idea.mentioned")
    assert told.concerns == {"boris"}


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
    talk.mark(idea.id, one.path, True, by=joining(idea), at=IDEAS_TIME)
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
