"""The ballots of the demo city are ones that an officer could schedule, and every answer counts."""

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
import yaml

from chalicelib import catalogue
from chalicelib.catalogue import Text
from chalicelib.domain.ballots import Type, drafts
from chalicelib.domain.ballots.own_words import check_all
from chalicelib.domain.places import street_id
from city import shop, voting
from city.addresses import known_addresses
from city.sources import HOME
from tests.factories import MONDAY

SOURCES = voting.sources()


def a_lot(number):
    return Random(number)  # noqa: S311 - it has to come out the same


def every_text(content):
    """All that is written in two languages, however deep it lies."""
    if isinstance(content, Text):
        yield content
    elif isinstance(content, list | tuple):
        for each in content:
            yield from every_text(each)
    elif hasattr(content, "__struct_fields__"):
        for field in content.__struct_fields__:
            yield from every_text(getattr(content, field))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.code)
def test_an_officer_could_schedule_it(source):
    draft = drafts.tidy(source.draft(MONDAY))

    assert drafts.wrong_with(draft, draft.opens_at - timedelta(days=2)) == {}
    assert all(text.ru.strip() and text.en.strip() for text in every_text(source))


@pytest.mark.parametrize(
    "name",
    [
        "ballots",
        "charities",
        "courtyards",
        "projects/my-clinic",
        "projects/winter-yards",
        "rewards",
    ],
)
def test_no_words_are_lost_behind_a_comma(name):
    """In YAML a comma ends what is not in quotes, and what follows is a name without a text."""
    written = yaml.safe_load((HOME / f"{name}.yaml").read_text("utf-8"))

    for names in every_mapping(written):
        assert "ru" not in names or set(names) == {"ru", "en"}


def every_mapping(content):
    if isinstance(content, list):
        for each in content:
            yield from every_mapping(each)
    elif isinstance(content, dict):
        yield content
        for each in content.values():
            yield from every_mapping(each)


def test_there_is_one_of_everything():
    kinds = Counter(question.type for source in SOURCES for question in source.questions)

    assert {Type.SINGLE, Type.MULTI, Type.YES_NO, Type.RANK, Type.BUDGET, Type.TEXT} <= set(kinds)
    assert sorted((s.opens > 0, s.closes < 0) for s in SOURCES) == [
        (False, False),
        (False, False),
        (False, False),
        (False, False),
        (False, True),
        (True, False),
    ]
    (budget,) = [q for s in SOURCES for q in s.questions if q.type is Type.BUDGET]
    assert len(budget.options) == 12


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.code)
def test_whatever_residents_answer_can_be_counted(source):
    definition = drafts.defined(drafts.tidy(source.draft(MONDAY)), "B-1f3a90bd5c")

    for number in range(200):
        lot = a_lot(number)
        chosen = [question for question in source.questions if question.type is not Type.TEXT]
        answers = {question.id: voting._answer(question, lot) for question in chosen}
        words = voting._words(source, number)
        asked = {question.id for question in source.questions}
        assert set(check_all(definition, answers, words)[0]) == asked


def test_people_lean_as_the_editors_say():
    tram = next(source for source in SOURCES if source.code == "tram")
    need = tram.questions[0]

    said = Counter(tuple(voting._answer(need, a_lot(number))) for number in range(500))

    assert said[("yes",)] > said[("no",)] > said[()] > 0


def test_every_courtyard_is_of_houses_that_exist_on_one_street():
    houses = {house.id: house for house in known_addresses()}

    for courtyard in catalogue.courtyards():
        streets = {street_id(houses[house].street_fi) for house in courtyard.houses}
        assert len(streets) == 1


def test_what_the_shop_offers_can_be_put_on_its_shelves(tables):
    assert shop.fill(at=MONDAY) == len(shop.rewards())
    assert shop.fill(at=MONDAY) == 0
    assert any(reward.newcomers for reward in shop.rewards())
    assert any(reward.stock == 0 for reward in shop.rewards())
