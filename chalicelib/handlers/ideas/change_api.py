"""What is published, before moderators over HTTP as JSON: its changes, reports, older versions."""

from typing import Literal

from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.domain.ideas import flags, pending, usecases
from chalicelib.domain.ideas.rules import Returned
from chalicelib.domain.ideas.versions import hide, numbered
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import level, staff
from chalicelib.handlers.ideas import idea_views
from chalicelib.handlers.ideas.idea_views import IdeaView
from chalicelib.handlers.ideas.talk_api import FlagForm, ReasonForm

blueprint = Capability(__name__)
RESIDENTS = level(1)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)


class ChangeForm(Struct):
    """`return` it for a reason of at least 20 characters, which whoever wrote it reads."""

    act: Literal["publish", "return"]
    code: Returned = "unclear"
    reason: str = ""
    version: int | None = None


class VerdictForm(Struct):
    """`take_down` for a reason of at least 20 characters, which its authors read."""

    verdict: Literal["leave", "take_down"]
    code: Returned = "unclear"
    reason: str = ""
    version: int | None = None


@blueprint.api("POST /api/v1/ideas/{id}/flag", who=RESIDENTS, status=204)
def flag_idea(call: Call, id: str, form: FlagForm) -> None:
    """Ask the moderators to look at an idea; twice is once."""
    flags.flag(id, form.flaw, by=call.actor, at=call.at)


@blueprint.api("POST /api/v1/ideas/{id}/verdict", who=MODERATORS)
def judge_idea(call: Call, id: str, form: VerdictForm) -> IdeaView:
    """Say that nothing is wrong with a published idea that was reported, or take it down: it is a
    draft of its authors again, as long as nothing is decided on it."""
    if form.verdict == "leave":
        left = flags.leave(id, by=call.actor, at=call.at)
        return idea_views.of_idea(left, by=call.actor)
    taken = usecases.take_down(
        id,
        code=form.code,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return idea_views.of_idea(taken, by=call.actor)


@blueprint.api("POST /api/v1/ideas/{id}/change", who=MODERATORS)
def decide_change(call: Call, id: str, form: ChangeForm) -> IdeaView:
    """Let a published idea say what waits to be read, or return that with the reason."""
    if form.act == "publish":
        kept = pending.publish(id, by=call.actor, at=call.at, version=form.version)
        return idea_views.of_idea(kept, by=call.actor)
    kept = pending.send_back(
        id,
        code=form.code,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return idea_views.of_idea(kept, by=call.actor)


@blueprint.api("POST /api/v1/ideas/{id}/versions/{number}/hide", who=MODERATORS)
def hide_version(call: Call, id: str, number: str, form: ReasonForm) -> IdeaView:
    """Let nobody read an earlier version of an idea any more; why, everybody does."""
    kept = hide(id, numbered(number), reason=form.reason, by=call.actor, at=call.at)
    return idea_views.of_idea(kept, by=call.actor)
