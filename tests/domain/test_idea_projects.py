"""Projects: composed, opened with a promise, extended, joined, and closed when no idea is left."""

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Plan, Promise, State, alarms, joining, projects
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.project import FATES, Fates, ProjectEvent
from tests.ballots import text
from tests.factories import MONDAY, a_resident, an_officer
from tests.ideas import (
    AFTER,
    AGENCY,
    ANNA,
    BORIS,
    DAY,
    EXPERTS_TIME,
    IDEAS_TIME,
    LEADER,
    REASON,
    a_plan,
    begun,
    composed,
    opened,
    published,
    refused,
)

pytestmark = pytest.mark.usefixtures("tables")
OTHERS = [
    ANNA,
    an_officer("facilitator.roads", "other"),
    an_officer(f"agency.{AGENCY}", "agent"),
    an_officer("admin", "admin"),
]


def kinds(project):
    within = ProjectEvent.part.startswith("event#")
    return [event.kind for event in ProjectEvent.query(project.id, within)]


def without_fate(project):
    return int(Fates.get(project.id, FATES).without)


def test_a_project_is_composed_changed_opened_and_each_is_an_event_of_it():
    project = ideas.compose(Plan(agency=AGENCY), by=LEADER, at=MONDAY)
    ideas.change(project.id, a_plan(), by=LEADER, at=MONDAY)
    ideas.open(project.id, by=LEADER, at=MONDAY)

    assert kinds(project) == ["project.composed", "project.changed", "project.opened"]
    seen = ideas.overview(project.id, by=ANNA)
    assert (seen.project.state, seen.plan.promise.within) == ("open", 60)
    assert (seen.people, seen.without_fate, seen.mine) == (0, 0, None)


@pytest.mark.parametrize("other", OTHERS)
def test_only_who_leads_the_projects_of_an_agency_does(other):
    project = composed()
    acts = [
        lambda: ideas.compose(a_plan(), by=other, at=MONDAY),
        lambda: ideas.change(project.id, a_plan(), by=other, at=MONDAY),
        lambda: ideas.open(project.id, by=other, at=MONDAY),
        lambda: ideas.extend(project.id, "p1", AFTER, reason=REASON, by=other, at=MONDAY),
        lambda: ideas.close(project.id, by=other, at=MONDAY),
        lambda: projects.throw_away(project.id, by=other, at=MONDAY),
        lambda: ideas.drafts(AGENCY, by=other),
    ]

    for act in acts:
        with pytest.raises(Forbidden):
            act()
    with pytest.raises(NotFound):
        ideas.overview(project.id, by=other)


def test_a_project_is_not_handed_to_an_agency_that_somebody_else_leads():
    with pytest.raises(Forbidden):
        ideas.change(composed().id, a_plan(agency="roads"), by=LEADER, at=MONDAY)


def test_the_promise_is_there_before_a_project_opens_and_fixed_after():
    bare = composed(promise=Promise())
    with pytest.raises(Invalid) as refused:
        ideas.open(bare.id, by=LEADER, at=MONDAY)
    assert set(refused.value.fields) == {"promise.results.ru", "promise.results.en"}

    project = opened()
    less = a_plan(promise=Promise(text("We shall see"), 365))
    with pytest.raises(Conflict, match="nothing changes"):
        ideas.change(project.id, less, by=LEADER, at=MONDAY)
    with pytest.raises(Conflict):
        ideas.open(project.id, by=LEADER, at=MONDAY)
    assert ideas.overview(project.id, by=ANNA).plan.promise == a_plan().promise


def test_of_two_who_lead_it_the_second_hears_of_the_first():
    project = composed()
    ideas.change(project.id, a_plan(ideas_each=3), by=LEADER, at=MONDAY)

    with pytest.raises(Conflict, match="meanwhile"):
        ideas.open(project.id, by=LEADER, at=MONDAY, version=int(project.version))


def test_what_is_read_before_and_written_after_is_refused_by_the_condition(monkeypatch):
    project = opened()
    stale = projects.find(project.id)
    ideas.extend(project.id, "p1", EXPERTS_TIME, reason=REASON, by=LEADER, at=IDEAS_TIME)
    monkeypatch.setattr(projects, "find", lambda _: stale)

    with pytest.raises(Conflict):
        ideas.extend(project.id, "p1", EXPERTS_TIME, reason=REASON, by=LEADER, at=IDEAS_TIME)


def test_a_phase_is_extended_before_it_ends_with_a_reason_that_stays_to_be_seen():
    project = opened()
    until = project_phase(project, "p1").closes_at + 2 * DAY
    ideas.extend(project.id, "p1", until, reason=REASON, by=LEADER, at=IDEAS_TIME)

    longer = project_phase(project, "p1")
    assert longer.closes_at == until
    assert longer.extended[0].reason == REASON
    assert project_phase(project, "p2").opens_at == until
    assert kinds(project)[-1] == "project.extended"


