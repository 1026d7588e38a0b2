"""What becomes of ideas, for everybody: one idea's fate, what is owed a response, what was
refused."""

from chalice.app import Response

from chalicelib import catalogue
from chalicelib.domain import ideas
from chalicelib.domain.ideas import usecases
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level
from chalicelib.handlers.ideas.fate_views import OwedQuery, RefusalQuery
from chalicelib.messages import say

blueprint = Capability(__name__)


@blueprint.page("GET /ideas/{id}/fate", who=ANYONE, along=usecases.item)
def idea_fate(call: Call, id: str) -> Response:
    """What became of an idea: scores, the agency's response, how far it is carried out."""
    found = ideas.fate_of(call.along or id, by=call.actor, at=call.at)
    return call.render(
        "ideas/fate/one.html",
        title=ideas.words_of(found.idea).title,
        fate=found,
        idea=found.idea,
        plan=found.plan,
        respond_by=ideas.respond_by(found.plan),
        agency=catalogue.agency(found.plan.agency),
        why=ideas.WHY,
        told=ideas.told,
        at=call.at,
    )


@blueprint.page("POST /ideas/{id}/rework", who=level(1), again=idea_fate, along=usecases.item)
def send_reworked(call: Call, id: str) -> Response:
    """Send what was reworked to the experts once more."""
    ideas.rework(call.along, id, by=call.actor, at=call.at)
    return call.redirect(f"/ideas/{id}/fate", notice=say("It is with the experts again"))


@blueprint.page("GET /responses", who=ANYONE)
def responses_owed(call: Call, query: OwedQuery) -> Response:
    """To which ideas agencies owe a response, and which are late."""
    until = call.at if query.show == "overdue" else None
    found = ideas.owed(until=until, after=paging.key(query.cursor))
    return call.render(
        "ideas/fate/owed.html",
        title=call.tell(say("Responses that agencies owe")),
        found=[(one, ideas.words_of(one.idea).title) for one in found.items],
        shown=query.show,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
        agency=catalogue.agency,
        at=call.at,
    )


@blueprint.page("GET /refusals", who=ANYONE)
def refusals(call: Call, query: RefusalQuery) -> Response:
    """Why not: what was refused or given up, by its reason."""
    found = ideas.refused(query.why, after=paging.key(query.cursor))
    return call.render(
        "ideas/fate/refusals.html",
        title=call.tell(say("Why not")),
        found=found.items,
        chosen=query.why or "",
        why=ideas.WHY,
        told=ideas.told,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
    )
