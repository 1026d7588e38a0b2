"""The opinion map at the portal: a picture, and words and a table that say the same."""

from chalice.app import Response

from chalicelib import catalogue
from chalicelib.domain import ideas
from chalicelib.domain.ideas import opinions
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE
from chalicelib.messages import say

blueprint = Capability(__name__)


@blueprint.page("GET /projects/{id}/opinions", who=ANYONE)
def opinion_map(call: Call, id: str) -> Response:
    """Which groups of opinions there are in a project, and what all agree on."""
    seen = opinions.shown(id, by=call.actor)
    plan, drawn = seen.plan, seen.map
    return call.render(
        "ideas/opinions.html",
        title=call.tell(say("Opinion map")),
        seen=seen,
        plan=plan,
        project=seen.project,
        map=drawn,
        letters=opinions.letters(drawn.groups) if drawn else [],
        files=opinions.files_of(id),
        least=opinions.LEAST,
        enough=opinions.ENOUGH,
        respond_by=ideas.respond_by(plan) if seen.project.state != ideas.DRAFT else None,
        agency=catalogue.agency(plan.agency),
    )
