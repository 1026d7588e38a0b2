"""In the demo city people think about something together, and it comes to something."""

from collections import Counter

import pytest

from chalicelib import catalogue, clock
from chalicelib.actors import ANONYMOUS
from chalicelib.domain import ideas, initiatives
from chalicelib.domain.ideas import State, opinions, scores, sealing, talk
from chalicelib.domain.initiatives import State as Asked
from chalicelib.models.idea import HEAD, Idea
from tests.fates import SCORE
from tests.filled.demo import VOTERS, actor_of
from tests.ideas import events


@pytest.fixture
def discussed(told):
    (found,) = ideas.listed(ideas.OPEN).items
    return found


@pytest.fixture
def closed(told):
    (found,) = ideas.listed(ideas.CLOSED).items
    return found


def ideas_of(one, *states):
    found = Idea.scan((Idea.part == HEAD) & (Idea.project == one.project.id))
    return [idea for idea in found if not states or idea.state in states]


def test_one_project_is_discussed_and_one_was_carried_out(discussed, closed):
    assert discussed.without_fate > 5
    assert closed.without_fate == 0

    now, before = (Counter(idea.state for idea in ideas_of(one)) for one in (discussed, closed))

    assert now == {
        State.PUBLISHED: 4,
        State.EXPERT_REVIEW: 2,
        State.IN_MODERATION: 1,
        State.MERGED_INTO: 1,
        State.DRAFT: 1,
    }
    assert before == {
        State.IMPLEMENTED: 3,
        State.MERGED_INTO: 1,
        State.NOT_SELECTED: 1,
        State.NOT_ACCEPTED: 1,
        State.DROPPED: 1,
    }


def test_who_answers_alike_is_together_on_the_map(discussed):
    seen = opinions.shown(discussed.project.id, by=ANONYMOUS).map

    assert seen.people == seen.voters == VOTERS
    assert len(seen.groups) > 1
    assert all(group.typical for group in seen.groups)
    assert {one.text for one in seen.shared if one.agree}


def test_ideas_are_discussed_from_both_sides_and_those_who_answer_for_them_answer(discussed):
    by_title = {ideas.words_of(idea).title: idea for idea in ideas_of(discussed)}

    room = talk.threads(by_title["Напоминание о приёме накануне"].id, by=ANONYMOUS)

    assert room.summary
    assert {"for", "against"} <= {one.side for one in (*room.pinned, *room.items)}
    (asked,) = [one for one in room.items if one.answers == 2]
    assert not asked.asks  # any more: it was answered
    assert max(one.helpful for one in room.pinned) == talk.HELPFUL


def test_what_was_carried_out_shows_how_it_came_to_that(closed):
    now = clock.now()

    fates = [
        ideas.fate_of(idea.id, by=ANONYMOUS, at=now) for idea in ideas_of(closed, State.IMPLEMENTED)
    ]

    for fate in fates:
        assert fate.scores.mean
        assert len(fate.scores.given) == 3
        assert (fate.answer.outcome, fate.result.percent) == ("accepted", 100)
        assert fate.milestones[-1].photos
        assert fate.idea.pictures


def test_what_was_refused_or_given_up_says_why(closed):
    refused = ideas_of(closed, State.NOT_SELECTED, State.NOT_ACCEPTED, State.DROPPED)

    assert {idea.why for idea in refused} == {"money", "support", "technical"}
    assert all(idea.reason for idea in refused)


def test_what_was_selected_says_why_and_not_what_came_of_it(closed):
    chosen = [one for idea in ideas_of(closed) for one in events(idea, "idea.selected")]

    assert len({one.public_note for one in chosen}) == len(chosen) == 5
    assert not {one.public_note for one in chosen} & {idea.reason for idea in ideas_of(closed)}


def test_who_signs_in_as_an_expert_has_something_to_seal(told, discussed):
    expert, now = actor_of(told, "expert"), clock.now()
    sealed = scores.commitment(SCORE, "s" * 32)

    waiting = [sealing.read(one, one.id, by=expert) for one in ideas_of(discussed, "expert_review")]

    assert sorted(int(one.panel.sealed) for one in waiting) == [1, 2]
    for one in waiting:
        assert one.panel.seal_until > now
        sealing.seal(one, sealed, by=expert, at=now)


def test_initiatives_are_read_signed_and_answered(told):
    now, anna, moderator = clock.now(), actor_of(told, "resident"), actor_of(told, "moderator")
    (answered,) = initiatives.listed(Asked.ANSWERED).items
    collecting = {one.initiative.scope: one for one in initiatives.listed(Asked.COLLECTING).items}

    assert (answered.people, answered.initiative.verdict) == (11, "done")
    assert answered.initiative.reached_at < answered.initiative.answered_at < now
    assert {scope: one.people for scope, one in collecting.items()} == {
        "courtyard": 8,
        "city": VOTERS,
    }
    initiatives.sign(collecting["courtyard"].initiative.id, by=anna, at=now)
    areas = [area.id for area in catalogue.areas() if area.kind == "district"]
    assert sum(len(initiatives.to_read(area, by=moderator)) for area in areas) == 1
