"""The city's houses: every address that the extract knows, once."""

import csv
import difflib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from chalicelib import catalogue
from city.extract import Extract, Place, Thing

FILE = Path(__file__).parent / "addresses.csv"
HOUSE = re.compile(r"(\d+(?:[-–]\d+)?)\s?([A-Za-z]?)")
ALIKE = 0.88  # «Kluuvinkatu» is a slip of the pen for «Kluuvikatu»
LETTERS = str.maketrans({"å": "a", "ä": "a", "ö": "o", " ": "-", "–": "-"})


@dataclass(frozen=True)
class Address:
    id: str
    street_fi: str
    street_sv: str
    house: str
    lat: float
    lon: float
    district: str


def known_addresses(file: Path = FILE) -> tuple[Address, ...]:
    """The houses as they are kept beside this program, in the order of streets and numbers."""
    with file.open(encoding="utf-8", newline="") as lines:
        return tuple(msgspec.convert(row, Address, strict=False) for row in csv.DictReader(lines))


def keep(addresses: Iterable[Address], file: Path = FILE) -> None:
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(Address.__dataclass_fields__), lineterminator="\n")
        writer.writeheader()
        writer.writerows(vars(address) for address in addresses)


def addresses(extract: Extract) -> tuple[Address, ...]:
    """Shops and offices of one house share its address: it is kept once, in their midst."""
    streets = _streets(extract)
    found: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for thing in (*extract.nodes, *extract.areas):
        for street, house in _written(thing, streets):
            found[street, house].append(thing.place)
    made = (_address(street, house, at, streets) for (street, house), at in found.items())
    return tuple(sorted(filter(None, made), key=_order))


def _address(
    street: str, house: str, places: list[Place], streets: dict[str, str]
) -> Address | None:
    lon, lat = _midmost(places)
    lon, lat = round(lon, 6), round(lat, 6)
    district = catalogue.district_at(lat, lon)
    if district is None:
        return None
    name = f"{street} {house}".lower().translate(LETTERS)
    return Address(name, street, streets[street], house, lat, lon, district)


def _order(address: Address) -> tuple[str, int, str]:
    digits = re.match(r"\d+", address.house)
    return address.street_fi, int(digits[0]) if digits else 0, address.house


def _midmost(places: list[Place]) -> Place:
    """The one nearest to the middle of all: a middle alone may lie in the courtyard next door."""
    lon = sum(place[0] for place in places) / len(places)
    lat = sum(place[1] for place in places) / len(places)
    return min(places, key=lambda place: (abs(place[0] - lon) + 2 * abs(place[1] - lat), place))


def _streets(extract: Extract) -> dict[str, str]:
    """Street → its Swedish name, if it has one; squares have houses too."""
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for thing in (*extract.ways, *extract.areas):
        if "name" in thing.tags and {"highway", "place"} & thing.tags.keys():
            names[thing.tags["name"]][thing.tags.get("name:sv", "")] += 1
    return {
        name: max(swedish, key=lambda sv: (sv != "", swedish[sv]))
        for name, swedish in names.items()
    }


def _written(thing: Thing, streets: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The address on a thing as it should be: no building's or floor's name in it, no slips."""
    street = thing.tags.get("addr:street", "").rpartition(",")[2].strip()
    number = HOUSE.fullmatch(re.split(r"[,/;]", thing.tags.get("addr:housenumber", ""))[0].strip())
    alike = difflib.get_close_matches(street, streets, n=1, cutoff=ALIKE)
    if alike and number:
        yield alike[0], f"{number[1].replace('–', '-')} {number[2].upper()}".strip()
