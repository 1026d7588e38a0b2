"""The catalogue of services as people look into it: by words, by topic, by events of life."""

from collections.abc import Iterable
from typing import Annotated, Literal
from urllib.parse import urlencode

import msgspec
from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import services, workdays
from chalicelib.domain.services import (
    Filters,
    discretion,
    form_in_force,
    found,
    statistics,
)
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.handlers.services import linked
from chalicelib.handlers.services.hindrances import hindrance
from chalicelib.messages import say
from chalicelib.services import Named

blueprint = Capability(__name__)
PAGE = 30


class Asked(Struct, frozen=True):
    """What is looked for. An empty choice of a form is no filter."""

    q: Annotated[str, Meta(max_length=200)] = ""
    category: str = ""
    event: str = ""
    audience: Literal["", "resident", "business"] = ""
    channel: Literal["", "online", "centre", "both", "online_only"] = ""
    page: Annotated[int, Meta(ge=1, le=100)] = 1

    @property
    def narrowed(self) -> str:
        """The filters as a query, without the page."""
        chosen = {name: getattr(self, name) for name in self.__struct_fields__ if name != "page"}
        return urlencode({name: value for name, value in chosen.items() if value})


@blueprint.page("GET /services", who=ANYONE)
def catalogue_page(call: Call, query: Asked) -> Response:
    looked = found(
        Filters(
            words=query.q,
            category=query.category or None,
            event=query.event or None,
            audience=query.audience or None,
            channel=query.channel or None,
        )
    )
    end = query.page * PAGE
    return call.render(
        "services/catalogue.html",
        title=call.tell(say("City services")),
        found=looked.services[end - PAGE : end],
        total=len(looked.services),
        counts=looked.facets,
        categories=_titled(call, services.categories()),
        events=_titled(call, services.events()),
        name=services.name,
        chosen=query,
        next=query.page + 1 if end < len(looked.services) else None,
    )


@blueprint.page("GET /services/{code}", who=ANYONE)
def service_page(call: Call, code: str) -> Response:
    """One service: what it gives, to whom, what it takes, by when."""
    service = services.service(code)
    form = form_in_force(service, today=workdays.day_of(call.at))
    told = msgspec.json.encode(linked.government_service(service, call.language)).decode()
    return call.render(
        "services/one.html",
        title=service.title[call.language],
        service=service,
        name=services.name,
        form=form,
        hindrance=hindrance(service, form, call.actor) if form else None,
        here=f"/services/{code}",
        known=discretion.told(statistics.of_service(code, at=call.at)).together,
        linked=told.replace("<", "\\u003c"),
    )


def _titled(call: Call, named: Iterable[Named]) -> list[tuple[str, str]]:
    """Each with its code, as a filter offers them."""
    return [(each.code, each.title[call.language]) for each in named]
