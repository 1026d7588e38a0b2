"""What decides in which questions a person has a say: where they live, how old and how well known
they are."""

from collections.abc import Iterable
from datetime import date

import msgspec

from chalicelib import catalogue
from chalicelib.domain import places
from chalicelib.models.person import HEAD, Person


class Standing(msgspec.Struct, frozen=True):
    """``areas`` are all that the residence lies in: the house, its street, district, okrug, city.

    A house is named by its address's id, a street by `places.street_id`, the others as in the
    catalogue. From L2 on, an officer has seen residence and date of birth in a document.
    """

    level: int
    areas: frozenset[str]
    district: str | None
    born_on: date | None


CROWD = 1_000  # people: a district is never said to have fewer
NOBODY = Standing(0, frozenset(), None, None)  # who never opened an account here


def standing(person: str) -> Standing:
    """As it is now, in one read; `NOBODY` if nobody with this number has an account."""
    return standing_of(next(iter(Person.batch_get([(person, HEAD)], consistent_read=True)), None))


def level_of(person: str) -> int:
    """How surely it is known who this is, as it is now; L0 if nobody with this number is here.

    Nothing else of them is read: a function that asks may be allowed to read no more.
    """
    try:
        found = Person.get(person, HEAD, consistent_read=True, attributes_to_get=["level"])
    except Person.DoesNotExist:
        return NOBODY.level
    return int(found.level)


def count_in(areas: Iterable[str], *, most: int = CROWD) -> int:
    """How many people with a verified residence (L2) live in any of these areas; ``most``, if they
    are as many or more.

    A house is counted by an index that holds nobody else, a street house by house. A district, and
    what is wider, is not counted: it has more people than anybody asks for.
    """
    wanted = set(areas)
    if wanted & {area.id for area in catalogue.areas()}:
        return most
    found = 0
    for house in _houses(wanted):
        found += Person.by_house.count(house)
        if found >= most:
            return most
    return found


def standing_of(person: Person | None) -> Standing:
    """The same, of an item that has been read together with others."""
    if person is None:
        return NOBODY
    wider = catalogue.path(person.district) if person.district else ()
    areas = {person.address, person.street, *(area.id for area in wider)} - {None}
    return Standing(
        level=int(person.level),
        areas=frozenset(map(str, areas)),
        district=person.district,
        born_on=date.fromisoformat(person.born_on) if person.born_on else None,
    )


def _houses(areas: set[str]) -> set[str]:
    streets = {area for area in areas if area.startswith(places.STREET)}
    return (areas - streets) | {
        house.id for street in streets for house in places.houses_on(street)
    }
