"""Projects at the portal, by who looks: everybody, who joins, whose desk it is and whose not."""

import pytest

from chalicelib.domain import ideas
from tests.factories import a_resident, an_officer
from tests.ideas import AGENCY, LEADER, composed, opened
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("monday")


def test_everybody_sees_what_is_open_and_what_was_promised(anybody):
    project = opened()
    composed()

    page = anybody.get("/projects")
    assert page.body.count("/projects/P-") == 1
    one = anybody.get(f"/projects/{project.id}")
    assert "What is accepted is built next year" in one.text
    assert "Sign in to take part" in one.text
    assert anybody.get("/projects?show=closed").status == 200
    assert anybody.get(f"/projects/{composed().id}").status == 404


def test_a_resident_joins_with_one_click_and_twice_is_once(anna):
    project = opened()
    here = f"/projects/{project.id}"
    assert "Take part" in anna.get(here).text

    for _ in range(2):
        done = anna.submit(f"{here}/join")
        assert "You take part in this project" in anna.follow(done).text

    ideas.count_people(project.id)
    page = anna.get(here).text
    assert "1 person takes part" in page
    assert "0 of 2" in page


def test_who_has_not_signed_in_is_asked_to_and_comes_back(anybody):
    project = opened()

    assert anybody.submit(f"/projects/{project.id}/join").status == 401


@pytest.mark.parametrize("group", ["admin", "moderator", f"agency.{AGENCY}", "ballot_officer"])
def test_it_is_nobody_elses_desk(group):
    other = signed_in(an_officer(group, "other"))

    assert other.get("/work/projects").status == 403
    assert other.submit("/work/projects", agency=AGENCY).status == 403
    assert signed_in(a_resident("boris")).get(f"/work/projects/{opened().id}").status == 403


def test_who_leads_the_projects_of_another_agency_changes_nothing_here():
    other = signed_in(an_officer("facilitator.roads", "other"))
    draft, project = composed(), opened()

    assert other.get(f"/work/projects/{draft.id}").status == 404
    assert other.get(f"/work/projects/{project.id}").status == 403
    assert other.submit("/work/projects", agency=AGENCY).status == 403
    assert other.submit(f"/work/projects/{project.id}/close", version="1").status == 403


def test_the_pages_are_told_in_russian():
    project, draft = opened(), composed()
    olga = signed_in(LEADER, language="ru")

    for path in ("", "/words", "/promise", "/phases/1"):
        assert olga.get(f"/work/projects/{draft.id}{path}").status == 200
    assert "Стол проектов" in olga.get("/work/projects").text
    assert "Что из этого будет" in olga.get(f"/projects/{project.id}").text
    assert olga.get(f"/work/projects/{project.id}/extend/p1").status == 200
