"""Finding addresses: each question is one query, for a house lies wherever it is looked for."""

from collections.abc import Iterable

from chalicelib.domain.places import rules
from chalicelib.domain.places.rules import Address
from chalicelib.errors import NotFound
from chalicelib.models.base import Item
from chalicelib.models.place import Place

ITSELF = "address"
MANY = 300  # houses of a street, or of streets that begin alike, to look for one in


def search(text: str, limit: int = 8) -> list[Address]:
    """The addresses that begin as the text sounds, in Latin or Cyrillic letters, house after house:
    5 comes before 10.

    The street may be cut short before the house: «Mannerh 5». A house that the street does not have
    gives those of the street that are nearest to it.
    """
    name = rules.normalised(text)
    if len(name) < rules.SHELF:
        return []
    street, _, house = name.rpartition(" ")
    found = _beginning(name)
    if found or len(street) < rules.SHELF or not house[0].isdigit():
        return found[:limit]
    around = _beginning(street)
    there = [each for each in around if rules.normalised(each.house).startswith(house)]
    return (there or rules.nearest_numbers(house, around))[:limit]


def nearest(lat: float, lon: float) -> Address | None:
    """The house nearest to a point; None if there is none within half a tile, some 75 metres."""
    found = [_address(place) for place in Place.query(rules.by_tile(lat, lon))]
    if not found:
        return None
    return min(found, key=lambda house: (rules.metres(lat, lon, house.lat, house.lon), house.id))


def address(address_id: str) -> Address:
    """The house with this id; `NotFound` if the city has none."""
    try:
        return _address(Place.get(rules.by_id(address_id), ITSELF))
    except Place.DoesNotExist as error:
        raise NotFound("there is no such address") from error


def item(address_id: str) -> Item:
    """Where the house with this id lies, to be read along with something else; see `house_of`."""
    return Place, rules.by_id(address_id), ITSELF


def house_of(place: Place) -> Address:
    return _address(place)


def houses_on(street: str) -> list[Address]:
    """The houses of a street, by its id."""
    return [_address(place) for place in Place.query(street)]


def keep(addresses: Iterable[Address]) -> None:
    """Put houses on their shelves; one that lies there already is replaced."""
    with Place.batch_write() as batch:
        for house in addresses:
            for shelf, name in _shelves(house):
                batch.save(_place(house, shelf, name))


def _beginning(name: str) -> list[Address]:
    """A shelf has its houses in the order of letters, which puts 10 before 5: what a street has is
    read in one query, and put in the order of numbers."""
    found = Place.query(
        rules.by_name(name), Place.name.startswith(name), limit=MANY, page_size=MANY
    )
    unique = {place.id: _address(place) for place in found}  # a street may sound alike in both
    return sorted(unique.values(), key=lambda house: (house.street, rules.number(house.house)))


def _shelves(house: Address) -> list[tuple[str, str]]:
    named = [(rules.by_name(name), name) for name in sorted(rules.names(house))]
    around = [(tile, house.id) for tile in sorted(rules.tiles_near(house.lat, house.lon))]
    return [(rules.by_id(house.id), ITSELF), (house.street_id, house.id), *named, *around]


def _place(house: Address, shelf: str, name: str) -> Place:
    return Place(
        shelf,
        name,
        id=house.id,
        street=house.street,
        house=house.house,
        lat=house.lat,
        lon=house.lon,
        district=house.district,
    )


def _address(place: Place) -> Address:
    return Address(
        place.id, place.street, place.house, float(place.lat), float(place.lon), place.district
    )
