"""What becomes of ideas: selected or not, reworked, answered; and found by the reason why not."""

from datetime import date

import pytest

from chalicelib import workdays
from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    PhaseClosed,
    Said,
    Score,
    State,
    Step,
    Why,
    projects,
    scores,
    sealing,
    steps,
)
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid, NotFound
from chalicelib.models.fate import Answer
from chalicelib.models.project import FATES, Fates
from tests.factories import MONDAY, an_officer
from tests.fates import (
    ANSWER_TIME,
    CHOSEN,
    EXPERTS,
    OPEN_TIME,
    SALT,
    SCORE,
    TEXT,
    VERA,
    in_review,
    known,
    says,
    scored,
    sealed,
    selected,
)
from tests.ideas import (
    AGENT,
    ANNA,
    BORIS,
    DAY,
    EXPERTS_TIME,
    IDEAS_TIME,
    LEADER,
    WHY,
    events,
    opened,
    published,
)
from tests.roundtrips import counted

pytestmark = pytest.mark.usefixtures("tables")
REFUSE = Said(text=WHY, why="money")


def take(idea, step, said=REFUSE, by=LEADER, at=OPEN_TIME):
    return ideas.take(idea.id, step, said, by=by, at=at)


def without_fate(project):
    return int(Fates.get(project.id, FATES).without)


def test_what_is_selected_is_owed_a_response_by_the_day_that_was_promised():
    project = opened()
    idea = selected(project)
    due = workdays.day_of(projects.respond_by(ideas.plan_of(project)))

    assert (idea.state, idea.due_on) == (State.SELECTED, due)
    assert [one.id for one in ideas.to_answer("parks", by=AGENT).items] == [idea.id]
    assert [one.idea.id for one in ideas.owed().items] == [idea.id]
    assert ideas.owed(until=MONDAY + 80 * DAY).items == []
    late = MONDAY + 90 * DAY
    (owed,) = ideas.owed(until=late).items
    assert (owed.idea.id, owed.answer.due_on) == (idea.id, due)
    assert ideas.fate_of(idea.id, by=ANNA, at=late).late(late)

    says(idea, Step.ACCEPT, at=late, text=TEXT, money=5000, until=date(2026, 12, 1))

    assert ideas.owed().items == []
    assert ideas.to_answer("parks", by=AGENT).items == []
    assert [one.id for one in ideas.at_work("parks", by=AGENT).items] == [idea.id]
    answer = ideas.fate_of(idea.id, by=ANNA, at=late).answer
    assert (answer.outcome, answer.text, answer.cost) == (State.ACCEPTED, TEXT, 5000)
    assert (answer.until, answer.at) == (date(2026, 12, 1), late)
    with pytest.raises(Illegal):
        says(idea, Step.NOT_ACCEPT, text=WHY, why="money")


def test_who_decides_sees_of_each_idea_what_experts_say_and_what_is_due():
    project = opened(ideas_each=5)
    ready, waiting = scored(project), in_review(project, title="A fountain")
    again = take(scored(project, title="A roof"), Step.ASK_REWORK)
    for idea in (ready, waiting, again):
        ideas.index(idea.id)

    def listed(by, at=OPEN_TIME, how="open"):
        with counted("dynamodb") as calls:
            found = ideas.candidates(project.id, how, by=by, at=at)
        assert len(calls) == 2, calls
        return {one.card.idea: one for one in found.items}

    seen = listed(LEADER)
    assert (seen[ready.id].opened, seen[ready.id].mean, seen[ready.id].decidable) == (3, 14, True)
    assert (seen[waiting.id].opened, seen[waiting.id].mean) == (0, None)
    assert not seen[waiting.id].decidable
    assert seen[waiting.id].asked.seal_until > EXPERTS_TIME
    rework = seen[again.id]
    assert (rework.state, rework.asked, rework.due_on) == ("needs_rework", None, again.due_on)
    assert not rework.late(OPEN_TIME)
    assert rework.late(OPEN_TIME + 15 * DAY)
    for by in (AGENT, an_officer("facilitator.roads")):  # scores are not published yet
        assert (listed(by)[ready.id].opened, listed(by)[ready.id].mean) == (None, None)
    assert listed(AGENT, at=ANSWER_TIME)[ready.id].mean == 14
    chosen = take(ready, Step.SELECT, CHOSEN)
    ideas.index(chosen.id)
    assert listed(LEADER, how="selected")[ready.id].due_on == chosen.due_on


def test_what_experts_said_in_an_earlier_round_is_in_no_mean():
    project = opened()
    idea = sealed(in_review(project))
    other = Score(5, 5, 5, 5)
    for expert in EXPERTS[:2]:
        sealing.open(known(idea, expert), SCORE, SALT, by=expert, at=OPEN_TIME)
    until = (OPEN_TIME + DAY).date()
    take(idea, Step.PROLONG, Said(until=until))
    for expert in EXPERTS:
        mark = scores.commitment(other, SALT)
        sealing.seal(known(idea, expert), mark, by=expert, at=OPEN_TIME)
    late = OPEN_TIME + 2 * DAY
    sealing.open(known(idea, VERA), other, SALT, by=VERA, at=late)
    ideas.index(idea.id)

    (one,) = ideas.candidates(project.id, "open", by=LEADER, at=late).items

    assert (one.opened, one.mean) == (1, 20)


