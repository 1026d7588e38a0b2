"""A thread that is taken out of a thread while many people do something with it at once."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import talk
from chalicelib.domain.ideas.talk import Said, rules
from chalicelib.errors import Conflict
from chalicelib.models.idea import IdeaEvent
from chalicelib.models.talk import Comment
from tests.factories import a_resident
from tests.ideas import IDEAS_TIME, LEADER, opened, published
from tests.ideas_talk import MINUTE, said

pytestmark = pytest.mark.usefixtures("one_at_a_time")
PEOPLE = [a_resident(f"person-{n}") for n in range(8)]


@pytest.fixture
def idea(one_at_a_time):
    return published(opened())


@pytest.fixture
def second(idea):
    """An answer, with an answer to it by each of eight people, and one to each of these."""
    first = said(idea, "The first").path
    answer = said(idea, "The second", to=first, by=PEOPLE[0]).path
    for n, person in enumerate(PEOPLE):
        at = IDEAS_TIME + (n + 1) * MINUTE
        below = said(idea, f"To the second {n}", to=answer, by=person, at=at)
        said(idea, f"Below that {n}", to=below.path, by=PEOPLE[n - 1], at=at + MINUTE / 2)
    return answer


def at_once(*acts):
    """What each comes to; None of who is told to try again."""

    def run(act):
        try:
            return act()
        except Conflict:
            return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def split(idea, path):
    return talk.split(idea.id, path, by=LEADER, at=IDEAS_TIME)


def everything(idea, *firsts):
    """All that lies in these threads, the signs of what has moved as well."""
    places = [rules.thread_of(idea.id, first) for first in firsts]
    places += [rules.thread_of(idea.id, f"{first}.") for first in firsts]
    return {one.path: one for place in dict.fromkeys(places) for one in Comment.query(place)}


def check(idea, *firsts):
    """Everything is in one place, is counted where it is, and is found by who wrote it."""
    lying = everything(idea, *firsts)
    there = {path: one for path, one in lying.items() if not one.moved_to}
    assert set(Counter(one.text for one in there.values()).values()) == {1}
    for path, one in lying.items():
        assert one.moved_to is None or one.moved_to in lying
        below = 0 if one.moved_to else sum(rules.above(each) == path for each in lying)
        assert one.answers == below, path
    for path, one in there.items():
        if rules.depth(path) == 1:
            below = [each for each in there if each.startswith(f"{path}.")]
            assert one.all_answers == len(below), path
    for person in PEOPLE:
        mine = {one["comment"] for one in ideas.about(person.id)["comments"]}
        assert mine == {path for path, one in there.items() if one.person == person.id}
    return {one.text for one in there.values()}


def splits(idea):
    """From where each comment was moved that began a thread, as the worker is told."""
    told = IdeaEvent.query(idea.id, IdeaEvent.part.startswith("event#"))
    return [event.facts["was"] for event in told if event.kind == talk.SPLIT]


def carried(idea):
    for was in splits(idea):
        assert talk.carry(idea.id, was)


def test_of_many_who_split_one_comment_at_once_it_begins_one_thread(idea, second):
    first, new = rules.root_of(second), rules.step_of(second)

    found = at_once(*[partial(split, idea, second)] * 8)

    assert {one.path for one in found if one} == {new}
    assert splits(idea) == [second]
    carried(idea)
    assert len(check(idea, first, new)) == 18


def test_what_two_workers_move_at_once_is_in_one_place(idea, second):
    first, new = rules.root_of(second), rules.step_of(second)
    split(idea, second)

    at_once(*[partial(talk.carry, idea.id, second)] * 4)

    carried(idea)
    assert len(check(idea, first, new)) == 18


def test_who_answers_marks_and_changes_while_it_moves_loses_nothing(idea, second):
    first, new = rules.root_of(second), rules.step_of(second)
    below = sorted(each for each in everything(idea, first) if rules.above(each) == second)

    def moves():
        split(idea, second)
        return talk.carry(idea.id, second)

    def answer(n, to):
        said(idea, f"Meanwhile {n}", to=to, by=PEOPLE[n], at=IDEAS_TIME + (30 + n) * MINUTE)
        return f"Meanwhile {n}"

    def change(n):
        words = f"In other words {n}"
        talk.edit(idea.id, below[n], Said(words), by=PEOPLE[n], at=IDEAS_TIME + 40 * MINUTE)
        return words

    def mark(n):
        talk.mark(idea.id, below[n], True, by=PEOPLE[n - 1], at=IDEAS_TIME + 40 * MINUTE)
        return below[n]

    _, *done = at_once(
        moves,
        *(partial(answer, n, second) for n in range(3)),
        *(partial(answer, n, below[n]) for n in range(3, 6)),
        *(partial(change, n) for n in (5, 6)),
        *(partial(mark, n) for n in (6, 7)),
    )

    at_once(moves, moves)
    carried(idea)
    there = check(idea, first, new)
    assert {one for one in done[:8] if one} <= there
    for path in filter(None, done[8:]):
        assert talk.find(idea.id, path).helpful == 1


def test_two_threads_that_come_out_of_one_at_once_take_each_their_own(idea, second):
    first, new = rules.root_of(second), rules.step_of(second)
    third = next(each for each in everything(idea, first) if rules.above(each) == second)

    def moves(path):
        split(idea, path)
        return talk.carry(idea.id, path)

    at_once(partial(moves, second), partial(moves, third))

    carried(idea)
    assert len(check(idea, first, new, rules.step_of(third))) == 18
    assert talk.find(idea.id, rules.step_of(third)).all_answers == 1


def test_what_splits_on_its_way_leaves_no_answer_where_it_was_for_a_moment(idea, second):
    first, new = rules.root_of(second), rules.step_of(second)
    third = next(each for each in everything(idea, first) if rules.above(each) == second)
    split(idea, second)
    talk.carry(idea.id, second, most=1)  # it has come, what answers it has not

    split(idea, third)

    carried(idea)
    assert len(check(idea, first, new, rules.step_of(third))) == 18
    assert talk.find(idea.id, f"{new}.{rules.step_of(third)}").path == rules.step_of(third)


@pytest.mark.parametrize("begins", [0, 1])
def test_what_has_gone_from_below_is_no_answer_to_what_moves_after(idea, second, begins):
    first, new = rules.root_of(second), rules.step_of(second)
    third = next(each for each in everything(idea, first) if rules.above(each) == second)

    for path in (second, third) if begins else (third, second):
        split(idea, path)
    carried(idea)

    check(idea, first, new, rules.step_of(third))
    assert talk.find(idea.id, new).answers == 7
