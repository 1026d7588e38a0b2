"""Finding addresses: each question is one query, for a house lies wherever it is looked for."""

from collections.abc import Iterable

from chalicelib.domain.places import rules
from chalicelib.domain.places.rules import Address
from chalicelib.errors import NotFound
from chalicelib.models.base import Item
from chalicelib.models.place import Place

ITSELF = "address"
MANY = 200  # houses of a street, or of streets that begin alike, to look for one in


def search(text: str, limit: int = 8) -> list[Address]:
    """The addresses that begin as the text sounds, in Latin or Cyrillic letters.

    The street may be cut short before the house: «Mannerh 5». A house that the street does not have
    gives the street's other houses.
    """
    name = rules.normalised(text)
    if len(name) < rules.SHELF:
        return []
    street, _, house = name.rpartition(" ")
    found = _beginning(name, limit)
    if found or len(street) < rules.SHELF or not house[0].isdigit():
        return found
    around = _beginning(street, MANY)
    there = [each for each in around if rules.normalised(each.house).startswith(house)]
    return (there or around)[:limit]


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


def _beginning(name: str, limit: int) -> list[Address]:
    found = Place.query(
        rules.by_name(name), Place.name.startswith(name), limit=limit * 2, page_size=limit * 2
    )
    unique = {place.id: _address(place) for place in found}  # a street may sound alike in both
    return list(unique.values())[:limit]


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
