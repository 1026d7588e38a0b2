"""What an address is, and how what people type is compared with the names of streets."""

import math
import re
import unicodedata
from collections.abc import Iterable
from itertools import product

import mercantile
from msgspec import Struct

from chalicelib.catalogue import Box

# As Russian is written when a Finnish or Swedish street is meant: х and г are both its h.
LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "д": "d", "е": "e", "ё": "o", "ж": "s", "з": "s",
    "и": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "s", "ш": "s", "щ": "s",
    "ъ": "", "ы": "i", "ь": "i", "э": "e", "ю": "u", "я": "a",
}  # fmt: skip
# Letters that sound alike, so that the ear may decide.
ALIKE = {
    "ä": "a", "å": "o", "ö": "o", "é": "e", "ü": "u", "y": "u", "j": "i", "g": "h", "w": "v",
    "c": "k", "q": "k", "z": "s", "x": "ks", "š": "s", "ž": "s",
}  # fmt: skip
SPELLING = str.maketrans(LATIN | ALIKE)
DEGREE = 111_195  # metres from south to north
ZOOM = 17  # tiles some 150 metres wide at sixty degrees north
SHELF = 2  # letters
STREET = "street."
NUMBER = re.compile(r"(\d+)(.*)", re.ASCII)


class Address(Struct, frozen=True):
    """A house. ``also`` are its street's names in other languages."""

    id: str
    street: str
    house: str
    lat: float
    lon: float
    district: str | None = None
    also: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.street} {self.house}".strip()

    @property
    def street_id(self) -> str:
        return street_id(self.street)


def street_id(name: str) -> str:
    """A street's id among the city's areas: «Iso Roobertinkatu» is ``street.iso-roobertinkatu``.

    Letters lose their marks, as in the ids of houses; two streets of one city never differ in marks
    alone.
    """
    plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return f"{STREET}{'-'.join(re.findall(r'[a-z0-9]+', plain))}"


def normalised(text: str) -> str:
    """How a street and house sound: «Маннергейминтие, 5 а» is «Mannerheimintie 5 A»."""
    words = re.findall(r"[^\W_]+(?:[-–/][^\W_]+)*", text.lower())
    spelt = re.sub(r"[-–/]", "-", " ".join(words)).translate(SPELLING)
    joined = re.sub(r"(\d) (?=[a-z]\b)", r"\1", spelt)
    return re.sub(r"([a-z])\1+", r"\1", joined)


def number(house: str) -> tuple[int, str]:
    """By which houses follow each other along a street: 5, 5 A, 10."""
    found = NUMBER.match(house.strip())
    return (int(found[1]), found[2].strip().casefold()) if found else (0, house.casefold())


def nearest_numbers(house: str, around: Iterable[Address]) -> list[Address]:
    """The houses by how far their numbers are from this one."""
    wanted, _ = number(house)
    return sorted(around, key=lambda each: abs(number(each.house)[0] - wanted))


def by_name(name: str) -> str:
    """The shelf of the names that begin as this normalised one does."""
    return f"name#{name[:SHELF]}"


def by_id(address_id: str) -> str:
    return f"id#{address_id}"


def by_tile(lat: float, lon: float) -> str:
    """The shelf of the houses around a point."""
    return f"tile#{mercantile.quadkey(mercantile.tile(lon, lat, ZOOM))}"


def tiles_near(lat: float, lon: float) -> set[str]:
    """The shelves from which a house can be found: those of the tiles within half a tile of it."""
    west, south, east, north = mercantile.bounds(mercantile.tile(lon, lat, ZOOM))
    high, wide = (north - south) / 2, (east - west) / 2
    return {
        by_tile(lat + up * high, lon + right * wide) for up, right in product((-1, 0, 1), repeat=2)
    }


def names(address: Address) -> set[str]:
    """Under which names the house is looked for; each ends in the house's own id."""
    streets = (address.street, *address.also)
    return {f"{normalised(f'{street} {address.house}')}#{address.id}" for street in streets}


def metres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Between two points of one city, where the earth is flat enough."""
    north = (other_lat - lat) * DEGREE
    east = (other_lon - lon) * DEGREE * math.cos(math.radians(lat))
    return math.hypot(north, east)


def around(lat: float, lon: float, radius: float) -> Box:
    """The square about the circle of this radius, in metres."""
    north = radius / DEGREE
    east = north / math.cos(math.radians(lat))
    return Box(lon - east, lat - north, lon + east, lat + north)
