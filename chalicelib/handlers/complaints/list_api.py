"""The public list of reports over HTTP, as JSON or as GeoJSON."""

from datetime import date, datetime
from typing import Annotated, Literal

from chalice.app import Response
from msgspec import Meta, Struct, field

from chalicelib import catalogue
from chalicelib.domain import complaints
from chalicelib.domain.complaints import CLASSES, Card
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.http import as_json
from chalicelib.edge.identity import ANYONE
from chalicelib.edge.paging import Limit
from chalicelib.messages import Message, say

blueprint = Capability(__name__)

GEOJSON = "application/geo+json"
TOLD: dict[str, tuple[Message, str]] = {
    "open": (say("With the agency"), "blue"),
    "answered": (say("Answered, not decided yet"), "purple"),
    "solved": (say("Solved"), "green"),
    "closed": (say("Closed otherwise"), "grey"),
}


StateClass = Literal["open", "answered", "solved", "closed", "overdue"]
OLDER_NAME = Meta(description="`state_class` before", extra_json_schema={"deprecated": True})


class ListQuery(Struct):
    """What the list is narrowed to; the days are of the city's calendar, both included."""

    topic: str | None = None
    group: str | None = None
    state_class: StateClass | None = None
    state: Annotated[StateClass | None, OLDER_NAME] = None
    district: str | None = None
    since: date | None = field(default=None, name="from")
    until: date | None = field(default=None, name="to")
    bbox: str | None = None
    limit: Limit = 50
    cursor: str | None = None


class NearbyQuery(Struct):
    topic: str
    lat: Annotated[float, Meta(ge=-85, le=85)]
    lon: Annotated[float, Meta(ge=-180, le=180)]
    radius: Annotated[float, Meta(ge=10, le=1000)] = 250


class CardFacts(Struct):
    """A published report in short; `text` are its first words. Addresses of photos are relative to
    the portal."""

    reference: str
    href: str
    topic: str
    title: str
    state: str
    state_class: str
    address: str | None
    text: str | None
    district: str
    agency: str
    filed_at: datetime
    due_on: date | None
    overdue: bool
    supporters: int
    photo: str | None


class CardView(CardFacts):
    """A published report in short, and where it is."""

    lat: float
    lon: float


class PinFacts(CardFacts):
    """A published report in short, and what a map's pin shows: its colour, its state in words."""

    state_title: str
    colour: str
    date: str


class PinPlace(Struct, tag_field="type", tag="Point"):
    """Longitude first (RFC 7946)."""

    coordinates: Annotated[list[float], Meta(min_length=2, max_length=2)]


class Pin(Struct, tag_field="type", tag="Feature"):
    """A published report on a map."""

    id: str
    geometry: PinPlace
    properties: PinFacts


class Pins(Struct, tag_field="type", tag="FeatureCollection"):
    """A page of the list as GeoJSON (RFC 7946)."""

    features: list[Pin]


class CardPage(Struct):
    """A page of the list, the newest first; ``next`` is the cursor of the one that follows."""

    items: list[CardView]
    next: str | None = None


class Near(Struct):
    """A report and how far from the place it is, in metres."""

    distance: int
    complaint: CardView


class NearbyPage(Struct):
    items: list[Near]


@blueprint.api("GET /api/v1/complaints", who=ANYONE, media={GEOJSON: Pins}, headers=("Link",))
def list_complaints(call: Call, query: ListQuery) -> CardPage | Response:
    """Published reports, the newest first.

    A `state_class` (open, answered, solved or closed) has several states; one finds them all by it.
    By `overdue` one finds what is open and should have been answered.
    `bbox` is west,south,east,north in degrees. With `Accept: application/geo+json` the answer is
    GeoJSON (RFC 7946). The next page is named in the header `Link` (rel=next, RFC 8288).
    """
    page = complaints.listed(_filters(query), query.cursor, query.limit)
    headers = {"Link": call.link(page.cursor)} if page.cursor else {}
    cards = [_view(card, call) for card in page.items]
    shown: CardPage | Pins = CardPage(cards, page.cursor)
    if GEOJSON in call.request.headers.get("accept", ""):
        shown = Pins([_pin(card, call) for card in cards])
        headers |= {"Content-Type": GEOJSON, "Content-Language": call.language}
    answer = as_json(shown)
    answer.headers |= headers
    return answer


@blueprint.api("GET /api/v1/complaints/nearby", who=ANYONE)
def list_nearby(call: Call, query: NearbyQuery) -> NearbyPage:
    """What was reported near a place on a topic already, the nearest first.

    Not solved yet, or answered within the last 30 days: join it instead of reporting it again.
    """
    place = query.lat, query.lon
    found = complaints.nearby(query.topic, *place, query.radius, at=call.at)
    return NearbyPage(
        [Near(round(complaints.distance(card, *place)), _view(card, call)) for card in found]
    )


def _filters(query: ListQuery) -> complaints.Filters:
    return complaints.Filters(
        topic=query.topic,
        group=query.group,
        state=query.state_class or query.state,
        district=query.district,
        since=query.since,
        until=query.until,
        box=complaints.box_of(query.bbox) if query.bbox else None,
    )


def _view(card: Card, call: Call) -> CardView:
    return CardView(
        reference=card.reference,
        href=f"/complaints/{card.reference}",
        topic=card.topic,
        title=catalogue.topic(card.topic).title[call.language],
        state=card.state,
        state_class=CLASSES[card.state],
        lat=float(card.lat),
        lon=float(card.lon),
        address=card.address,
        text=card.text,
        district=card.district,
        agency=card.agency,
        filed_at=card.filed_at,
        due_on=card.due_on,
        overdue=card.overdue,
        supporters=int(card.supporters),
        photo=card.urls.small if card.urls else None,
    )


def _pin(card: CardView, call: Call) -> Pin:
    title, colour = TOLD[card.state_class]
    facts = PinFacts(
        **{name: getattr(card, name) for name in CardFacts.__struct_fields__},
        state_title=call.tell(title),
        colour=colour,
        date=f"{card.filed_at:%Y-%m-%d}",
    )
    return Pin(card.reference, PinPlace([card.lon, card.lat]), facts)
