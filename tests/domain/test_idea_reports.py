"""The report of a project: how many took part, and nobody in particular; what came of ideas."""

import io
from datetime import date

import pytest
from pypdf import PdfReader

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Said, Step, reporting, surveying
from chalicelib.domain.ideas.opinions import Opinion, shown
from chalicelib.errors import NotFound
from chalicelib.models.idea_card import Card
from chalicelib.models.person import Person
from chalicelib.models.project import ProjectEvent, place_of
from tests.counted import data_bucket
from tests.factories import MONDAY, a_resident
from tests.fates import OPEN_TIME, scored
from tests.ideas import AFTER, ANNA, IDEAS_TIME, LEADER, WHY, composed, opened
from tests.opinions import mapped

pytestmark = pytest.mark.usefixtures("tables")


def joins(project, person, district="kluuvi", born_on="1990-01-01"):
    """Somebody joins, and the worker hears of it; twice."""
    Person(
        person, level=1, language="en", opened_at=MONDAY, district=district, born_on=born_on
    ).save()
    ideas.join(project.id, by=a_resident(person), at=IDEAS_TIME)
    shard, _ = place_of(person, project.id)
    found = ProjectEvent.query(shard, ProjectEvent.part.startswith("event#"))
    (event,) = (one for one in found if one.actor == person)
    for _ in range(2):
        ideas.survey(shard, event.id)
        ideas.count_people(project.id)


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        ("2008-03-03", "0-17"),
        ("2008-03-02", "18-24"),
        ("1961-03-02", "65-"),
        ("1961-03-03", "55-64"),
    ],
)
def test_an_age_is_counted_in_a_band_from_the_birthday_on(born_on, band):
    assert surveying.age_of(date.fromisoformat(born_on), date(2026, 3, 2)) == band


def test_people_are_counted_once_and_few_are_never_shown():
    project = opened()
    for n in range(6):
        joins(project, f"k{n}")
    for n in range(7):
        joins(project, f"t{n}", "kallio", "2000-01-01")
    joins(project, "u0", district=None, born_on=None)
    joins(project, "old", born_on="1940-01-01")

    early = ideas.report(project.id, by=ANNA, at=IDEAS_TIME)
    assert (early.people, early.districts, early.ages) == (15, None, None)
    found = ideas.report(project.id, by=ANNA, at=AFTER)

    # who is alone in a cell is hidden, and another cell, so that nobody reckons how many they are
    assert found.districts == ({"kluuvi": 7}, 2)
    assert found.ages == ({"25-34": 7}, 3)


def test_who_is_forgotten_before_they_are_counted_is_not_looked_up():
    project = opened()
    ideas.join(project.id, by=ANNA, at=IDEAS_TIME)
    shard, _ = place_of("anna", project.id)
    (event,) = ProjectEvent.query(shard, ProjectEvent.part.startswith("event#"))
    ideas.forget("anna")

    ideas.survey(shard, event.id)
    ideas.survey(shard, "never-happened")

    assert ideas.report(project.id, by=LEADER, at=AFTER).districts == ({}, 0)


def test_what_all_agree_on_is_told_in_the_figures_of_the_opinion_map():
    project = opened()
    assert ideas.report(project.id, by=ANNA, at=AFTER).consensus is None
    held = [(9, 15), (15, 15), (13, 15), (3, 3)]
    mapped(project, *(Opinion(f"S-{n}", f"Text {n}", True, *of) for n, of in enumerate(held)))

    found = ideas.report(project.id, by=ANNA, at=AFTER).consensus

    told = [(one.n, one.of) for one in found.statements]
    # answers lead to nobody, and each lies in the map's files: what they add up to hides nothing
    assert told == held == [(one.n, one.of) for one in shown(project.id, by=ANNA).map.shared]


def test_the_report_says_all_of_it_on_a_page_in_a_table_and_on_paper():
    project = opened(ideas_each=3)
    refused, other = scored(project), scored(project, title="=A fountain")
    ideas.take(refused.id, Step.NOT_SELECT, Said(text=WHY, why="money"), by=LEADER, at=OPEN_TIME)
    for idea in (refused, other):
        ideas.index(idea.id)
        ideas.count_idea(idea.id)
    benches, cars = "There should be benches", "There should be cars"
    mapped(project, Opinion("S-1", benches, True, 9, 15), Opinion("S-2", cars, False, 13, 15))
    store = data_bucket()

    found = ideas.report(project.id, by=ANNA, at=AFTER)
    rows = list(reporting.rows(found, found.ideas))
    for _ in range(2):
        ideas.draw(project.id, at=AFTER)

    assert (found.funnel["published"], found.funnel["not_selected"]) == (2, 1)
    assert ("idea", refused.id, "A pavilion for rain", "not_selected", None, "money", WHY) in rows
    assert ("funnel", "published", None, 2, None, None, None) in rows
    assert ("consensus_agree", "S-1", benches, 9, 15, None, None) in rows
    assert ("consensus_disagree", "S-2", cars, 13, 15, None, None) in rows
    content, lines = (
        store.Object(f"data/projects/{project.id}/report.{ending}").get()["Body"].read()
        for ending in ("pdf", "csv")
    )
    assert lines == reporting.table(found, found.ideas)
    assert WHY in lines.decode()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    text = " ".join(" ".join(pages).split())
    for words in (
        "Из 2 идей осуществлено 0",
        "Опубликовано: 2",
        "Not selected: there is no money for it in the budget",
        "Where the others stand",
        "=A fountain",
        "100 000 €",
        "€100,000",
        "there is no money for it in the budget",
        WHY[:40],
        "What all agree on",
        "Согласны 9 из 15 ответивших",
        cars,
        "13 of 15 who answered disagree",
    ):
        assert words in text, words
    assert ideas.report(project.id, by=ANNA, at=AFTER).drawn_at == AFTER
    assert "Figures as of" in text


def test_a_page_of_the_longest_ideas_is_far_from_what_a_function_may_answer():
    longest = Card(
        idea="I-0123456789", title="😀" * 150, state="not_accepted", why="other", reason="😀" * 2000
    )
    found = ideas.report(opened().id, by=ANNA, at=AFTER)

    assert len(reporting.table(found, [longest] * reporting.PAGE)) < 6_000_000 / 4


def test_a_draft_has_no_report():
    with pytest.raises(NotFound):
        ideas.report(composed().id, by=LEADER, at=AFTER)
