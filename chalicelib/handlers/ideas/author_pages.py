"""Who writes an idea, and whether two ideas become one."""

from typing import Literal

from chalice.app import Response
from msgspec import Struct

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Merge, coauthors, invitations, merging, usecases
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import level
from chalicelib.handlers.ideas.author_acts import AuthorAct, act
from chalicelib.handlers.ideas.idea_pages import idea_of
from chalicelib.messages import Message, say

blueprint = Capability(__name__)
RESIDENTS = level(1)
TOLD: dict[AuthorAct, Message] = {
    "invite": say("The invitation is on its way by e-mail"),
    "ask": say("Its authors are asked; you hear what they say"),
    "accept": say("You are one of its authors now"),
    "decline": say("The invitation is declined"),
    "admit": say("They are one of its authors now"),
    "turn_down": say("It is taken back, or refused"),
    "leave": say("You are no author of it any more"),
}


class AuthorForm(Struct):
    act: AuthorAct
    email: str = ""
    language: str = ""
    note: str = ""
    invitation: str = ""


class MergeForm(Struct):
    act: Literal["propose", "agree", "object"]
    into: str = ""
    note: str = ""


@blueprint.page("GET /ideas/{id}/authors", who=RESIDENTS, along=usecases.item)
def authors(call: Call, id: str) -> Response:
    """For an author who was invited and who asks; for others what waits for them."""
    seen = coauthors.table(idea_of(call, id), by=call.actor, at=call.at)
    return call.render(
        "ideas/idea/authors.html",
        title=call.tell(say("Authors")),
        seen=seen,
        idea=seen.idea,
        words=ideas.words_of(seen.idea),
        first=seen.idea.person == call.actor.id,
        most=invitations.MOST_WAITING,
    )


@blueprint.page("POST /ideas/{id}/authors", who=RESIDENTS, again=authors, along=usecases.item)
def change_authors(call: Call, id: str, form: AuthorForm) -> Response:
    """Invite somebody, ask to write along, or answer."""
    act(form.act, idea_of(call, id), form, by=call.actor, at=call.at)
    elsewhere = "/me/ideas" if form.act in ("decline", "leave") else f"/ideas/{id}/authors"
    return call.redirect(elsewhere, notice=TOLD[form.act])


@blueprint.page("GET /ideas/{id}/merge", who=RESIDENTS, along=merging.item)
def merge(call: Call, id: str) -> Response:
    """Whether it goes into another idea: proposed by who leads the project, answered by authors."""
    found = merging.proposed(id, _merge(call, id), by=call.actor)
    return call.render(
        "ideas/idea/merge.html",
        title=call.tell(say("May two ideas become one?")),
        found=found,
        idea=found.idea,
        words=ideas.words_of(found.idea),
        into=found.into,
        into_words=ideas.words_of(found.into) if found.into else None,
        asked=found.asks(call.actor),
        may_propose=merging.may_propose(found.idea, call.actor),
    )


@blueprint.page("POST /ideas/{id}/merge", who=RESIDENTS, again=merge, along=merging.item)
def answer_merge(call: Call, id: str, form: MergeForm) -> Response:
    """Propose it, agree, or object."""
    known = _merge(call, id)
    if form.act == "propose":
        merging.propose(id, known, into=form.into, note=form.note, by=call.actor, at=call.at)
        return call.redirect(f"/ideas/{id}/merge", notice=say("The authors of both are asked"))
    found = merging.proposed(id, known, by=call.actor)
    merging.answer(found, agrees=form.act == "agree", by=call.actor, at=call.at)
    return call.redirect(f"/ideas/{id}", notice=say("What you said is kept"))


def _merge(call: Call, id: str) -> Merge | None:
    if call.along is not None:
        found: Merge = call.along
        return found
    return merging.of(id)