def test_what_is_refused_has_a_code_a_hundred_characters_and_a_shelf():
    project = opened(ideas_each=3)
    idea, other = scored(project), published(project, title="A fountain")
    for said, fields in (
        (Said(text="No money.", why="money"), {"text"}),
        (Said(text=WHY, why="whim"), {"why"}),
        (Said(why="not_reworked"), {"text", "why"}),
    ):
        with pytest.raises(Invalid) as wrong:
            take(idea, Step.NOT_SELECT, said)
        assert set(wrong.value.fields) == fields

    take(idea, Step.NOT_SELECT)
    take(other, Step.NOT_SELECT, Said(text=WHY, why="law"))
    for one in (idea, other):
        ideas.index(one.id)

    assert {card.idea for card in ideas.refused().items} == {idea.id, other.id}
    (card,) = ideas.refused(Why.MONEY).items
    assert (card.idea, card.reason, card.why) == (idea.id, WHY, "money")
    assert ideas.refused(Why.SUPPORT).items == []
    assert without_fate(project) == 0
    (told,) = (event for event in events(idea) if event.kind == "idea.not_selected")
    assert told.facts["code"] == "money"


def test_who_does_not_rework_in_a_fortnight_is_refused_by_the_clock():
    project = opened(ideas_each=3)
    idea, other = scored(project), scored(project, title="A fountain")
    for one in (idea, other):
        take(one, Step.ASK_REWORK, Said(text=WHY))
    with pytest.raises(Illegal, match="waits for its author"):
        take(idea, Step.NOT_SELECT)
    assert ideas.fate_of(idea.id, by=LEADER, at=OPEN_TIME).can == []
    again = ideas.rework(ideas.find(other.id), other.id, by=ANNA, at=OPEN_TIME + 13 * DAY)
    assert (again.state, again.due_on) == (State.EXPERT_REVIEW, None)
    with pytest.raises(Conflict, match="three experts"):
        take(other, Step.SELECT, CHOSEN)

    late = OPEN_TIME + 15 * DAY
    for _ in range(2):
        ideas.meet(idea.id, at=late - DAY)
        ideas.meet(idea.id, at=late)
        ideas.meet(other.id, at=late)

    lapsed = ideas.find(idea.id)
    assert (lapsed.state, lapsed.why) == (State.NOT_SELECTED, Why.NOT_REWORKED)
    assert len(lapsed.reason) >= 100
    assert str(steps.told(lapsed.reason)) == lapsed.reason
    assert ideas.find(other.id).state == State.EXPERT_REVIEW
    assert without_fate(project) == 1
    with pytest.raises(Illegal):
        ideas.rework(lapsed, idea.id, by=ANNA, at=late)


def test_a_day_later_nobody_can_rework_any_more():
    idea = scored(opened())
    take(idea, Step.ASK_REWORK, Said(text=WHY))

    with pytest.raises(Conflict, match="14 days"):
        ideas.rework(ideas.find(idea.id), idea.id, by=ANNA, at=OPEN_TIME + 15 * DAY)


def test_residents_rate_what_was_selected_before_the_agency_answers():
    idea = selected(opened())
    with pytest.raises(PhaseClosed):
        says(idea, Step.ACCEPT, at=OPEN_TIME, text=TEXT)

    take(idea, Step.PUT_TO_VOTE, Said())
    assert ideas.find(idea.id).state == State.VOTING
    late = selected(opened(), title="A fountain")
    with pytest.raises(Conflict, match="any more"):
        take(late, Step.PUT_TO_VOTE, Said(), at=ANSWER_TIME)

    assert says(idea, Step.ACCEPT, text=TEXT).state == State.ACCEPTED


def test_what_is_selected_is_selected_for_a_reason_that_everybody_reads():
    idea = scored(opened())
    for text in ("", "Because we like it"):
        with pytest.raises(Invalid) as wrong:
            take(idea, Step.SELECT, Said(text))
        assert list(wrong.value.fields) == ["text"]

    assert take(idea, Step.SELECT, CHOSEN).reason == CHOSEN.text
    assert events(idea, "idea.selected")[0].public_note == CHOSEN.text


def test_each_does_their_part_and_nobody_decides_on_an_idea_of_their_own():
    project = opened()
    idea = scored(project)
    mine = an_officer("facilitator.parks", "anna")
    for by in (AGENT, an_officer("facilitator.roads"), ANNA, mine):
        with pytest.raises(Forbidden):
            take(idea, Step.SELECT, CHOSEN, by=by)
    take(idea, Step.SELECT, CHOSEN)
    for by in (LEADER, an_officer("agency.roads"), BORIS):
        with pytest.raises(Forbidden):
            says(idea, Step.ACCEPT, by=by, text=TEXT)
        with pytest.raises(Forbidden):
            ideas.to_answer("parks", by=by)
    fate = ideas.fate_of(idea.id, by=mine, at=OPEN_TIME)
    assert fate.can == []
    assert ideas.fate_of(idea.id, by=AGENT, at=OPEN_TIME).can == [Step.ACCEPT, Step.NOT_ACCEPT]


def test_of_two_who_decide_at_once_the_second_one_is_told():
    idea = scored(opened())
    stale = ideas.find(idea.id)
    take(idea, Step.SELECT, CHOSEN)

    with pytest.raises(Conflict, match="meanwhile"):
        ideas.take(idea.id, Step.NOT_SELECT, REFUSE, by=LEADER, at=OPEN_TIME, idea=stale)
    assert Answer.get(idea.id, "answer").outcome is None


def test_what_waits_with_a_moderator_has_no_fate_that_others_see():
    idea = published(opened(), at=IDEAS_TIME)
    assert ideas.fate_of(idea.id, by=BORIS, at=EXPERTS_TIME).scores is None
    with pytest.raises(NotFound):
        ideas.fate_of("I-0000000000", by=BORIS, at=EXPERTS_TIME)
