"""The pages that belong to no single system: the front page, help, privacy, accessibility."""

from datetime import datetime

from chalice.app import Response

from chalicelib import catalogue
from chalicelib.config import settings
from chalicelib.domain import figures
from chalicelib.domain.site import Reference
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.messages import say

blueprint = Capability(__name__)


@blueprint.page("GET /", who=ANYONE)
def front(call: Call) -> Response:
    """What the city is for, and how it is doing, as its systems have counted it."""
    return call.render(
        "site/front.html",
        title=call.tell(say("Veche: tell the city, check it")),
        counted=figures.of("complaints"),
        moment=datetime.fromisoformat,
        topic=catalogue.topic,
    )


@blueprint.page("GET /help", who=ANYONE)
def help_page(call: Call) -> Response:
    return call.render("site/help.html", title=call.tell(say("Help")))


@blueprint.page("GET /privacy", who=ANYONE)
def privacy(call: Call) -> Response:
    return call.render("site/privacy.html", title=call.tell(say("Privacy")))


@blueprint.page("GET /accessibility", who=ANYONE)
def accessibility(call: Call) -> Response:
    return call.render("site/accessibility.html", title=call.tell(say("Accessibility")))


@blueprint.page("GET /api", who=ANYONE)
def api_reference(call: Call) -> Response:
    """What programs can do, told to the people who write them."""
    reference = Reference.read(settings.built / "openapi.json")
    return call.render(
        "site/api.html",
        title=call.tell(say("API for developers")),
        groups=reference.groups(),
        schemas=reference.schemas(),
        titles={name: call.tell(title) for name, title in SYSTEMS.items()},
    )


SYSTEMS = {
    "accounts": say("Accounts"),
    "appointments": say("Appointments"),
    "ballots": say("Ballots"),
    "complaints": say("Our City"),
    "notifications": say("Messages"),
    "services": say("City services"),
    "site": say("The site"),
}
