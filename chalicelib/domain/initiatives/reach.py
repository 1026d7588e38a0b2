"""How far an initiative can reach: the courtyard, the street, the district of who opens it, or the
whole city; and who lives there."""

from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from chalicelib import catalogue, collecting
from chalicelib.catalogue import Text
from chalicelib.errors import LevelNeeded
from chalicelib.models.person import Person

if TYPE_CHECKING:
    from chalicelib.domain.accounts import Standing

LEVEL = 2  # from which on it is known where somebody lives


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


class Hindrance(StrEnum):
    """What keeps somebody from signing."""

    UNSEEN = "unseen"  # no officer has seen where they live
    ELSEWHERE = "elsewhere"  # they live outside of where it reaches


def hindrance(person: Person | None, areas: Collection[str]) -> Hindrance | None:
    """Why this person cannot sign what residents of these areas may; None if they can."""
    standing = _standing(person)
    if not standing.district:
        return Hindrance.UNSEEN
    return None if standing.areas & set(areas) else Hindrance.ELSEWHERE


def home(person: Person | None) -> Home:
    """`LevelNeeded` as long as nobody has verified it (L2)."""
    standing = _standing(person)
    if person is None or not standing.district:
        raise unseen()
    from chalicelib.domain import places  # as below

    words = (person.residence or "").split()
    names = (" ".join(words[:n]) for n in range(len(words), 0, -1))
    name = next((name for name in names if places.street_id(name) == person.street), None)
    return Home(standing.areas, standing.district, person.street if name else None, name or "")


def unseen() -> LevelNeeded:
    """What who opens or signs hears, as long as nobody has seen where they live."""
    return LevelNeeded("first an officer has to see where you live: visit a centre", level=LEVEL)


def _standing(person: Person | None) -> "Standing":
    """Nobody's, as long as nobody has verified where they live."""
    from chalicelib.domain import accounts  # 30 ms that other doors need not wait for

    standing = accounts.standing_of(person)
    return standing if standing.level >= LEVEL else accounts.NOBODY


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
