"""The generated year: the same each time, believable, and with every ending in it."""

import io
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest
from PIL import Image

from chalicelib import catalogue
from chalicelib.domain.photos import likeness
from chalicelib.outbound import pictures
from city.addresses import known_addresses
from city.photos import PLACES, photo, shot
from city.pictures import SIZE
from city.scenes import DRAWN
from city.stories import HOW_MANY, OPEN, Ending, stories, words
from city.winter import BUILT

NOW = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
RESIDENTS = 22


@pytest.fixture(scope="module")
def year():
    return stories(known_addresses(), RESIDENTS, at=NOW)


def test_the_same_stories_are_told_each_time(year):
    assert stories(known_addresses(), RESIDENTS, at=NOW) == year
    assert len(year) == HOW_MANY


def test_later_that_day_nothing_has_moved(year):
    assert stories(known_addresses(), RESIDENTS, at=NOW + timedelta(hours=5)) == year


def test_they_spread_over_a_year_that_ended_yesterday(year):
    days = [(NOW - story.filed_at).days for story in year]

    assert min(days) == 0
    assert 300 < max(days) <= 366
    assert all(story.filed_at < NOW for story in year)


def test_every_ending_occurs(year):
    assert {story.ending for story in year} == set(Ending)


def test_nobody_writes_of_what_is_out_of_season_or_an_emergency(year):
    for story in year:
        assert story.topic.open_on(story.filed_at.date()), story
        assert not story.topic.emergency


def test_what_has_to_be_answered_or_photographed_is(year):
    for story in year:
        required = {question.code for question in story.topic.questions if question.required}
        assert set(story.answers) == required
        assert story.scene or story.topic.photo == "optional"


def test_it_happened_beside_the_house_and_in_its_district(year):
    for story in year:
        assert catalogue.district_at(story.lat, story.lon) == story.house.district


def test_nobody_joins_a_complaint_of_their_own(year):
    assert all(story.author not in story.joined for story in year)
    assert max(story.author for story in year) < RESIDENTS


def test_who_repeats_what_a_neighbour_reported_means_the_same_thing_at_the_same_house(year):
    again = [story for story in year if story.ending == Ending.DUPLICATE]

    for story in again:
        first = story.original
        assert first in year
        assert (first.topic, first.house, first.scene) == (story.topic, story.house, story.scene)
        assert first.filed_at < story.filed_at
        assert first.author != story.author
        assert first.ending in OPEN
    assert not [story for story in year if story.original and story not in again]


def test_of_few_stories_none_repeats_what_nobody_told():
    for many in (1, 8, 60):
        few = stories(known_addresses(), RESIDENTS, at=NOW, many=many)
        assert all(bool(s.original) == (s.ending == Ending.DUPLICATE) for s in few)


def test_what_people_write_fits_the_place(year):
    for story in year:
        assert story.house.street_fi in story.text.ru
        assert story.house.street_fi in story.text.en
        assert "{" not in story.text.ru + story.text.en


def test_there_are_words_for_every_scene():
    said = words()

    assert set(said.topics) == set(said.reports) == set(said.repairs) == {*DRAWN, "other"}
    assert all(catalogue.topic(code) for codes in said.topics.values() for code in codes)


def test_reasons_are_long_enough_to_be_reasons():
    said = words()
    notes = (*said.rejections, *said.not_responsible, *said.no_action, *said.schedules)
    notes = (*notes, *said.findings.solved, *said.findings.unsolved, *said.duplicates)

    assert all(len(note.ru) >= 20 and len(note.en) >= 20 for note in (*notes, *said.forwards))


@pytest.mark.parametrize("scene", [*DRAWN, *BUILT])
def test_a_photo_shows_the_place_before_and_after(scene):
    before, after = photo(scene, mended=False, place=1), photo(scene, mended=True, place=1)

    assert before != after
    for content in (before, after):
        with Image.open(io.BytesIO(content)) as picture:
            assert picture.size == SIZE


@pytest.mark.parametrize("scene", DRAWN)
def test_no_two_shots_of_a_repair_are_one_picture(scene):
    taken = [shot(scene, mended=True, place=1, shot=str(number)) for number in range(4)]
    taken.append(photo(scene, mended=False, place=1))
    looks = [pictures.redrawn(each, (320,), timezone="UTC").looks for each in taken]

    assert shot(scene, mended=True, place=1, shot="0") == taken[0]
    for one, other in combinations(looks, 2):
        assert likeness.distance(one, other) > likeness.FAR


def test_a_place_looks_the_same_each_time():
    drawn = photo("hole", mended=False, place=2)
    photo.cache_clear()

    assert photo("hole", mended=False, place=2) == drawn
    assert photo("hole", mended=False, place=2 + PLACES) == drawn
