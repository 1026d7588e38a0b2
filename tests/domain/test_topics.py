"""Topics, found by the words that people use."""

import pytest

from chalicelib.domain.complaints import topics
from tests.factories import MONDAY


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("фонари", "yard-lamp"),
        ("LAMPS", "yard-lamp"),
        ("ямы", "pothole"),
        ("люки", "road-manhole"),
        ("урны", "park-bin"),
        ("лед", "pavement-ice"),
        ("лёд во дворе", "yard-ice"),
        ("лампа", "street-lamp"),
        ("автобусная остановка", "stop-shelter"),
        ("перегорел фонарь", "street-lamp"),
        ("вчера перегорел фонарь", "street-lamp"),
        ("велодорожки", "cycle-path"),
        ("подъез", "house-entrance-door"),
        ("шум ночью", "works-noise"),
        ("slippery pavements", "pavement-ice"),
        ("bus stops", "stop-shelter"),
        ("house-number plates", "house-number"),
    ],
)
def test_topics_are_found_by_the_words_that_people_use(words, topic):
    assert topic in [found.code for found in topics.like(words, at=MONDAY)]


def test_the_more_words_a_topic_has_the_surer_it_is():
    assert [found.code for found in topics.like("фонарь в парке", at=MONDAY)] == ["park-lamp"]


@pytest.mark.parametrize("words", ["", "на", "единорог", "розовый единорог летает у фонаря"])
def test_what_is_no_topic_finds_none(words):
    assert topics.like(words, at=MONDAY) == []


def test_topics_out_of_season_are_not_offered():
    offered = {topic.code for topic in topics.open_topics(MONDAY)}

    assert "yard-snow" in offered
    assert not offered & {"yard-sandbox", "payphone"}
