"""The opinion map, drawn by the clock: as a page, and as JSON."""

import re

import pytest

from chalicelib.domain.ideas import Project
from chalicelib.outbound import storage
from tests.conftest import invoke
from tests.counted import data_bucket
from tests.factories import MONDAY
from tests.gateway import Browser
from tests.ideas import DAY, composed
from tests.opinions import ASKED, asking, two_camps


@pytest.fixture(autouse=True)
def bucket(tables, now):
    storage._client.cache_clear()
    now(ASKED)
    yield data_bucket()
    storage._client.cache_clear()


def test_the_clock_draws_it_and_everybody_sees_picture_words_and_figures(anybody):
    project = asking()
    page, here = f"/projects/{project.id}/opinions", f"/api/v1/projects/{project.id}/opinion-map"
    assert "There is no map yet" in anybody.get(page).text
    assert anybody.get(here).json["drawn_at"] is None
    statements = two_camps(project)

    invoke("ideas_draw_map", {})

    told = anybody.get(here).json
    assert [(group["name"], group["people"]) for group in told["groups"]] == [("A", 8), ("B", 6)]
    assert {one["statement"] for one in told["consensus"]} == set(statements[6:])
    shown = anybody.get(page)
    for words in (
        "2 groups of opinions",
        "Group A: 8 people.",
        "Statement number 6",
        " who answered agree",
    ):
        assert words in shown.text
    assert "<circle" in shown.body
    labels = re.findall(r'<dt class="veche-figure__what">([^<]*)</dt>', shown.body)
    assert labels == ["people answered", "of them are on the map", "answers", "statements"]
    russian = Browser(language="ru").get(page).text
    assert "человек ответили 14" in russian
    assert "Согласны 13 из 13 ответивших" in russian
    assert "What becomes of it" in shown.text  # the promise
    assert "votes.csv" in shown.body
    draft = composed().id
    assert anybody.get(f"/projects/{draft}/opinions").status == 404


def test_a_project_that_fails_is_told_of_and_keeps_no_other_from_being_drawn(anybody):
    broken, project = asking(MONDAY - DAY), asking()
    two_camps(project)
    broken.update([Project.plan.set({"phases": "nonsense"})])

    with pytest.raises(ExceptionGroup) as failed:
        invoke("ideas_draw_map", {})

    assert len(failed.value.exceptions) == 1
    assert anybody.get(f"/api/v1/projects/{project.id}/opinion-map").json["groups"]
