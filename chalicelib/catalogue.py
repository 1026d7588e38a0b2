"""What the city is made of: its topics of complaints, its agencies, its areas."""

import functools
import math
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Literal, TypeVar
from zoneinfo import ZoneInfo

import mercantile
import msgspec

from chalicelib.errors import NotFound

HOME = Path(__file__).parent / "city"
T = TypeVar("T")


class Text(msgspec.Struct, frozen=True):
    """The same words in each language: ``title.en``, ``title[language]``."""

    ru: str
    en: str

    def __getitem__(self, language: str) -> str:
        return self.ru if language == "ru" else self.en


class TopicGroup(msgspec.Struct, frozen=True):
    code: str
    title: Text


class Option(msgspec.Struct, frozen=True):
    code: str
    label: Text


class Question(msgspec.Struct, frozen=True):
    """What an agency has to know beside the text; a choice is answered by its option's code."""

    code: str
    label: Text
    kind: Literal["choice", "text", "yesno"]
    options: tuple[Option, ...] = ()
    required: bool = False


class Season(msgspec.Struct, frozen=True):
    """From one day of the year to another, both included: ``11-01`` to ``04-15``."""

    since: str = msgspec.field(name="from")
    until: str = msgspec.field(name="to")

    def holds(self, day: date) -> bool:
        today = f"{day:%m-%d}"
        if self.since <= self.until:
            return self.since <= today <= self.until
        return today >= self.since or today <= self.until


class Route(msgspec.Struct, frozen=True):
    """An exception: in this district the topic belongs to another agency."""

    area: str
    agency: str


class Topic(msgspec.Struct, frozen=True, omit_defaults=True):
    """Something a resident can complain about, and who answers for it."""

    code: str
    group: str
    title: Text
    hint: Text
    agency: str
    sla_working_days: int = 8
    photo: Literal["required", "optional"] = "required"
    questions: tuple[Question, ...] = ()
    routing: tuple[Route, ...] = ()
    emergency: Text | None = None  # do not write: call, and whom
    retired: bool = False
    seasonal: Season | None = None
    words: tuple[str, ...] = ()  # the stems by which it is found, of both languages

    def open_on(self, day: date) -> bool:
        """Whether a complaint about it can be filed that day."""
        return not self.retired and (self.seasonal is None or self.seasonal.holds(day))


class Agency(msgspec.Struct, frozen=True):
    code: str
    title: Text
    email: str
    phone: str


