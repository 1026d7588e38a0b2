"""The public list of complaints: every filter is a shelf of cards, the newest card first."""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Protocol

import mercantile

from chalicelib import catalogue
from chalicelib.catalogue import Box
from chalicelib.domain import cursors, places
from chalicelib.domain.complaints import paging
from chalicelib.domain.complaints.cards import (
    ANY,
    CITY,
    CLASSES,
    NETS,
    OVERDUE,
    ZOOMS,
    cells,
    place_of,
    shelf_of,
)
from chalicelib.domain.complaints.paging import MOST, Page, Place
from chalicelib.errors import Invalid, NotFound
from chalicelib.messages import Message, say
from chalicelib.models.card import Card

MOST_CELLS = 2  # each is a round trip
MOST_WIDE = 9  # of the largest cells: a part of the city 10 km wide, and not every card of it
CARDS_OF_A_CELL = 500  # read at once: what a box shows is a part of what its cells hold
MOST_ON_MAP = 500
MOST_NEARBY = 20
LEAST_RADIUS, RADIUS, MOST_RADIUS = 10, 250, 1000  # metres; spec S3 §1
FIRST_YEAR, LAST_YEAR = 1900, 2999  # outside of which a calendar has no midnight in every zone
FIXED_WITHIN = timedelta(days=30)
PLACE = re.compile(r"\d{8}T\d{12}#[\w-]+", re.ASCII)
STATES = (*dict.fromkeys(CLASSES.values()), OVERDUE)
UNUSABLE = say("some of the filters cannot be used").singular


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a list is narrowed to. The days are those of the city, both included."""

    topic: str | None = None
    group: str | None = None
    state: str | None = None  # a class of states, or those overdue: one of `STATES`
    district: str | None = None
    since: date | None = None
    until: date | None = None
    box: Box | None = None


def listed(
    filters: Filters | None = None, cursor: str | None = None, limit: int = 50
) -> Page[Card]:
    """A page of the list; `Invalid` names the filter that cannot be."""
    filters, limit = filters or Filters(), max(1, min(limit, MOST))
    check(filters)
    found = list(islice(_found(filters, after=paging.place(cursor), at_once=limit + 1), limit + 1))
    if len(found) <= limit:
        return Page(found)
    last = found[limit - 1]
    return Page(found[:limit], cursors.written(Place(last.place, last.reference)))


def in_box(box: Box, filters: Filters | None = None) -> list[Card]:
    """What a part of the map shows: the newest 500."""
    within = _narrowed(filters or Filters(), box)
    check(within)
    return list(islice(_found(within, after=None, at_once=MOST), MOST_ON_MAP))


def nearby(
    topic: str, lat: float, lon: float, radius: float = RADIUS, *, at: datetime | None = None
) -> list[Card]:
    """What was reported there already, the nearest first: it may be the same.

    What is not solved yet; with ``at``, also what was answered within the 30 days before.
    """
    if not LEAST_RADIUS <= radius <= MOST_RADIUS:
        why = say("enter a number from %(least)s to %(most)s", least=LEAST_RADIUS, most=MOST_RADIUS)
        raise Invalid(UNUSABLE, {"radius": why})
    within = Filters(topic=topic, box=places.around(lat, lon, radius))
    check(within)
    newest = islice(_found(within, after=None, at_once=MOST_NEARBY), MOST)
    found = [card for card in newest if _may_be_the_same(card, at)]
    near = [card for card in found if distance(card, lat, lon) <= radius]
    return sorted(near, key=lambda card: distance(card, lat, lon))[:MOST_NEARBY]


def distance(card: Card, lat: float, lon: float) -> float:
    """In metres, along the ground."""
    return places.metres(card.lat, card.lon, lat, lon)


def box_of(text: str) -> Box:
    """From ``west,south,east,north`` in degrees, as in RFC 7946; `Invalid` if it is none."""
    try:
        box = Box(*(float(part) for part in text.split(",")))
    except (TypeError, ValueError):
        box = None
    if box is None or not (-180 <= box.west < box.east <= 180):
        raise _wrong_box()
    if not -85 <= box.south < box.north <= 85:
        raise _wrong_box()
    return box


def _wrong_box() -> Invalid:
    why = say("write west,south,east,north in degrees: 24.93,60.16,24.95,60.18")
    return Invalid(UNUSABLE, {"bbox": why})


class Known(Protocol):
    """Looks a code up in the catalogue; `NotFound` if there is none."""

    def __call__(self, code: str, /) -> object: ...


def check(filters: Filters) -> None:
    """`Invalid`, with every filter that cannot be."""
    if wrong := wrong_filters(filters):
        raise Invalid(UNUSABLE, wrong)


def wrong_filters(filters: Filters) -> dict[str, Message]:
    """What is wrong with them, by field."""
    wrong: dict[str, Message] = {}
    lookups: tuple[tuple[str, str | None, Known], ...] = (
        ("topic", filters.topic, catalogue.topic),
        ("group", filters.group, catalogue.group),
        ("district", filters.district, _district),
    )
    for field, code, known in lookups:
        if code is not None and (why := _unknown(code, known)):
            wrong[field] = why
    if filters.state not in (None, *STATES):
        wrong["state"] = say("choose one of the options")
    return wrong | _wrong_days(filters.since, filters.until)


def _wrong_days(since: date | None, until: date | None) -> dict[str, Message]:
    why = say("choose a day of the years %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR)
    given = {"from": since, "to": until}
    wrong = {
        name: why for name, day in given.items() if day and not FIRST_YEAR <= day.year <= LAST_YEAR
    }
    if since and until and until < since and not wrong:
        wrong["to"] = say("this day is before the first one")
    return wrong


def _unknown(code: str, known: Known) -> Message | None:
    try:
        known(code)
    except NotFound as error:
        return error.message
    return None


def _district(code: str) -> None:
    if catalogue.area(code).kind != "district":
        raise NotFound("%(code)s is no district", code=code)


def _narrowed(filters: Filters, box: Box) -> Filters:
    return Filters(**{**vars(filters), "box": box})


def _found(filters: Filters, *, after: Place | None, at_once: int) -> Iterator[Card]:
    """The cards that fit, read from their shelves as they are asked for.

    Without a box that is one query. A box is at most two cells, read side by side in one order;
    what lies in them but outside the box is left out, and so is another district's.
    """
    if _contradict(filters):
        return iter(())
    where, about = _where(filters), filters.topic or filters.group or ANY
    first, last = _bounds(filters, after)
    if first > last:
        return iter(())
    shelves = (shelf_of(place, about, filters.state or ANY) for place in where)
    each = CARDS_OF_A_CELL if filters.box else at_once
    found = heapq.merge(
        *(
            Card.query(
                shelf, Card.place.between(first, last), scan_index_forward=False, page_size=each
            )
            for shelf in shelves
        ),
        key=lambda card: card.place,
        reverse=True,
    )
    return (card for card in found if _fits(card, filters))


def _contradict(filters: Filters) -> bool:
    """A topic of another group than the one asked for: nothing is both."""
    if not (filters.topic and filters.group):
        return False
    return catalogue.topic(filters.topic).group != filters.group


def _where(filters: Filters) -> list[str]:
    """The cells of the finest zoom of which two cover the box; of a larger one up to nine of the
    coarsest, and if these do not cover it, all there is."""
    box = filters.box
    if box is None:
        return [filters.district or CITY]
    for zoom in reversed(ZOOMS):
        first = mercantile.tile(box.west, box.north, zoom + 1)
        last = mercantile.tile(box.east, box.south, zoom + 1)
        most = MOST_CELLS if zoom > ZOOMS[0] else MOST_WIDE
        if last.x - first.x > 2 * most or last.y - first.y > 2 * most:
            continue  # a whole country has millions of cells
        found = min((cells(first, last, net) for net in NETS), key=len)
        if len(found) <= most:
            return found
    return [filters.district or CITY]


def _fits(card: Card, filters: Filters) -> bool:
    box = filters.box
    if box is None:
        return True
    inside = box.south <= card.lat <= box.north and box.west <= card.lon <= box.east
    return inside and filters.district in (None, card.district)


def _bounds(filters: Filters, after: Place | None) -> tuple[str, str]:
    """The first and the last place on a shelf that fit; both belong to it."""
    first = place_of(_midnight(filters.since)) if filters.since else "0"
    last = place_of(_midnight(filters.until + timedelta(days=1))) if filters.until else "9"
    if after is None:
        return first, last
    return first, min(last, cursors.just_before(after.sorted_by, PLACE))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), catalogue.zone()).astimezone(UTC)


def _may_be_the_same(card: Card, at: datetime | None) -> bool:
    if CLASSES[card.state] in ("open", "answered"):
        return True
    return bool(at and card.answered_at and card.answered_at >= at - FIXED_WITHIN)
