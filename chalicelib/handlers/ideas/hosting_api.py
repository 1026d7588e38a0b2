"""What who leads a project sees of how it goes, as JSON: who has said nothing, what was new."""

from datetime import date, datetime

from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.domain.ideas import digests, silence
from chalicelib.domain.ideas.silence import Silent
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff

blueprint = Capability(__name__)
FACILITATORS = staff(Role.FACILITATOR)


class SilentView(Struct):
    """How many have `joined`, and how many of them are `silent`: have sent no idea, change, comment
    or problem. In the `phase` that runs they can be invited to, once: `invited_at`."""

    project: str
    joined: int
    silent: int
    phase: str | None
    invited_at: datetime | None


class NewsView(Struct):
    """How many have joined, and how much was published and said, since the digest before."""

    people: int
    ideas: int
    problems: int
    comments: int


class DigestWaitingView(Struct):
    """What waited in the morning of that day."""

    questions: int
    silent: int
    without_fate: int


class DigestView(Struct):
    day: date
    new: NewsView
    waiting: DigestWaitingView


class DigestList(Struct):
    items: list[DigestView]


@blueprint.api("GET /api/v1/projects/{id}/silent", who=FACILITATORS)
def read_silent(call: Call, id: str) -> SilentView:
    """How many have joined a project and have said nothing so far; who, nobody sees."""
    return _view(silence.silent(id, by=call.actor, at=call.at))


@blueprint.api("POST /api/v1/projects/{id}/silent", who=FACILITATORS)
def invite_silent(call: Call, id: str) -> SilentView:
    """Invite them to say something: each by one notice, unless they wish none, once in a phase."""
    return _view(silence.invite(id, by=call.actor, at=call.at))


@blueprint.api("GET /api/v1/projects/{id}/digests", who=FACILITATORS)
def browse_digests(call: Call, id: str) -> DigestList:
    """What was new in a project on each of its last 31 mornings, the last one first."""
    found = digests.daily(id, by=call.actor)
    return DigestList(
        [
            DigestView(one.day, NewsView(**one.new), DigestWaitingView(**one.waiting))
            for one in found
        ]
    )


def _view(seen: Silent) -> SilentView:
    return SilentView(
        seen.project.id,
        seen.joined,
        seen.silent,
        seen.phase.id if seen.phase else None,
        seen.invited.at if seen.invited else None,
    )
