"""A place in the city is in one of its districts; a place outside is in none."""

import pytest

from chalicelib import catalogue
from city.addresses import known_addresses
from city.basemap import FILE as MAP

RAILWAY_STATION = (60.17150, 24.94150)
ESPLANADE_MARKET = (60.16766, 24.95200)


@pytest.mark.parametrize(
    ("lat", "lon", "district"),
    [
        (*RAILWAY_STATION, "kluuvi"),
        (*ESPLANADE_MARKET, "kaartinkaupunki"),
        (60.16900, 24.93600, "kamppi"),
        (60.17200, 24.95250, "kruununhaka"),
        (60.17870, 24.95150, "kallio"),
        (60.16430, 24.94050, "punavuori"),
    ],
)
def test_a_place_lies_in_its_district(lat, lon, district):
    assert catalogue.district_at(lat, lon) == district


@pytest.mark.parametrize(
    ("lat", "lon"),
    [(55.7558, 37.6173), (60.2000, 24.9440), (60.1708, 24.9000), (-60.17, -24.94), (0, 0), (90, 0)],
)
def test_a_place_elsewhere_lies_in_none(lat, lon):
    assert catalogue.district_at(lat, lon) is None


def test_no_place_in_the_city_is_left_out():
    box = catalogue.city().bbox
    inside = 0.02  # of the box, from its edge

    for step in range(50):
        for other in range(50):
            lat = box.south + (box.north - box.south) * (inside + step / 52)
            lon = box.west + (box.east - box.west) * (inside + other / 52)
            assert catalogue.district_at(lat, lon), (lat, lon)


def test_each_side_of_the_street_is_in_its_own_district():
    north = (60.16810, 24.94600)  # of Pohjoisesplanadi
    south = (60.16760, 24.94600)

    assert catalogue.district_at(*north) == "kluuvi"
    assert catalogue.district_at(*south) == "kaartinkaupunki"


def test_every_house_lies_in_the_district_it_says():
    for house in known_addresses():
        assert catalogue.district_at(house.lat, house.lon) == house.district, house


def test_no_house_is_there_twice():
    houses = known_addresses()

    assert len({house.id for house in houses}) == len(houses)
    assert len({(house.street_fi, house.house) for house in houses}) == len(houses)


def test_every_district_has_houses():
    districts = {area.id for area in catalogue.areas() if area.kind == "district"}

    assert {house.district for house in known_addresses()} == districts


def test_the_map_is_small_enough_for_a_telephone():
    assert MAP.read_bytes().startswith(b"PMTiles")
    assert MAP.stat().st_size <= 300_000
