"""What one person has contributed, with how far it is."""

from chalice.app import Response

from chalicelib.domain import ideas
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import SIGNED_IN
from chalicelib.edge.paging import CursorQuery
from chalicelib.messages import say

blueprint = Capability(__name__)


@blueprint.page("GET /me/ideas", who=SIGNED_IN)
def my_ideas(call: Call, query: CursorQuery) -> Response:
    """The ideas somebody wrote or wrote along or is invited to, and the changes they proposed."""
    found = ideas.contributed(by=call.actor, at=call.at, after=paging.key(query.cursor))
    return call.render(
        "ideas/mine.html",
        title=call.tell(say("My contributions")),
        found=found.items,
        invited=found.invited,
        cursor=paging.cursor(found.last),
        first=bool(query.cursor),
    )