class Area(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    kind: Literal["city", "okrug", "district"]
    title: Text
    parent: str | None = None


class Courtyard(msgspec.Struct, frozen=True):
    """Houses around one courtyard, to be asked together; each by its address's id."""

    code: str
    title: Text
    houses: tuple[str, ...]


class Charity(msgspec.Struct, frozen=True):
    """A good cause to which residents may give their points."""

    code: str
    title: Text
    text: Text


class Point(msgspec.Struct, frozen=True):
    lat: float
    lon: float


class Box(msgspec.Struct, frozen=True):
    west: float
    south: float
    east: float
    north: float


class Contact(msgspec.Struct, frozen=True):
    phone: str
    email: str


class City(msgspec.Struct, frozen=True):
    name: Text
    notice: Text  # that this is a demonstration, for every page's footer
    bbox: Box
    centre: Point
    timezone: str
    country: str
    languages: tuple[str, ...]
    contact: Contact
    attribution: Text  # of map and addresses; their licence asks for it
    attribution_url: str  # where that licence is


class Cells(msgspec.Struct, frozen=True):
    """Which tiles of the world's map belong to which district."""

    zoom: int
    districts: dict[str, tuple[str, ...]]


def topic(code: str) -> Topic:
    """A topic, retired ones included; `NotFound` if there never was one."""
    return of(_topics(), code, "there is no topic %(code)s")


def agency(code: str) -> Agency:
    return of(_agencies(), code, "there is no agency %(code)s")


def area(area_id: str) -> Area:
    return of(_areas(), area_id, "there is no area %(code)s")


def group(code: str) -> TopicGroup:
    return of(_groups(), code, "there is no group of topics %(code)s")


def topics() -> tuple[Topic, ...]:
    """Every topic, group after group, retired ones included."""
    return tuple(_topics().values())


def groups() -> tuple[TopicGroup, ...]:
    return tuple(_groups().values())


def agencies() -> tuple[Agency, ...]:
    return tuple(_agencies().values())


def areas() -> tuple[Area, ...]:
    """The city, its okrugs, their districts: a parent before its children."""
    return tuple(_areas().values())


@functools.cache
def courtyards() -> tuple[Courtyard, ...]:
    return read("courtyards", tuple[Courtyard, ...])


def charities() -> tuple[Charity, ...]:
    return tuple(_charities().values())


def charity(code: str) -> Charity:
    return of(_charities(), code, "there is no charity %(code)s")


def path(area_id: str) -> tuple[Area, ...]:
    """The area and those it lies in, from the smallest to the city."""
    smallest = area(area_id)
    return (smallest, *path(smallest.parent)) if smallest.parent else (smallest,)


@functools.cache
def city() -> City:
    return read("city", City)


def in_city(moment: datetime) -> datetime:
    """The same moment on the city's clocks."""
    return moment.astimezone(zone())


def responsible(about: Topic, district: str | None) -> str:
    """The code of the agency that answers for a topic in a district: the first rule that fits."""
    for route in about.routing:
        if route.area == district:
            return route.agency
    return about.agency


def district_at(lat: float, lon: float) -> str | None:
    """The id of the district a place lies in; None if it lies outside the city."""
    box = city().bbox
    if not (box.south <= lat <= box.north and box.west <= lon <= box.east):
        return None
    zoom, cells = _cells()
    key = mercantile.quadkey(mercantile.tile(lon, lat, zoom))
    found = (cells.get(key[:length]) for length in range(zoom, 0, -1))
    return next(filter(None, found), None)


def middle_of(district: str) -> Point:
    """A place that says no more than the district: the one of its tiles that is nearest to its
    middle."""
    _, cells = _cells()
    tiles = (mercantile.quadkey_to_tile(key) for key, area in cells.items() if area == district)
    corners = [mercantile.bounds(tile) for tile in tiles]
    points = [Point((c.south + c.north) / 2, (c.west + c.east) / 2) for c in corners]
    lat, lon = sum(p.lat for p in points) / len(points), sum(p.lon for p in points) / len(points)
    return min(points, key=lambda point: math.dist((point.lat, point.lon), (lat, lon)))


def read(name: str, kind: type[T]) -> T:
    """A file of the city, as the build has written it."""
    return msgspec.json.decode((HOME / f"{name}.json").read_bytes(), type=kind)


def of(known: Mapping[str, T], code: str, otherwise: str) -> T:
    """What a code means; `NotFound`, with the sentence ``otherwise``, if it means nothing."""
    if code not in known:
        raise NotFound(otherwise, code=code)
    return known[code]


@functools.cache
def zone() -> ZoneInfo:
    return ZoneInfo(city().timezone)


@functools.cache
def _topics() -> Mapping[str, Topic]:
    return {topic.code: topic for topic in read("topics", tuple[Topic, ...])}


@functools.cache
def _groups() -> Mapping[str, TopicGroup]:
    return {group.code: group for group in read("groups", tuple[TopicGroup, ...])}


@functools.cache
def _agencies() -> Mapping[str, Agency]:
    return {agency.code: agency for agency in read("agencies", tuple[Agency, ...])}


@functools.cache
def _areas() -> Mapping[str, Area]:
    return {area.id: area for area in read("areas", tuple[Area, ...])}


@functools.cache
def _charities() -> Mapping[str, Charity]:
    return {charity.code: charity for charity in read("charities", tuple[Charity, ...])}


@functools.cache
def _cells() -> tuple[int, Mapping[str, str]]:
    """The zoom of the finest tile, and the district of each tile; whole tiles are kept whole."""
    cells = read("cells", Cells)
    return cells.zoom, {key: area for area, keys in cells.districts.items() for key in keys}
