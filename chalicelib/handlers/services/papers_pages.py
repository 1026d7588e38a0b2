"""Decisions on paper: whether one is authentic, for everybody; and the file, for whose it is."""

from http import HTTPStatus
from typing import Annotated

from chalice.app import Response
from msgspec import Meta, Struct

from chalicelib import services
from chalicelib.domain.applications import checking, codes, papers, sheets
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, SIGNED_IN
from chalicelib.errors import Invalid, NotFound
from chalicelib.messages import say

blueprint = Capability(__name__)
FRESH = {"Cache-Control": "public, max-age=60"}  # seconds until everybody sees that one is void


class Typed(Struct):
    code: Annotated[str, Meta(max_length=100)] = ""


@blueprint.page("GET /verify", who=ANYONE)
def check(call: Call, query: Typed) -> Response:
    """Type the code; what cannot be one is said at once."""
    if query.code:
        try:
            return call.redirect(f"/verify/{codes.document(query.code)}")
        except Invalid as slip:
            call.status = HTTPStatus.UNPROCESSABLE_ENTITY
            call.errors = {name: call.tell(why) for name, why in slip.fields.items()}
    return _fresh(call, _form(call, query.code))


@blueprint.page("GET /verify/{code}", who=ANYONE)
def checked(call: Call, code: str) -> Response:
    """What was decided by the document with this code, without whose it is."""
    try:
        document = checking.find(code)
    except NotFound:
        call.status = HTTPStatus.NOT_FOUND
        return _form(call, code, unknown=True)
    title = (
        say("This document is void") if document.revoked_on else say("This document is authentic")
    )
    page = call.render(
        "applications/verified.html",
        title=call.tell(title),
        document=document,
        decision=call.tell(sheets.decision(document.outcome, document.on_appeal)),
        code=codes.document(code),
        service=services.service(document.service),
        authority=services.name("authority", document.authority),
    )
    return _fresh(call, page)


@blueprint.page("GET /applications/{reference}/decision.pdf", who=SIGNED_IN, along=papers.item)
def fetch(call: Call, reference: str) -> Response:
    """The decision, for a few minutes."""
    return call.redirect(papers.lend(call.along, reference, by=call.actor, at=call.at))


def _form(call: Call, code: str, *, unknown: bool = False) -> Response:
    title = say("There is no such document") if unknown else say("Check a document")
    call.values = {"code": code}
    return call.render("applications/verify.html", title=call.tell(title), unknown=unknown)


def _fresh(call: Call, page: Response) -> Response:
    """The same for everybody who has not signed in, so it may be kept for a moment."""
    if not call.actor.signed_in and page.status_code == HTTPStatus.OK:
        page.headers |= FRESH
    return page
