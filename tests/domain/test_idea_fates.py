"""What becomes of ideas: selected or not, answered, carried out or given up; late, counted, and
found by the reason why not."""

from collections import Counter
from datetime import date

import pytest

from chalicelib import workdays
from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    PhaseClosed,
    Said,
    State,
    Step,
    Why,
    following,
    projects,
    steps,
)
from chalicelib.errors import Conflict, Forbidden, Illegal, Invalid, NotFound
from chalicelib.models.fate import Answer
from chalicelib.models.idea import IdeaEvent
from chalicelib.models.photo import Photo
from chalicelib.models.project import FATES, Fates, ProjectEvent
from tests.complaints import a_photo
from tests.factories import MONDAY, an_officer
from tests.fates import (
    ANSWER_TIME,
    OPEN_TIME,
    TEXT,
    accepted,
    dropped,
    in_review,
    planned,
    says,
    scored,
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
    opened,
    published,
)

pytestmark = pytest.mark.usefixtures("tables")
REFUSE = Said(text=WHY, why="money")


def take(idea, step, said=REFUSE, by=LEADER, at=OPEN_TIME):
    return ideas.take(idea.id, step, said, by=by, at=at)


def without_fate(project):
    return int(Fates.get(project.id, FATES).without)


def events(idea):
    return list(IdeaEvent.query(idea.id, IdeaEvent.part.startswith("event#")))


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
        take(other, Step.SELECT, Said())

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


def test_an_idea_is_carried_out_step_by_step_with_what_shows_it():
    idea = planned(opened())
    begun = says(idea, Step.BEGIN, percent=10)
    assert (begun.state, begun.result["percent"]) == (State.IMPLEMENTING, 10)
    says(idea, Step.REPORT, text=TEXT, percent=60, photos=(a_photo(AGENT, "one"),))
    with pytest.raises(Invalid) as unseen:
        says(idea, Step.FINISH, text=TEXT)
    assert set(unseen.value.fields) == {"photos"}
    with pytest.raises(Invalid) as strange:
        says(idea, Step.REPORT, text=TEXT, photos=(a_photo(ANNA, "hers"),))
    assert set(strange.value.fields) == {"photos"}
    done = says(idea, Step.FINISH, text=TEXT, act_url="https://city.test/acts/17")

    assert (done.state, done.due_on, done.queue) == (State.IMPLEMENTED, None, None)
    fate = ideas.fate_of(idea.id, by=ANNA, at=ANSWER_TIME)
    told = [(m.state, int(m.percent), list(m.photos)) for m in fate.milestones]
    assert told == [
        ("planned", 0, []),
        ("implementing", 10, []),
        ("implementing", 60, ["one"]),
        ("implemented", 100, []),
    ]
    assert (fate.result.percent, fate.result.act_url) == (100, "https://city.test/acts/17")
    assert Photo.get("one").attached_to == idea.id
    assert [event.kind for event in events(idea)][-4:] == [
        "idea.planned",
        "idea.implementing",
        "idea.milestone",
        "idea.implemented",
    ]
    assert all("anna" in event.concerns for event in events(idea)[-4:])


def test_a_percent_of_a_hundred_is_for_what_is_finished_and_days_are_not_in_the_past():
    idea = planned(opened())

    for said, field in (
        ({"percent": 100}, "percent"),
        ({"percent": 101}, "percent"),
        ({"on": date(2026, 12, 1)}, "on"),
        ({"act_url": "http://city.test"}, "act_url"),
    ):
        with pytest.raises(Invalid) as wrong:
            says(idea, Step.REPORT, text=TEXT, **said)
        assert set(wrong.value.fields) == {field}
    with pytest.raises(Invalid) as wrong:
        says(accepted(opened()), Step.PLAN, text=TEXT, until=date(2026, 1, 1), money=-1)
    assert set(wrong.value.fields) == {"until", "money"}


def test_no_project_is_closed_while_what_it_promised_is_neither_there_nor_given_up():
    project = opened()
    idea = planned(project)
    with pytest.raises(Conflict, match="neither carried out"):
        ideas.close(project.id, by=LEADER, at=ANSWER_TIME)

    dropped(idea)

    assert ideas.close(project.id, by=LEADER, at=ANSWER_TIME).state == projects.CLOSED


