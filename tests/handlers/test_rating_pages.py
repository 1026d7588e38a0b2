"""Where nothing is rated at the moment, people see when it was or will be, and what they gave."""

import importlib
import re
from datetime import timedelta

import pytest

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Mode, rating
from tests.budget.paying import Visit, pay
from tests.factories import MONDAY
from tests.ideas import BORIS, DAY, IDEAS_TIME, LEADER, RATING_TIME, composed
from tests.ideas_talk import PHASE, asking, joined, rated_project, to_rate
from tests.reporting import signed_in

pytestmark = pytest.mark.usefixtures("tables")
OVER = MONDAY + 22 * DAY + timedelta(hours=1)


@pytest.fixture
def today(now):
    now(RATING_TIME)
    return now


def rated_by_boris(mode, **given):
    """A project of two ideas, in a phase in which Boris may rate them."""
    project = rated_project(mode, **given)
    found = to_rate(project, 2)
    joined(project)
    return project, found


def after_the_phase(today, project, place="rate"):
    today(OVER)
    return signed_in(BORIS).get(f"/projects/{project.id}/{place}")


@pytest.mark.parametrize(
    ("mode", "value", "told"),
    [(Mode.RATE, -1, "Against"), (Mode.RATE, 0, "Neither"), (Mode.SCORE, 5, "5")],
)
def test_what_one_gave_is_seen_when_the_phase_is_over(today, mode, value, told):
    project, (one, other) = rated_by_boris(mode)
    rating.rate(one.id, value, by=BORIS, at=RATING_TIME)

    page = after_the_phase(today, project)

    assert page.status == 200
    assert "Ideas were rated from 17 March 2026" in page.text
    assert "You have given 1 rating." in page.text
    table = page.body.partition("<table")[2]
    assert one.text["title"] in table
    assert f">{told}<" in table.replace(" ", "").replace("\n", "")
    assert other.text["title"] not in table
    assert f'href="/projects/{project.id}"' in page.body
    assert f"/ranking/{PHASE}" in page.body


def test_it_is_said_what_was_supported_what_was_paid_and_that_it_was_too_little(today):
    supported, (one, _) = rated_by_boris(Mode.SUPPORT, least=2)
    rating.support(one.id, True, by=BORIS, at=RATING_TIME)
    paid, (dear, _) = rated_by_boris(Mode.BUDGET)
    today(IDEAS_TIME)
    rating.price(dear.id, 2, by=LEADER, at=IDEAS_TIME)
    rating.support(dear.id, True, by=BORIS, at=RATING_TIME)

    page = after_the_phase(today, supported)
    assert "Supported" in page.text
    assert "1 rating. Whoever gave less than 2 was not counted, so yours were not." in page.text
    assert "Chosen, for €2" in after_the_phase(today, paid).text


def test_of_pairs_it_is_said_how_many_were_compared(today):
    project, (one, other) = rated_by_boris(Mode.PAIRWISE)
    rating.compare(project.id, one.id, other.id, one.id, by=BORIS, at=RATING_TIME)

    for place in ("rate", "pairs"):
        page = after_the_phase(today, project, place)
        assert "You have compared 1 pair." in page.text
        assert "<table" not in page.body


def test_before_the_phase_it_is_said_when_it_will_be_and_of_no_phase_that_there_is_none(today):
    today(IDEAS_TIME)
    boris = signed_in(BORIS)

    early = boris.get(f"/projects/{rated_project().id}/rate")
    assert "Ideas will be rated from 17 March 2026" in early.text
    assert "What you gave" not in early.text
    assert "Nobody is asked to rate" in boris.get(f"/projects/{asking().id}/rate").text
    assert boris.get(f"/projects/{composed().id}/rate").status == 404


def test_who_rates_too_late_hears_it_where_it_stands_when_it_was(today):
    project, (one, _) = rated_by_boris(Mode.SUPPORT)
    today(OVER)

    late = signed_in(BORIS).submit(f"/projects/{project.id}/rate", idea=one.id, value="support")

    assert late.status == 409
    assert "There is a problem" not in late.text
    assert "You rated nothing then." in late.text


