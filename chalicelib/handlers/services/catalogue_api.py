"""The catalogue of services over HTTP: as JSON, and as linked data by CPSV-AP 3.2."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any, Literal

import msgspec
from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import services, workdays
from chalicelib.catalogue import Text
from chalicelib.config import settings
from chalicelib.domain.services import Filters, Found, form_in_force, found
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.edge.paging import Limit
from chalicelib.handlers.services import linked
from chalicelib.services import Kind, Service

blueprint = Capability(__name__)
JSON_LD = "application/ld+json"


class ServicesQuery(Struct):
    """`q` finds words whatever their endings; `life_event` and `category` are codes."""

    q: Annotated[str, Meta(max_length=200)] = ""
    category: str | None = None
    life_event: str | None = None
    audience: Literal["resident", "business"] | None = None
    channel: Literal["online", "centre", "both", "online_only"] | None = None
    cursor: str | None = None
    limit: Limit = 50


class NamedView(Struct):
    id: str
    title: Text


class ServiceView(Struct):
    """`fee` is in euro, `legal_term_days` in working days. `form` is none where a service is asked
    for by the general request; `form_version` is that of either, none where there is no form.
    `slug` is how its `url` ends. `handed_over` says that a thing is made and collected."""

    id: str
    slug: str
    url: str
    title: Text
    summary: Text
    audience: list[str]
    authority: NamedView
    category: NamedView
    life_events: list[NamedView]
    channels: list[str]
    online_only: bool
    inputs: list[NamedView]
    output: Text
    fee: int
    legal_term_days: int
    legal_basis: Text
    extraterritorial: bool
    form: str | None
    form_version: int | None
    handed_over: bool
    status: str
    updated_at: date


class FacetsView(Struct):
    """Of each filter's options how many services it would leave, the other filters as they are."""

    category: dict[str, int]
    life_event: dict[str, int]
    audience: dict[str, int]
    channel: dict[str, int]


class ServicesView(Struct):
    """`total` fit; `categories` are those of `facets`."""

    items: list[ServiceView]
    total: int
    categories: dict[str, int]
    facets: FacetsView
    next: str | None = None


@blueprint.api("GET /api/v1/services", who=ANYONE)
def list_services(call: Call, query: ServicesQuery) -> ServicesView:
    """Services that fit, the best first."""
    looked = found(
        Filters(
            words=query.q,
            category=query.category,
            event=query.life_event,
            audience=query.audience,
            channel=query.channel,
        )
    )
    begin = int((paging.key(query.cursor) or {}).get("after", 0))
    shown = looked.services[begin : begin + query.limit]
    end = begin + len(shown)
    rest = {"after": end} if end < len(looked.services) else None
    return ServicesView(
        [view(service, workdays.day_of(call.at)) for service in shown],
        len(looked.services),
        looked.facets["category"],
        _facets(looked),
        paging.cursor(rest),
    )


@blueprint.api("GET /api/v1/services.jsonld", who=ANYONE, media={JSON_LD: dict[str, Any]})
def list_services_as_linked_data(call: Call) -> Response:
    """The whole catalogue by CPSV-AP 3.2, the vocabulary of public services of the EU."""
    every = [each for each in services.services() if each.status != "retired"]
    body = msgspec.json.encode(linked.graph(every)).decode()
    return Response(body, {"Content-Type": JSON_LD}, HTTPStatus.OK)


@blueprint.api("GET /api/v1/services/{id}", who=ANYONE)
def show_service(call: Call, id: str) -> ServiceView:
    """One service."""
    return view(services.service(id), workdays.day_of(call.at))


def view(service: Service, today: date) -> ServiceView:
    form = form_in_force(service, today=today)
    made = form.handed_over if form and service.handed_over is None else service.handed_over
    return ServiceView(
        id=service.code,
        slug=service.code,
        url=f"{settings.portal_url}/services/{service.code}",
        title=service.title,
        summary=service.summary,
        audience=list(service.audience),
        authority=_named("authority", service.authority),
        category=_named("category", service.category),
        life_events=[_named("event", code) for code in service.events],
        channels=list(service.channels),
        online_only=service.online_only,
        inputs=[_named("document", code) for code in service.documents],
        output=service.output,
        fee=service.fee,
        legal_term_days=service.term,
        legal_basis=service.basis,
        extraterritorial=service.extraterritorial,
        form=service.form,
        form_version=form.version if form else None,
        handed_over=bool(made),
        status=service.status,
        updated_at=service.updated_on,
    )


def _facets(looked: Found) -> FacetsView:
    """By the names that the filters have here."""
    return FacetsView(
        category=looked.facets["category"],
        life_event=looked.facets["event"],
        audience=looked.facets["audience"],
        channel=looked.facets["channel"],
    )


def _named(kind: Kind, code: str) -> NamedView:
    return NamedView(code, services.name(kind, code))
