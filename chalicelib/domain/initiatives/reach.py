"""How far an initiative can reach: the courtyard, the street, the district of who opens it, or the
whole city; and who lives there."""

from typing import NamedTuple

from chalicelib import catalogue, collecting
from chalicelib.catalogue import Text
from chalicelib.errors import Forbidden
from chalicelib.models.person import Person


class Reach(NamedTuple):
    """``areas`` are those whose residents may sign, as people's standing names them."""

    scope: str
    areas: tuple[str, ...]
    title: Text

    @property
    def needed(self) -> int:
        """How many have to sign."""
        return collecting.terms().signatures[self.scope]


class Home(NamedTuple):
    """Where somebody lives, as an officer has seen it in a document: all areas that it lies in."""

    areas: frozenset[str]
    district: str
    street: str | None
    street_name: str


def home(person: Person | None) -> Home:
    """`Forbidden` as long as nobody has verified it (L2)."""
    from chalicelib.domain import accounts, places  # 30 ms that other doors need not wait for

    standing = accounts.standing_of(person)
    if person is None or standing.level < 2 or standing.district is None:
        raise Forbidden("first an officer has to see where you live: visit a centre")
    words = (person.residence or "").split()
    names = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    name = next((name for name in names if places.street_id(name) == person.street), None)
    return Home(standing.areas, standing.district, person.street if name else None, name or "")


def open_to(lives: Home) -> list[Reach]:
    """What somebody who lives there may open an initiative for, the smallest first."""
    found = [
        Reach("courtyard", yard.houses, yard.title)
        for yard in catalogue.courtyards()
        if lives.areas & set(yard.houses)
    ]
    if lives.street:
        title = Text(lives.street_name, lives.street_name)
        found.append(Reach("street", (lives.street,), title))
    district, city = catalogue.area(lives.district), catalogue.path(lives.district)[-1]
    found.append(Reach("district", (district.id,), district.title))
    found.append(Reach("city", (city.id,), city.title))
    return found
