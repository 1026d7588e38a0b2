"""Changes that others propose to an idea, and what its authors make of them."""

from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Amendment, amending, pending, projects, usecases
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import level
from chalicelib.handlers.ideas import idea_forms
from chalicelib.handlers.ideas.idea_pages import idea_of
from chalicelib.messages import say

blueprint = Capability(__name__)
RESIDENTS = level(1)


class AmendmentForm(Struct):
    fingerprint: str
    why: str = ""


class AnswerForm(Struct):
    act: Literal["accept", "reject", "promote"]
    reason: str = ""


@blueprint.page("GET /ideas/{id}/amendments", who=RESIDENTS, along=usecases.item)
def amendments(call: Call, id: str) -> Response:
    """For its authors what was proposed; for others a form with what it says, to be changed."""
    idea = ideas.shown(idea_of(call, id), by=call.actor)
    mine = call.actor.id in (idea.authors or ())
    plan = None if mine else ideas.plan_of(projects.find(idea.project))
    return call.render(
        "ideas/idea/amendments.html",
        title=call.tell(say("Proposed changes") if mine else say("Propose a change")),
        idea=idea,
        words=ideas.words_of(idea),
        mine=mine,
        found=amending.proposed(idea, by=call.actor),
        texts=ideas.texts,
        tags=plan.tags if plan else (),
        taken=plan is not None and ideas.editing.takes_changes(idea, plan, call.at),
    )


@blueprint.page("POST /ideas/{id}/amendments", who=RESIDENTS, again=amendments, along=usecases.item)
def propose_amendment(call: Call, id: str, form: AmendmentForm) -> Response:
    """Propose other words to its authors."""
    idea = ideas.shown(idea_of(call, id), by=call.actor)
    before = ideas.words_of(idea)
    made = amending.propose(
        idea,
        idea_forms.words({**call.values, "address": before.address}, before),
        why=form.why,
        fingerprint=form.fingerprint,
        by=call.actor,
        at=call.at,
    )
    return call.redirect(
        f"/ideas/{id}/amendments/{made.id}",
        notice=say("Your change is with its authors; what they answer you find here"),
    )


@blueprint.page("GET /ideas/{id}/amendments/{amendment}", who=RESIDENTS, along=amending.item)
def amendment(call: Call, id: str, amendment: str) -> Response:
    """One change, beside what the idea said, for who proposed it and who decides on it."""
    idea, found = amending.seen(_found(call, id, amendment), by=call.actor)
    return call.render(
        "ideas/idea/amendment.html",
        title=call.tell(say("A proposed change")),
        idea=idea,
        words=ideas.words_of(idea),
        found=found,
        changes=amending.changes(found),
        decides=call.actor.id in (idea.authors or ()),
        stale=found.fingerprint != idea.fingerprint,
        editable=ideas.State(idea.state) in pending.EDITABLE,
    )


@blueprint.page(
    "POST /ideas/{id}/amendments/{amendment}",
    who=RESIDENTS,
    again=amendment,
    along=amending.item,
)
def answer_amendment(call: Call, id: str, amendment: str, form: AnswerForm) -> Response:
    """Accept it, say why not, or make an idea of one's own of what was rejected."""
    found = _found(call, id, amendment)
    if form.act == "promote":
        draft = amending.promote(found, by=call.actor, at=call.at)
        return call.redirect(f"/ideas/{draft.id}", notice=say("It is a draft of your own now"))
    if form.act == "accept":
        amending.accept(found, by=call.actor, at=call.at)
        notice = say("A moderator reads it now; then everybody sees it")
        return call.redirect(f"/ideas/{id}", notice=notice)
    amending.reject(found, reason=form.reason, by=call.actor, at=call.at)
    return call.redirect(
        f"/ideas/{id}/amendments", notice=say("Who proposed it is told why the idea stays")
    )


def _found(call: Call, id: str, amendment: str) -> Amendment:
    found: Amendment = call.along or amending.find(id, amendment)
    return found
