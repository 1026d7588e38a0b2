"""The catalogue a resident chooses from is whole, in both languages, and up to date."""

from datetime import date

import pytest

from chalicelib import catalogue
from chalicelib.catalogue import Season, Text
from chalicelib.errors import NotFound
from city.build import compiled
from city.sources import sources

GROUPS = ("yard", "house", "road", "park", "institution", "transport", "trade", "territory")
LARGEST = 300_000  # bytes: a function reads it when it starts


def test_there_are_185_topics_in_eight_groups():
    assert len(catalogue.topics()) == 185
    assert tuple(group.code for group in catalogue.groups()) == GROUPS
    assert {topic.group for topic in catalogue.topics()} == set(GROUPS)


def test_no_two_topics_are_called_the_same():
    topics = catalogue.topics()

    assert len({topic.title.ru for topic in topics}) == len(topics)
    assert len({topic.title.en for topic in topics}) == len(topics)


def test_everything_is_said_in_russian_and_in_english():
    for text in (text for topic in catalogue.topics() for text in words(topic)):
        assert is_russian(text.ru), text
        assert text.en.isascii() or "ç" in text.en or "é" in text.en, text


def test_every_rule_leads_to_an_agency_that_exists():
    agencies = {agency.code for agency in catalogue.agencies()}
    districts = {area.id for area in catalogue.areas() if area.kind == "district"}

    for topic in catalogue.topics():
        assert {topic.agency, *(route.agency for route in topic.routing)} <= agencies
        assert {route.area for route in topic.routing} <= districts


def test_every_agency_has_something_to_answer_for():
    busy = {topic.agency for topic in catalogue.topics()}

    assert {agency.code for agency in catalogue.agencies()} == busy


def test_most_answers_are_due_in_eight_working_days():
    terms = [topic.sla_working_days for topic in catalogue.topics()]

    assert max(set(terms), key=terms.count) == 8
    assert min(terms) == 1
    assert max(terms) == 20


def test_a_topic_belongs_to_another_agency_where_a_rule_says_so():
    bridge = catalogue.topic("bridge")

    assert catalogue.responsible(bridge, "kamppi") == "roads"
    assert catalogue.responsible(bridge, "kallio") == "harbour"
    assert catalogue.responsible(bridge, None) == "roads"


def test_a_smell_of_gas_is_no_matter_for_a_complaint():
    stop = catalogue.topic("house-gas-smell").emergency

    assert stop
    assert "112" in stop.ru
    assert "112" in stop.en


def test_ice_is_complained_of_in_winter_only():
    ice = catalogue.topic("pavement-ice")

    assert ice.open_on(date(2026, 12, 31))
    assert ice.open_on(date(2027, 4, 15))
    assert not ice.open_on(date(2027, 7, 1))


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2027, 3, 31), False),
        (date(2027, 4, 1), True),
        (date(2027, 10, 31), True),
        (date(2027, 11, 1), False),
    ],
)
def test_a_season_begins_and_ends_on_its_days(day, holds):
    assert Season("04-01", "10-31").holds(day) is holds


def test_a_retired_topic_is_known_but_closed():
    payphone = catalogue.topic("payphone")

    assert payphone.retired
    assert not payphone.open_on(date(2027, 1, 1))


def test_an_unknown_code_is_said_to_be_unknown():
    for find in (catalogue.topic, catalogue.agency, catalogue.area, catalogue.group):
        with pytest.raises(NotFound):
            find("no-such-thing")


def test_a_district_lies_in_an_okrug_and_an_okrug_in_the_city():
    parents = {area.id: area.parent for area in catalogue.areas()}
    kinds = {area.id: area.kind for area in catalogue.areas()}
    above = {"district": "okrug", "okrug": "city"}

    for area in catalogue.areas():
        parent = parents[area.id]
        assert (kinds[parent] if parent else None) == above.get(area.kind)


def test_the_catalogue_is_built_from_its_sources():
    for name, text in compiled(sources()).items():
        assert (catalogue.HOME / f"{name}.json").read_bytes() == text, "run: python -m city build"


def test_the_catalogue_stays_light():
    assert (catalogue.HOME / "topics.json").stat().st_size <= LARGEST


def words(topic: catalogue.Topic) -> list[Text]:
    questions = [text for question in topic.questions for text in (question.label,)]
    options = [option.label for question in topic.questions for option in question.options]
    stop = [topic.emergency] if topic.emergency else []
    return [topic.title, topic.hint, *questions, *options, *stop]


def is_russian(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and all("а" <= letter.lower() <= "ё" for letter in letters)
