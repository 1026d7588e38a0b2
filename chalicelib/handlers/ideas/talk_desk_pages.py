"""What staff do in discussions: moderators look at what was reported, who leads a project pins,
sums up, and sees which questions nobody has answered."""

from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Actor, Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import problems, rating, talk
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import staff
from chalicelib.messages import say

blueprint = Capability(__name__)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)
FACILITATORS = staff(Role.FACILITATOR)


class AreaQuery(Struct):
    area: str = ""


class VerdictForm(Struct):
    verdict: Literal["leave", "hide"]
    idea: str
    comment: str
    reason: str = ""


class StatementForm(Struct):
    verdict: Literal["publish", "return"]
    statement: str
    reason: str = ""


class PinForm(Struct):
    on: Literal["yes", "no"] = "yes"


class SummaryForm(Struct):
    text: str = ""


@blueprint.page("GET /moderation/talk", who=MODERATORS)
def flagged(call: Call, query: AreaQuery) -> Response:
    """Comments that somebody reported, the longest waiting first."""
    area, areas = _area(call.actor, query.area)
    return call.render(
        "ideas/talk/flagged.html",
        title=call.tell(say("Reported comments")),
        found=talk.flagged(area, by=call.actor),
        chosen=area,
        areas=areas,
    )


@blueprint.page("POST /moderation/talk", who=MODERATORS, again=flagged)
def judge(call: Call, form: VerdictForm, query: AreaQuery) -> Response:
    """Leave a comment, or hide it for a reason that everybody reads."""
    if form.verdict == "hide":
        reason = form.reason
        talk.hide(form.idea, form.comment, reason=reason, by=call.actor, at=call.at)
        told = say("Nobody reads this comment any more; everybody reads why")
    else:
        talk.leave(form.idea, form.comment, by=call.actor, at=call.at)
        told = say("The comment stays")
    return call.redirect(f"/moderation/talk?area={query.area}", notice=told)


@blueprint.page("GET /moderation/statements", who=MODERATORS)
def stated(call: Call, query: AreaQuery) -> Response:
    """Problems that were named and nobody has read, the oldest first."""
    area, areas = _area(call.actor, query.area)
    return call.render(
        "ideas/problems/to_read.html",
        title=call.tell(say("Problems to read")),
        found=problems.to_moderate(area, by=call.actor),
        chosen=area,
        areas=areas,
    )


@blueprint.page("POST /moderation/statements", who=MODERATORS, again=stated)
def decide(call: Call, form: StatementForm, query: AreaQuery) -> Response:
    """Publish a statement, or say to its author why not."""
    if form.verdict == "publish":
        problems.publish(form.statement, by=call.actor, at=call.at)
        told = say("Everybody is asked about it now")
    else:
        problems.send_back(form.statement, reason=form.reason, by=call.actor, at=call.at)
        told = say("Its author is told why it is not published")
    return call.redirect(f"/moderation/statements?area={query.area}", notice=told)


@blueprint.page("GET /work/projects/{id}/questions", who=FACILITATORS, along=rating.along)
def questions(call: Call, id: str) -> Response:
    """What residents asked and nobody who answers for it has answered."""
    return call.render(
        "ideas/talk/questions.html",
        title=call.tell(say("Questions without an answer")),
        project=id,
        found=talk.questions(id, by=call.actor, project=call.along),
    )


@blueprint.page("POST /ideas/{id}/talk/{comment}/pin", who=FACILITATORS, along=talk.along)
def pin(call: Call, id: str, comment: str, form: PinForm) -> Response:
    """Let a thread stand above the others, or no more."""
    on = form.on == "yes"
    talk.pin(id, comment, on, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(f"/ideas/{id}/talk")


@blueprint.page(
    "POST /ideas/{id}/talk/{comment}/split",
    who=FACILITATORS,
    again_at="/ideas/{id}/talk",
    along=talk.along,
)
def split(call: Call, id: str, comment: str) -> Response:
    """Let a comment, with all answers to it, begin a thread of its own."""
    begun = talk.split(id, comment, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(
        f"/ideas/{id}/talk/{begun.path}", notice=say("It is a thread of its own; answers follow")
    )


@blueprint.page("GET /ideas/{id}/summary", who=FACILITATORS, along=talk.along)
def summary_form(call: Call, id: str) -> Response:
    """Where it is written how far a discussion has come."""
    found = talk.threads(id, by=call.actor, limit=1, idea=call.along)
    ideas.admit_leader(found.room.idea, by=call.actor)
    return call.render(
        "ideas/talk/summary.html",
        title=call.tell(say("How far the discussion has come")),
        idea=found.room.idea,
        summary=found.summary,
        most=talk.MOST_SUMMARY,
    )


@blueprint.page("POST /ideas/{id}/summary", who=FACILITATORS, again=summary_form, along=talk.along)
def summarise(call: Call, id: str, form: SummaryForm) -> Response:
    """Say it above the discussion."""
    talk.summarise(id, form.text, by=call.actor, at=call.at, idea=call.along)
    return call.redirect(f"/ideas/{id}/talk", notice=say("It stands above the discussion"))


def _area(by: Actor, wanted: str) -> tuple[str, list[catalogue.Area]]:
    """The area whose queue is shown, of those that this person moderates."""
    mine = [area for area in catalogue.areas() if by.moderates(area.id)]
    return next((area.id for area in mine if area.id == wanted), mine[0].id), mine
