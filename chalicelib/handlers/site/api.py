"""What programs and robots ask of the site: the API's description, its health, its rules."""

from datetime import timedelta
from typing import Any

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE

blueprint = Capability(__name__)

VALID = timedelta(days=180)  # RFC 9116, 2.5.5: less than a year
ROBOTS = """User-agent: *
Disallow: /me
Disallow: /report
Disallow: /sign-in
"""


class Health(Struct):
    """That the platform can answer, and which stage of it did."""

    status: str
    stage: str


@blueprint.api("GET /api/v1/openapi.json", who=ANYONE, media={"application/json": dict[str, Any]})
def openapi(call: Call) -> Response:
    """This description, as OpenAPI 3.1."""
    document = (settings.built / "openapi.json").read_text()
    return Response(document, {"Content-Type": "application/json"})


@blueprint.api("GET /status.json", who=ANYONE)
def health(call: Call) -> Health:
    """Whether the platform can answer."""
    return Health(status="ok", stage=settings.stage)


@blueprint.api("GET /robots.txt", who=ANYONE, media={"text/plain": str})
def robots(call: Call) -> Response:
    """What search engines may read: all that is public."""
    return _text(ROBOTS)


@blueprint.api("GET /.well-known/security.txt", who=ANYONE, media={"text/plain": str})
def security(call: Call) -> Response:
    """Whom to tell about a hole (RFC 9116)."""
    until = (call.at + VALID).replace(hour=0, minute=0, second=0, microsecond=0)
    contact = catalogue.city().contact.email
    return _text(
        f"Contact: mailto:{contact}\n"
        f"Expires: {until.isoformat()}\n"
        "Preferred-Languages: en, ru\n"
        f"Canonical: {settings.portal_url}/.well-known/security.txt\n"
    )


def _text(body: str) -> Response:
    return Response(body, {"Content-Type": "text/plain; charset=utf-8"})
