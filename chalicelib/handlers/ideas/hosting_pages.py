"""What who leads a project sees of how it goes: who has said nothing, and what was new each day."""

from chalice.app import Response

from chalicelib.actors import Role
from chalicelib.domain.ideas import digests, projects, silence
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.messages import say

blueprint = Capability(__name__)
FACILITATORS = staff(Role.FACILITATOR)


@blueprint.page("GET /work/projects/{id}/silent", who=FACILITATORS, along=projects.item)
def silent(call: Call, id: str) -> Response:
    """How many have joined and said nothing so far, and where they are invited to."""
    return call.render(
        "ideas/work/silent.html",
        title=call.tell(say("Who has said nothing so far")),
        found=silence.silent(id, by=call.actor, at=call.at, project=call.along),
    )


@blueprint.page(
    "POST /work/projects/{id}/silent", who=FACILITATORS, again=silent, along=projects.item
)
def invite(call: Call, id: str) -> Response:
    """Invite them to say something, once in a phase."""
    seen = silence.invite(id, by=call.actor, at=call.at, project=call.along)
    told = say("They are being told: %(number)s", number=seen.silent)
    return call.redirect(f"/work/projects/{id}/silent", notice=told)


@blueprint.page("GET /work/projects/{id}/digests", who=FACILITATORS, along=projects.item)
def browse_digests(call: Call, id: str) -> Response:
    """What was new in a project, day by day."""
    return call.render(
        "ideas/work/digests.html",
        title=call.tell(say("What was new, day by day")),
        project=id,
        found=digests.daily(id, by=call.actor, project=call.along),
    )