@pytest.mark.parametrize(
    ("phase", "until", "reason", "at", "error"),
    [
        ("p1", EXPERTS_TIME, "because", IDEAS_TIME, Invalid),
        ("p1", IDEAS_TIME, REASON, IDEAS_TIME, Invalid),
        ("p1", None, REASON, IDEAS_TIME, Invalid),
        ("p1", MONDAY + 1500 * DAY, REASON, IDEAS_TIME, Invalid),
        ("p1", AFTER, REASON, EXPERTS_TIME, Conflict),  # it has ended
        ("p9", AFTER, REASON, IDEAS_TIME, NotFound),
    ],
)
def test_what_is_no_extension_changes_nothing(phase, until, reason, at, error):
    project = opened()

    with pytest.raises(error):
        ideas.extend(project.id, phase, until, reason=reason, by=LEADER, at=at)
    assert project_phase(project, "p1").extended == ()


def project_phase(project, name):
    return ideas.plan_of(projects.find(project.id)).phase(name)


def test_people_join_once_and_are_counted_by_what_happened():
    project = opened()
    for _ in range(2):
        ideas.join(project.id, by=ANNA, at=MONDAY)
    ideas.join(project.id, by=BORIS, at=MONDAY)
    for _ in range(2):
        ideas.count_people(project.id)

    assert ideas.overview(project.id, by=ANNA).people == joining.people(project.id) == 2
    assert ideas.mine_in(project.id, ANNA)
    assert ideas.mine_in(project.id, a_resident("clara")) is None


def test_who_joins_in_two_windows_at_once_has_joined_once(monkeypatch):
    project = opened()
    ideas.join(project.id, by=ANNA, at=MONDAY)
    real, asked = joining.together, []

    def as_before(*items, **how):
        found = real(*items, **how)
        asked.append(items)
        return [found[0], None] if len(items) == 2 else found

    monkeypatch.setattr(joining, "together", as_before)

    assert ideas.join(project.id, by=ANNA, at=MONDAY + DAY).joined_at == MONDAY
    monkeypatch.undo()
    assert joining.people(project.id) == 1


def test_a_draft_and_a_closed_project_cannot_be_joined():
    with pytest.raises(NotFound):
        ideas.join(composed().id, by=ANNA, at=MONDAY)
    over = opened()
    ideas.close(over.id, by=LEADER, at=AFTER)
    with pytest.raises(Conflict):
        ideas.join(over.id, by=ANNA, at=AFTER)


def test_a_project_is_closed_when_no_idea_is_left_without_a_fate():
    project = opened()
    idea = published(project)
    with pytest.raises(Conflict, match="have their say"):
        ideas.close(project.id, by=LEADER, at=EXPERTS_TIME)
    with pytest.raises(Conflict, match="neither carried out nor refused") as still:
        ideas.close(project.id, by=LEADER, at=AFTER)
    assert str(still.value.message).startswith("1 idea ")

    refused(idea)
    assert without_fate(project) == 0
    closed = ideas.close(project.id, by=LEADER, at=AFTER)

    assert closed.state == "closed"
    with pytest.raises(Conflict):
        ideas.close(project.id, by=LEADER, at=AFTER)


def test_no_idea_slips_into_a_project_that_is_closed_meanwhile(monkeypatch):
    """Its author had read the project before it was closed."""
    project = opened()
    idea = begun(project)
    Fates(project.id).update([Fates.closed.set(True)])

    with pytest.raises(Conflict):
        ideas.submit(idea.id, by=ANNA, at=IDEAS_TIME)
    assert ideas.find(idea.id).state == State.DRAFT
    assert int(ideas.mine_in(project.id, ANNA).ideas) == 0


def test_a_second_try_with_the_same_key_begins_nothing_new():
    first = ideas.compose(a_plan(), by=LEADER, at=MONDAY, key="k")

    assert ideas.compose(a_plan(), by=LEADER, at=MONDAY, key="k").id == first.id
    with pytest.raises(Invalid):
        ideas.compose(a_plan(ideas_each=1), by=LEADER, at=MONDAY, key="k")


def test_projects_are_listed_by_how_far_they_are_the_last_opened_first():
    draft, one, other = composed(), opened(), opened(MONDAY + DAY)
    over = opened(MONDAY + 2 * DAY)
    ideas.close(over.id, by=LEADER, at=AFTER + 9 * DAY)

    def ids(page):
        return [seen.project.id for seen in page.items]

    assert ids(ideas.listed("open")) == [other.id, one.id]
    assert ids(ideas.listed("closed")) == [over.id]
    assert ids(ideas.drafts(AGENCY, by=LEADER)) == [draft.id]
    first = ideas.listed("open", limit=1)
    assert ids(first) == [other.id]
    assert ids(ideas.listed("open", limit=1, after=first.last)) == [one.id]


def test_the_agency_and_the_city_hear_when_not_every_idea_was_answered_in_time(a_queue):
    taken = a_queue("ideas")
    project = opened()
    idea = published(project)
    late = projects.respond_by(a_plan()) + DAY
    assert ideas.ring(at=late - 2 * DAY) == 0
    assert ideas.ring(at=late) == 1
    (alarm,) = taken()
    assert alarm["entity"] == project.id

    for _ in range(2):
        ideas.meet(project.id, at=late)
    assert kinds(project).count("project.overdue") == 1
    ideas.meet(project.id, at=late + alarms.AGAIN)
    assert kinds(project).count("project.overdue") == 2

    refused(idea)
    ideas.meet(project.id, at=late + 2 * alarms.AGAIN)
    assert projects.find(project.id).next_alarm_on is None
