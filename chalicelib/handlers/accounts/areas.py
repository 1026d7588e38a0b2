"""Areas and addresses of the city, for programs and for fields that suggest."""

from typing import Annotated

from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.catalogue import Area, Text
from chalicelib.domain import places
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE

blueprint = Capability(__name__)


class AreaView(Struct):
    id: str
    kind: str
    title: Text
    parent: str | None
    parts: list[str]


class Areas(Struct):
    items: list[AreaView]


class AddressQuery(Struct):
    q: Annotated[str, Meta(max_length=200)] = ""
    limit: Annotated[int, Meta(ge=1, le=50)] = 8


class AddressView(Struct):
    id: str
    text: str
    street: str
    house: str
    lat: float
    lon: float
    district: str | None


class Addresses(Struct):
    items: list[AddressView]


@blueprint.api("GET /api/v1/areas", who=ANYONE)
def areas(call: Call) -> Areas:
    """The city, its okrugs and their districts."""
    return Areas([_area(area) for area in catalogue.areas()])


@blueprint.api("GET /api/v1/areas/{id}", who=ANYONE)
def area(call: Call, id: str) -> AreaView:
    """One area."""
    return _area(catalogue.area(id))


@blueprint.api("GET /api/v1/addresses", who=ANYONE)
def addresses(call: Call, query: AddressQuery) -> Addresses:
    """Addresses that begin as the text sounds, in Latin or Cyrillic letters."""
    found = places.search(query.q, limit=query.limit)
    return Addresses(
        [AddressView(a.id, a.text, a.street, a.house, a.lat, a.lon, a.district) for a in found]
    )


def _area(area: Area) -> AreaView:
    parts = [each.id for each in catalogue.areas() if each.parent == area.id]
    return AreaView(area.id, area.kind, area.title, area.parent, parts)
