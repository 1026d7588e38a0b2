"""Where a person has a say: by residence, age and how well they are known."""

from datetime import date

import pytest

from chalicelib.actors import Actor
from chalicelib.domain import accounts, places
from chalicelib.domain.accounts import NOBODY, Changes, Standing
from chalicelib.domain.places import Address
from chalicelib.models.person import HEAD, Person
from tests.factories import MONDAY, an_officer

OLGA = an_officer("operator", "olga")
HOUSE = Address("annankatu-25", "Annankatu", "25", 60.17, 24.94, "kamppi")
ANNA = Actor("anna", level=1)


@pytest.fixture(autouse=True)
def anna(keys):
    places.keep([HOUSE])
    accounts.open("anna", email="anna@example.org", language="ru", at=MONDAY)


def test_a_residence_lies_in_its_house_street_district_okrug_and_city():
    accounts.change(Changes(address=HOUSE.id), by=ANNA, at=MONDAY)

    assert accounts.standing("anna") == Standing(
        level=1,
        areas=frozenset({"annankatu-25", "street.annankatu", "kamppi", "southern", "helsinki"}),
        district="kamppi",
        born_on=None,
    )


def test_who_has_not_said_where_they_live_belongs_nowhere():
    assert accounts.standing("anna").areas == frozenset()


def test_who_has_moved_out_belongs_nowhere():
    accounts.change(Changes(address=HOUSE.id), by=ANNA, at=MONDAY)

    accounts.change(Changes(address=""), by=ANNA, at=MONDAY)

    assert accounts.standing("anna") == Standing(1, frozenset(), None, None)


def test_a_stranger_has_no_standing():
    assert accounts.standing("nobody") == NOBODY


def test_an_item_that_was_read_with_others_says_the_same():
    Person("boris", HEAD, level=2, language="ru", opened_at=MONDAY, born_on="1984-03-27").save()

    (item,) = Person.batch_get([("boris", HEAD)])

    assert accounts.standing_of(item) == accounts.standing("boris")
    assert accounts.standing_of(item).born_on == date(1984, 3, 27)
    assert accounts.standing_of(None) == NOBODY


@pytest.mark.parametrize(
    ("name", "street"),
    [
        ("Annankatu", "street.annankatu"),
        ("Iso Roobertinkatu", "street.iso-roobertinkatu"),
        ("Etelä-Esplanadi", "street.etela-esplanadi"),
        ("Yrjönkatu", "street.yrjonkatu"),
    ],
)
def test_a_street_is_an_area_with_an_id(name, street):
    assert places.street_id(name) == street


def settle(person, house, *, level=2):
    """Somebody who lives in the house, where an officer has verified it or has not."""
    accounts.open(person, email=f"{person}@example.org", language="ru", at=MONDAY)
    wanted = Changes(address=house, born_on="1984-03-27")
    seen = accounts.change(wanted, by=Actor(person, 1), at=MONDAY).version
    if level == 2:
        accounts.raise_level(
            person,
            version=seen,
            document="passport",
            number=f"{person} 17",
            note="",
            by=OLGA,
            at=MONDAY,
        )


@pytest.fixture
def neighbours():
    """Two in one house, one next door, one in another street; one whom nobody has verified."""
    others = [
        Address("annankatu-27", "Annankatu", "27", 60.17, 24.94, "kamppi"),
        Address("liisankatu-5", "Liisankatu", "5", 60.17, 24.95, "kruununhaka"),
    ]
    places.keep(others)
    for person, house in [("boris", 25), ("vera", 25), ("dmitri", 27)]:
        settle(person, f"annankatu-{house}")
    settle("elsa", "liisankatu-5")
    settle("frans", "annankatu-25", level=1)


@pytest.mark.parametrize(
    ("areas", "people"),
    [
        (["annankatu-25"], 2),
        (["annankatu-25", "annankatu-27"], 3),
        (["annankatu-27", "liisankatu-5"], 2),
        (["street.annankatu"], 3),
        (["street.annankatu", "annankatu-25", "liisankatu-5"], 4),
        (["nowhere-1"], 0),
        ([], 0),
    ],
)
def test_people_with_a_verified_residence_are_counted_once_each(neighbours, areas, people):
    assert accounts.count_in(areas) == people


def test_nobody_counts_further_than_is_asked(neighbours):
    assert accounts.count_in(["street.annankatu"], most=2) == 2
    assert accounts.count_in(["street.annankatu"], most=50) == 3
    assert accounts.count_in(["kamppi"], most=50) == 50


def test_whose_level_is_lowered_or_who_leaves_is_not_counted_any_more(neighbours):
    seen = accounts.profile("boris").version
    accounts.lower_level(
        "boris", version=seen, reason="has moved away", until=None, by=OLGA, at=MONDAY
    )

    assert accounts.count_in(["annankatu-25"]) == 1


@pytest.mark.parametrize("area", ["kamppi", "southern", "helsinki"])
def test_a_district_is_not_counted_it_has_more_people_than_any_ballot_asks_for(area):
    assert accounts.count_in([area]) >= 1_000