def test_each_does_their_part_and_nobody_decides_on_an_idea_of_their_own():
    project = opened()
    idea = scored(project)
    mine = an_officer("facilitator.parks", "anna")
    for by in (AGENT, an_officer("facilitator.roads"), ANNA, mine):
        with pytest.raises(Forbidden):
            take(idea, Step.SELECT, Said(), by=by)
    take(idea, Step.SELECT, Said())
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
    take(idea, Step.SELECT, Said())

    with pytest.raises(Conflict, match="meanwhile"):
        ideas.take(idea.id, Step.NOT_SELECT, REFUSE, by=LEADER, at=OPEN_TIME, idea=stale)
    assert Answer.get(idea.id, "answer").outcome is None


def test_what_is_late_is_told_to_the_agency_and_the_city_every_week():
    idea = selected(opened())
    due = MONDAY + 85 * DAY

    for at in (due, due, due + 8 * DAY):
        ideas.meet(idea.id, at=at)

    late = [event for event in events(idea) if event.kind == "idea.overdue"]
    assert [event.facts["to"] for event in late] == ["city", "city"]
    assert not any(event.concerns for event in late)


def test_a_response_is_owed_later_when_residents_have_longer_to_have_their_say(a_queue):
    further = a_queue("ideas")
    project = opened(ideas_each=3)
    idea, answered = selected(project), accepted(project, title="A fountain")
    ideas.index(idea.id)
    before, due = ideas.find(answered.id), idea.due_on + 70 * DAY
    until = ideas.plan_of(project).phases[2].closes_at + 70 * DAY
    ideas.extend(project.id, "p3", until, reason=WHY, by=LEADER, at=OPEN_TIME)

    following.follow("project.extended", project.id, {}, at=OPEN_TIME)
    for told in [*further(), {"kind": "owe", "entity": answered.id}] * 2:
        following.follow(told["kind"], told["entity"], {}, at=OPEN_TIME)

    moved = ideas.find(idea.id)
    assert (moved.due_on, moved.next_alarm_on) == (due, workdays.day_after(due))
    assert ideas.owed(until=MONDAY + 90 * DAY).items == []
    assert [one.answer.due_on for one in ideas.owed().items] == [due]
    assert ideas.find(answered.id).version == before.version


def test_what_is_being_carried_out_is_not_said_to_be_without_an_answer():
    project = opened(ideas_each=3)
    ideas.count_idea(planned(project).id)
    late = projects.respond_by(ideas.plan_of(project)) + DAY
    ideas.meet(project.id, at=late)
    published(project, title="A fountain")
    ideas.meet(project.id, at=late + 7 * DAY)

    told = ProjectEvent.query(project.id, ProjectEvent.part.startswith("event#"))
    (overdue,) = (event for event in told if event.kind == "project.overdue")
    assert (overdue.at, overdue.facts["without"]) == (late + 7 * DAY, "1")


def test_the_funnel_is_what_the_event_log_says():
    project = opened(ideas_each=9)
    each = [
        published(project),
        in_review(project, title="Number two"),
        selected(project, title="Number three"),
        accepted(project, title="Number four"),
        dropped(planned(project, title="Number five")),
    ]
    take(each[0], Step.NOT_SELECT)
    for _ in range(2):
        for idea in each:
            ideas.count_idea(idea.id)

    told = Counter()
    for idea in each:
        told.update({event.became for event in events(idea)} - {None, "draft", "in_moderation"})

    counted = ideas.funnel_of(ideas.overview(project.id, by=ANNA).funnel)
    assert {state: n for state, n in counted.items() if n} == told
    assert (counted["published"], counted["selected"], counted["dropped"]) == (5, 3, 1)


def test_what_waits_with_a_moderator_has_no_fate_that_others_see():
    idea = published(opened(), at=IDEAS_TIME)
    assert ideas.fate_of(idea.id, by=BORIS, at=EXPERTS_TIME).scores is None
    with pytest.raises(NotFound):
        ideas.fate_of("I-0000000000", by=BORIS, at=EXPERTS_TIME)
