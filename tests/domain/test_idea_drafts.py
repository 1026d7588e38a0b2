"""What a draft of a project may bring with it, and how it is thrown away."""

import msgspec
import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import projects
from chalicelib.domain.ideas.phases import Extension
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.project import ProjectEvent
from tests.factories import MONDAY
from tests.ideas import AGENCY, LEADER, a_plan, composed, opened

pytestmark = pytest.mark.usefixtures("tables")


def test_what_is_composed_was_never_extended_whatever_is_sent():
    first, *others = a_plan().phases
    forged = Extension(was=MONDAY, at=MONDAY, reason="forged")
    plan = a_plan(phases=(msgspec.structs.replace(first, extended=(forged,)), *others))
    project = ideas.compose(plan, by=LEADER, at=MONDAY)
    ideas.change(project.id, plan, by=LEADER, at=MONDAY)

    ideas.open(project.id, by=LEADER, at=MONDAY)

    assert ideas.plan_of(projects.find(project.id)).phases[0].extended == ()


def test_a_draft_is_thrown_away_and_that_stays_among_what_was_done():
    project = composed()

    projects.throw_away(project.id, by=LEADER, at=MONDAY)

    with pytest.raises(NotFound):
        projects.find(project.id)
    assert ideas.drafts(AGENCY, by=LEADER).items == []
    within = ProjectEvent.part.startswith("event#")
    told = [(one.kind, one.actor) for one in ProjectEvent.query(project.id, within)]
    assert told == [("project.composed", LEADER.id), ("project.thrown_away", LEADER.id)]


def test_what_is_open_or_was_changed_meanwhile_is_not_thrown_away(monkeypatch):
    with pytest.raises(Conflict, match="is open"):
        projects.throw_away(opened().id, by=LEADER, at=MONDAY)

    stale = composed()
    ideas.open(stale.id, by=LEADER, at=MONDAY)
    with monkeypatch.context() as race:
        race.setattr(projects, "find", lambda _: stale)
        with pytest.raises(Conflict, match="meanwhile"):
            projects.throw_away(stale.id, by=LEADER, at=MONDAY)
    assert projects.find(stale.id).state == "open"


def test_nothing_is_changed_or_opened_that_was_thrown_away_meanwhile(monkeypatch):
    stale = composed()
    projects.throw_away(stale.id, by=LEADER, at=MONDAY)
    monkeypatch.setattr(projects, "find", lambda _: stale)

    for act in (
        lambda: ideas.open(stale.id, by=LEADER, at=MONDAY),
        lambda: ideas.rewrite(stale, a_plan(), by=LEADER, at=MONDAY),
        lambda: projects.throw_away(stale.id, by=LEADER, at=MONDAY),
    ):
        with pytest.raises(Conflict):
            act()