def test_what_one_gave_goes_on_on_a_next_page_and_of_that_phase_alone(today, monkeypatch):
    monkeypatch.setattr(importlib.import_module("chalicelib.domain.ideas.rating.given"), "PAGE", 1)
    project, found = rated_by_boris(Mode.SUPPORT)
    for one in found:
        rating.support(one.id, True, by=BORIS, at=RATING_TIME)

    first = after_the_phase(today, project)
    here = f"/projects/{project.id}/rate"
    _, trips = pay(lambda: Visit(BORIS, OVER, here))
    assert trips == ["BatchGetItem", "Query", "BatchGetItem"]
    (on,) = re.findall(r'href="([^"]*\?cursor=[^"]*)"', first.body)
    following = signed_in(BORIS).get(on)

    titles = [one.text["title"] for one in found]
    assert [page.body.count("veche-stack__title") for page in (first, following)] == [1, 1]
    assert all(any(title in page.body for page in (first, following)) for title in titles)


@pytest.mark.parametrize(
    ("mode", "least", "told"),
    [
        (Mode.SCORE, 2, "когда вы поставите ещё 2 оценки"),
        (Mode.SCORE, 1, "когда вы поставите ещё 1 оценку"),
        (Mode.PAIRWISE, 5, "когда вы сравните ещё 5 пар"),
    ],
)
def test_how_much_is_missing_is_said_as_russian_counts(today, mode, least, told):
    project, _ = rated_by_boris(mode, least=least)
    rating.rank(project.id, at=RATING_TIME)
    place = "pairs" if mode is Mode.PAIRWISE else "rate"

    page = signed_in(BORIS, language="ru").get(f"/projects/{project.id}/{place}")

    assert told in page.text


def test_who_leads_the_project_is_led_to_a_first_cost_while_people_choose_and_to_no_other(today):
    _, (priced, late) = rated_by_boris(Mode.BUDGET)
    rating.price(priced.id, 2, by=LEADER, at=IDEAS_TIME)
    leader = signed_in(LEADER)

    assert "/cost" not in leader.get(f"/ideas/{priced.id}").body
    here = f"/ideas/{late.id}/cost"
    assert here in leader.get(f"/ideas/{late.id}").body
    assert leader.submit(here, cost=1).status == 303
    assert here not in leader.get(f"/ideas/{late.id}").body


def test_a_ranking_says_nothing_of_those_who_did_not_take_part(today, anybody):
    project, (one, _) = rated_by_boris(Mode.SUPPORT)
    rating.support(one.id, True, by=BORIS, at=RATING_TIME)
    rating.rank(project.id, at=RATING_TIME)

    page = anybody.get(f"/projects/{project.id}/ranking/{PHASE}").text

    assert "their order may be chance" in page
    assert "neither the share nor its interval says what all residents think" in page
    assert "lies in it" not in page


def test_the_project_leads_to_what_one_gave_once_nothing_is_rated(today, anybody):
    project, _ = rated_by_boris(Mode.SUPPORT)
    today(OVER)
    here = f"/projects/{project.id}"

    assert "What you gave when ideas were rated" in signed_in(BORIS).get(here).text
    assert "What you gave" not in anybody.get(here).text


@pytest.mark.parametrize(("mode", "place"), [(Mode.SUPPORT, "rate"), (Mode.PAIRWISE, "pairs")])
def test_who_has_not_joined_is_led_to_where_one_joins(today, mode, place):
    project = rated_project(mode)
    to_rate(project, 2)

    page = signed_in(BORIS).get(f"/projects/{project.id}/{place}")

    assert page.status == 200
    assert "Join the project to rate its ideas" in page.text
    assert 'name="idea"' not in page.body
    assert 'name="better"' not in page.body


def test_within_the_hour_it_is_kept_of_how_many_the_shares_are(now, deliver, a_queue, bucket):
    a_queue("notify")
    project = rated_project()
    to_rate(project, 1)
    joined(project)
    ideas.count_people(project.id)
    now(max(phase.closes_at for phase in ideas.plan_of(project).phases))
    call = {"entity": project.id, "kind": ideas.DEAL}

    assert deliver("ideas_follow", call)["batchItemFailures"] == []
    joined(project, "clara")
    ideas.count_people(project.id)

    assert [one.score.of for one in rating.order(project.id, PHASE, by=BORIS).items] == [2]
