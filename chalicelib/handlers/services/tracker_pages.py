"""Following an application without signing in."""

from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import services
from chalicelib.domain.applications import tracking
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.messages import say

blueprint = Capability(__name__)


class Asked(Struct):
    """Letters lead here with the number; the code stays in them."""

    reference: Annotated[str, Meta(max_length=40)] = ""


class Proof(Struct):
    reference: Annotated[str, Meta(max_length=40)]
    code: Annotated[str, Meta(max_length=40)]


@blueprint.page("GET /track", who=ANYONE)
def ask(call: Call, query: Asked) -> Response:
    call.values = {"reference": query.reference} | dict(call.values)
    title = call.tell(say("How far is my application?"))
    return call.render("applications/track.html", title=title)


@blueprint.page("POST /track", who=ANYONE, again=ask)
def track(call: Call, form: Proof) -> Response:
    """The stages with their days; the page is nobody else’s, so nothing keeps it."""
    tracked = tracking.track(form.reference, form.code, at=call.at)
    service = services.service(tracked.service)
    page = call.render(
        "applications/tracked.html",
        title=service.title[call.language],
        reference=tracked.reference,
        authority=services.name("authority", tracked.authority),
        progress=tracked.progress,
    )
    page.headers["Cache-Control"] = "no-store"
    return page
