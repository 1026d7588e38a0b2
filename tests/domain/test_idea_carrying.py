"""What was promised of ideas: carried out, given up, late; and counted."""

from collections import Counter
from datetime import date

import pytest

from chalicelib import workdays
from chalicelib.domain import ideas
from chalicelib.domain.ideas import (
    State,
    Step,
    following,
    projects,
)
from chalicelib.errors import Conflict, Invalid
from chalicelib.models.photo import Photo
from chalicelib.models.project import ProjectEvent
from tests.complaints import a_photo
from tests.factories import MONDAY
from tests.fates import (
    ANSWER_TIME,
    OPEN_TIME,
    TEXT,
    accepted,
    dropped,
    in_review,
    planned,
    says,
    selected,
)
from tests.ideas import (
    AGENT,
    ANNA,
    DAY,
    IDEAS_TIME,
    LEADER,
    WHY,
    events,
    opened,
    published,
    refused,
)

pytestmark = pytest.mark.usefixtures("tables")


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
    assert Photo.get("one").attached_to == f"{idea.id}#{fate.milestones[2].part}"
    assert [event.kind for event in events(idea)][-4:] == [
        "idea.planned",
        "idea.implementing",
        "idea.milestone",
        "idea.implemented",
    ]
    assert all("anna" in event.concerns for event in events(idea)[-4:])


def test_a_photo_shows_one_milestone_and_no_other():
    idea = says(planned(opened()), Step.BEGIN)
    photo = a_photo(AGENT, "one")
    says(idea, Step.REPORT, text=TEXT, percent=10, photos=(photo,))

    for step, said in ((Step.REPORT, {"percent": 60}), (Step.FINISH, {})):
        with pytest.raises(Invalid) as refused:
            says(idea, step, text=TEXT, photos=(photo,), **said)
        assert set(refused.value.fields) == {"photos"}

    fate = ideas.fate_of(idea.id, by=ANNA, at=ANSWER_TIME)
    assert [list(one.photos) for one in fate.milestones] == [[], [], [photo]]
    assert (fate.idea.state, fate.result.percent) == (State.IMPLEMENTING, 10)


def test_a_percent_of_a_hundred_is_for_what_is_finished_and_days_are_not_in_the_past():
    idea = planned(opened())

    for said, field in (
        ({"percent": 100}, "percent"),
        ({"percent": 101}, "percent"),
        ({"on": date(2026, 12, 1)}, "on"),
        ({"on": (IDEAS_TIME - DAY).date()}, "on"),
        ({"until": date.max}, "until"),
        ({"act_url": "http://city.test"}, "act_url"),
    ):
        with pytest.raises(Invalid) as wrong:
            says(idea, Step.REPORT, text=TEXT, **said)
        assert set(wrong.value.fields) == {field}
    with pytest.raises(Invalid) as wrong:
        says(accepted(opened()), Step.PLAN, text=TEXT, until=date(2026, 1, 1), money=-1)
    assert set(wrong.value.fields) == {"until", "money"}
    with pytest.raises(Invalid) as wrong:
        says(selected(opened()), Step.ACCEPT, text=TEXT, until=date.max, money=10**40)
    assert set(wrong.value.fields) == {"until", "money"}


def test_no_project_is_closed_while_what_it_promised_is_neither_there_nor_given_up():
    project = opened()
    idea = planned(project)
    with pytest.raises(Conflict, match="neither carried out"):
        ideas.close(project.id, by=LEADER, at=ANSWER_TIME)

    dropped(idea)

    assert ideas.close(project.id, by=LEADER, at=ANSWER_TIME).state == projects.CLOSED


def test_what_is_late_is_told_to_the_agency_and_the_city_every_week():
    idea = selected(opened())
    due = MONDAY + 85 * DAY

    for at in (due, due, due + 8 * DAY):
        ideas.meet(idea.id, at=at)

    late = [event for event in events(idea) if event.kind == "idea.overdue"]
    assert [event.facts["to"] for event in late] == ["city", "city"]
    assert not any(event.concerns for event in late)


def test_what_is_accepted_is_planned_within_sixty_days_or_by_the_day_that_was_named():
    idea, other = accepted(opened()), selected(opened())
    soon = (ANSWER_TIME + 30 * DAY).date()
    assert idea.due_on == (ANSWER_TIME + 60 * DAY).date()
    assert says(other, Step.ACCEPT, text=TEXT, until=soon).due_on == soon

    ideas.meet(idea.id, at=ANSWER_TIME + 60 * DAY)
    ideas.meet(idea.id, at=ANSWER_TIME + 61 * DAY)

    (late,) = events(idea, "idea.overdue")
    assert (late.facts["to"], late.facts["due_on"]) == ("city", idea.due_on.isoformat())
    assert ideas.fate_of(idea.id, by=ANNA, at=ANSWER_TIME + 61 * DAY).late(late.at)
    plan = says(idea, Step.PLAN, text=TEXT, until=date(2026, 12, 1))
    assert (plan.due_on, plan.next_alarm_on) == (date(2026, 12, 1), date(2026, 12, 2))


def test_what_an_agency_says_keeps_its_paragraphs():
    written = f"  {TEXT}\r\n\r\n\r\n\r\nThe  roof\tfollows. \r\nThen the benches.\r\n"

    idea = says(selected(opened()), Step.ACCEPT, text=written)

    kept = f"{TEXT}\n\nThe roof follows.\nThen the benches."
    assert ideas.fate_of(idea.id, by=ANNA, at=ANSWER_TIME).answer.text == idea.reason == kept


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
    refused(each[0], at=OPEN_TIME)
    for _ in range(2):
        for idea in each:
            ideas.count_idea(idea.id)

    told = Counter()
    for idea in each:
        told.update({event.became for event in events(idea)} - {None, "draft", "in_moderation"})

    counted = ideas.funnel_of(ideas.overview(project.id, by=ANNA).funnel)
    assert {state: n for state, n in counted.items() if n} == told
    assert (counted["published"], counted["selected"], counted["dropped"]) == (5, 3, 1)
