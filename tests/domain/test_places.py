"""Finding an address by what a person types, or by a point on the map."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import places
from chalicelib.domain.places import Address
from chalicelib.domain.places.rules import metres, normalised
from chalicelib.errors import NotFound

CITY = Path(__file__).parents[2] / "city" / "addresses.csv"


@pytest.fixture
def kept(tables):
    """A few streets of the city as they are."""
    wanted = ("aleksanterinkatu-", "mannerheimintie-", "pohjoisesplanadi-", "yrjonkatu-")
    with CITY.open() as file:
        rows = [row for row in csv.DictReader(file) if row["id"].startswith(wanted)]
    houses = [
        Address(
            row["id"],
            row["street_fi"],
            row["house"],
            float(row["lat"]),
            float(row["lon"]),
            row["district"],
            (row["street_sv"],) if row["street_sv"] else (),
        )
        for row in rows
    ]
    places.keep(houses)
    return {house.id: house for house in houses}


def ids(text, **options):
    return [house.id for house in places.search(text, **options)]


@pytest.mark.parametrize(
    "typed",
    [
        "Aleksanterinkatu 13",
        "aleksanterinkatu 13",
        "  ALEKSANTERINKATU,13 ",
        "Aleksanterinkatu 13#",
    ],
)
def test_an_address_is_found_however_it_is_typed(kept, typed):
    assert ids(typed)[0] == "aleksanterinkatu-13"


def test_the_street_may_be_given_in_its_other_language(kept):
    assert ids("Alexandersgatan 13")[0] == "aleksanterinkatu-13"


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("Алексантеринкату", "Aleksanterinkatu"),
        ("маннергейминтие", "Mannerheimintie"),
        ("Маннерхейминтие", "Mannerheimintie"),
        ("Похьойсэспланади", "Pohjoisesplanadi"),
        ("юрьёнкату", "Yrjönkatu"),
        ("Alexan", "Aleksanterinkatu"),
    ],
)
def test_russian_letters_find_a_finnish_street(kept, typed, street):
    found = places.search(typed)

    assert {house.street for house in found} == {street}


def test_a_house_that_is_not_there_gives_its_street(kept):
    assert all(each.startswith("aleksanterinkatu") for each in ids("Aleksanterinkatu 999"))
    assert ids("Aleksanterinkatu 999")


def test_a_street_may_be_cut_short_before_the_house(kept):
    assert ids("Mannerh 5")[0] == "mannerheimintie-5"
    assert ids("маннерг 5") == ids("Mannerh 5")


def test_the_letter_of_a_house_may_stand_apart(kept):
    assert ids("Aleksanterinkatu 13a") == ids("Aleksanterinkatu 13 A") == ["aleksanterinkatu-13-a"]


@pytest.mark.parametrize("typed", ["", " ", "5", "a", "💡", "#", "%00", "Nowhere street"])
def test_what_is_no_address_finds_nothing(kept, typed):
    assert ids(typed) == []


def test_houses_come_in_the_order_of_their_numbers(kept):
    numbers = [places.address(found).house for found in ids("manner", limit=200)]

    assert ids("manner")[0] == "mannerheimintie-1"
    assert "mannerheimintie-5" in ids("manner")
    assert numbers.index("12") < numbers.index("12 B") < numbers.index("13 A")
    assert numbers == sorted(numbers, key=lambda house: int(re.match(r"\d+", house)[0]))


def test_of_the_houses_that_begin_with_a_number_the_number_itself_comes_first(kept):
    for typed in ("Mannerheimintie 1", "Mannerh 1"):
        assert ids(typed)[0] == "mannerheimintie-1"


def test_a_number_that_is_not_there_gives_its_neighbours(kept):
    there = {place.house for place in kept.values() if place.street == "Aleksanterinkatu"}
    assert "14" not in there

    assert {places.address(found).house for found in ids("Aleksanterinkatu 14", limit=2)} <= {
        "13",
        "13 A",
        "15",
        "16",
        "12",
    }


def test_no_more_are_found_than_asked_for_and_none_twice(kept):
    found = ids("Mannerheimintie", limit=5)

    assert len(found) == len(set(found)) == 5


def test_the_nearest_house_is_found_from_everywhere_around_it(kept):
    house = kept["mannerheimintie-5"] if "mannerheimintie-5" in kept else next(iter(kept.values()))

    for north, east in [(0, 0), (0.0003, 0), (-0.0003, 0), (0, 0.0006), (0, -0.0006)]:
        lat, lon = house.lat + north, house.lon + east
        best = min(kept.values(), key=lambda h: metres(lat, lon, h.lat, h.lon))

        assert places.nearest(lat, lon) == Address(
            best.id, best.street, best.house, best.lat, best.lon, best.district
        )


def test_out_at_sea_there_is_no_nearest_house(kept):
    assert places.nearest(60.1, 24.9) is None


def test_a_house_is_found_by_its_id(kept):
    assert places.address("aleksanterinkatu-13").text == "Aleksanterinkatu 13"
    with pytest.raises(NotFound):
        places.address("nowhere-1")


def test_keeping_a_house_twice_keeps_it_once(kept):
    places.keep([kept["aleksanterinkatu-13"]])

    assert ids("Aleksanterinkatu 13").count("aleksanterinkatu-13") == 1


@given(st.text(max_size=60))
def test_a_normalised_name_stays_as_it_is(text):
    once = normalised(text)

    assert "#" not in once
    assert not once.startswith(" ")
