"""Laying out the cards of a complaint, and moving them when it moves on.

A card lies on a shelf for each combination of where (the city, its district, two cells of the map
at three zooms), about what (anything, its group, its topic) and how far (any state, its class of
states): 8 × 3 × 2 = 48 small items, and one more with all that is published, for the export. So
every filter of the public list is one query that reads nothing it does not show, and a part of the
map is two: the second cell of each zoom is of a net that is moved by half a cell both ways, so what
lies across the corner of one net does not lie across a corner of the other.

The busiest shelf is that of the whole city, which every change of every complaint writes once: a
million complaints a year with eight events each are one write in four seconds, at ten times that
load 3 a second, where a partition takes 1,000 (500 in transactions).
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import product
from typing import Any

import mercantile
import msgspec

from chalicelib import catalogue
from chalicelib.domain import datasets, shelving
from chalicelib.domain.complaints.deadlines import day_of
from chalicelib.domain.complaints.rules import IN_WORK, State
from chalicelib.domain.complaints.usecases import find
from chalicelib.domain.complaints.wording import opening
from chalicelib.models.card import Card, Mark, Shelved
from chalicelib.models.complaint import Complaint

ZOOMS = (12, 14, 16)  # cells of 4.9 km, 1.2 km and 300 m at 60° north
NETS = {"q": 0, "h": 1}  # two nets of cells: by how many quarters each is moved south and east
CITY = "city"
ANY = "any"

OVERDUE = "overdue"  # with an agency that should have answered by now
CLASSES: dict[str, str] = {
    State.ROUTED: "open",
    State.ACKNOWLEDGED: "open",
    State.IN_PROGRESS: "open",
    State.SCHEDULED: "open",
    State.INFO_REQUESTED: "open",
    State.AWAITING_VERDICT: "answered",
    State.UNDER_PUBLIC_CHECK: "answered",
    State.CONFIRMED_SOLVED: "solved",
    State.CLOSED_UNCONFIRMED: "closed",
    State.NOT_RESPONSIBLE: "closed",
    State.NO_ACTION: "closed",
    State.DUPLICATE: "closed",
}


def index(reference: str) -> None:
    """Bring the cards of a complaint up to date, and have the month of its filing published anew;
    once it has been public. At most 98 items are written in one transaction."""
    complaint = shelving.keep_up(reference, find, _layout, of=Shelved)
    if complaint:
        datasets.mark(Mark, month_of(complaint.filed_at))  # after the cards, which the export reads


def shelf_of(place: str = CITY, about: str = ANY, how: str = ANY) -> str:
    return f"{place}#{about}#{how}"


def cells_of(lat: float, lon: float) -> list[str]:
    """The cells in which a place lies: two at each zoom."""
    quarters = (mercantile.tile(lon, lat, zoom + 1) for zoom in ZOOMS)
    return [cell for quarter in quarters for net in NETS for cell in cells(quarter, quarter, net)]


def cells(first: mercantile.Tile, last: mercantile.Tile, net: str) -> list[str]:
    """The cells of a net that hold everything from one quarter of a cell to another, which is
    south-east of it."""
    moved, zoom = NETS[net], first.z - 1
    columns = range((first.x + moved) // 2, (last.x + moved) // 2 + 1)
    rows = range((first.y + moved) // 2, (last.y + moved) // 2 + 1)
    return [f"{net}{mercantile.quadkey(x, y, zoom)}" for x, y in product(columns, rows)]


def export_shelf(month: str) -> str:
    return f"export#{month}"


def place_of(moment: datetime, reference: str = "") -> str:
    """Where on its shelves a card lies: by the time of filing, then by reference."""
    return f"{moment:%Y%m%dT%H%M%S%f}#{reference}"


def month_of(moment: datetime) -> str:
    """The month of the city's calendar: ``2026-03``."""
    return f"{day_of(moment):%Y-%m}"


def _layout(complaint: Complaint) -> dict[str, Card]:
    """The cards by shelf; none unless the complaint is public."""
    public = complaint.published_at is not None and complaint.visibility == "public"
    if not public or complaint.state not in CLASSES:
        return {}
    cards = {shelf: _card(complaint, shelf) for shelf in _shelves(complaint)}
    whole = _card(complaint, export_shelf(month_of(complaint.filed_at)))
    whole.whole = published(complaint)
    return cards | {whole.shelf: whole}


def _shelves(complaint: Complaint) -> Iterator[str]:
    where = (CITY, complaint.district, *cells_of(complaint.lat, complaint.lon))
    about = (ANY, catalogue.topic(complaint.topic).group, complaint.topic)
    late = complaint.overdue and complaint.state in IN_WORK
    how = (ANY, CLASSES[complaint.state], *([OVERDUE] if late else []))
    return (shelf_of(*found) for found in product(where, about, how))


def _card(complaint: Complaint, shelf: str) -> Card:
    return Card(
        shelf,
        place_of(complaint.filed_at, complaint.reference),
        reference=complaint.reference,
        topic=complaint.topic,
        state=complaint.state,
        agency=complaint.agency,
        district=complaint.district,
        lat=complaint.lat,
        lon=complaint.lon,
        address=complaint.address,
        text=opening(complaint.text) or None,
        filed_at=complaint.filed_at,
        answered_at=complaint.answered_at,
        due_on=complaint.due_on,
        overdue=complaint.overdue,
        supporters=complaint.supporters,
        photo=next(iter(complaint.photos or ()), None),
    )


def published(complaint: Complaint) -> dict[str, Any]:
    """All of a complaint that everybody may have. Written out, so that nothing leaks by itself:
    not who reported it, who joined it, who answered; not the answer's words, which may name them.
    """
    facts = {
        "reference": complaint.reference,
        "topic": complaint.topic,
        "state": complaint.state,
        "district": complaint.district,
        "address": complaint.address,
        "lat": complaint.lat,
        "lon": complaint.lon,
        "agency": complaint.agency,
        "filed_at": complaint.filed_at,
        "published_at": complaint.published_at,
        "due_on": complaint.due_on,
        "overdue": complaint.overdue,
        "scheduled_for": complaint.scheduled_for,
        "answered_at": complaint.answered_at,
        "reopened": complaint.reopened,
        "supporters": complaint.supporters,
        "text": complaint.text,
        "photos": list(complaint.photos or ()),
        "answer_photos": list(complaint.answer_photos or ()),
    }
    plain: dict[str, Any] = msgspec.to_builtins(facts)
    return plain
