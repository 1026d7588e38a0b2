"""What others offer to an idea, over HTTP as JSON: changes, writing along, making one of two."""

from datetime import datetime
from typing import Literal

from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import amending, coauthors, merging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import level, staff
from chalicelib.errors import NotFound
from chalicelib.handlers.ideas import idea_views
from chalicelib.handlers.ideas.author_acts import AuthorAct, act
from chalicelib.handlers.ideas.idea_forms import WordsForm
from chalicelib.handlers.ideas.idea_views import AmendmentList, AmendmentView, IdeaView, MergeView

blueprint = Capability(__name__)
RESIDENTS = level(1)
FACILITATORS = staff(Role.FACILITATOR)


class AmendmentForm(WordsForm, kw_only=True):
    """All that the idea should say instead, and why, in at least 20 characters; `fingerprint` is
    that of the version which you changed."""

    fingerprint: str
    why: str = ""


class AnswerForm(Struct):
    """A reason, in at least 20 characters, with which it is rejected."""

    act: Literal["accept", "reject"]
    reason: str = ""


class AuthorsForm(Struct):
    """`invite` an `email`, with a letter in this `language`; `ask` to write along, with a `note`
    that its authors read; `accept` or `decline` what you are invited to; `admit` or `turn_down`
    an `invitation`; `leave`."""

    act: AuthorAct
    email: str = ""
    language: str = "ru"
    note: str = ""
    invitation: str = ""


class WaitingAuthorView(Struct):
    """An address that is invited, or somebody who asks."""

    id: str
    email: str | None
    note: str | None
    at: datetime


class AuthorsView(Struct):
    authors: int
    is_author: bool
    may_ask: bool
    waiting: list[WaitingAuthorView]


class MergeForm(Struct):
    """The idea that this one goes into, and why, in at least 20 characters that everybody reads."""

    into: str
    note: str = ""


class ConsentForm(Struct):
    agrees: bool


@blueprint.api("GET /api/v1/ideas/{id}/amendments", who=RESIDENTS)
def browse_amendments(call: Call, id: str) -> AmendmentList:
    """The changes that others propose to an idea of yours."""
    idea = ideas.authored(id, by=call.actor)
    found = amending.proposed(idea, by=call.actor)
    return AmendmentList([idea_views.of_amendment(one) for one in found])


@blueprint.api(
    "POST /api/v1/ideas/{id}/amendments",
    who=RESIDENTS,
    status=201,
    location="/api/v1/ideas/{idea}/amendments/{id}",
)
def propose_amendment(call: Call, id: str, form: AmendmentForm) -> AmendmentView:
    """Propose other words to the authors of an idea. Of an idea that says something else by now
    it is refused with 409, `idea_changed`."""
    made = amending.propose(
        id,
        form.words,
        why=form.why,
        fingerprint=form.fingerprint,
        by=call.actor,
        at=call.at,
        key=call.idempotency_key,
    )
    return idea_views.of_amendment(made)


@blueprint.api("GET /api/v1/ideas/{id}/amendments/{amendment}", who=RESIDENTS)
def read_amendment(call: Call, id: str, amendment: str) -> AmendmentView:
    """One change, for who proposed it and for the idea's authors."""
    _, found = amending.seen(amending.find(id, amendment), by=call.actor)
    return idea_views.of_amendment(found)


@blueprint.api("POST /api/v1/ideas/{id}/amendments/{amendment}/answer", who=RESIDENTS)
def answer_amendment(call: Call, id: str, amendment: str, form: AnswerForm) -> AmendmentView:
    """Let the idea say it, or say why not. What was written for another version is refused with
    409, `idea_changed`."""
    found = amending.find(id, amendment)
    if form.act == "accept":
        return idea_views.of_amendment(amending.accept(found, by=call.actor, at=call.at))
    rejected = amending.reject(found, reason=form.reason, by=call.actor, at=call.at)
    return idea_views.of_amendment(rejected)


@blueprint.api("POST /api/v1/ideas/{id}/amendments/{amendment}/promote", who=RESIDENTS)
def promote_amendment(call: Call, id: str, amendment: str) -> IdeaView:
    """Make a draft of your own of a change that was rejected."""
    found = amending.find(id, amendment)
    return idea_views.of_idea(amending.promote(found, by=call.actor, at=call.at))


@blueprint.api("GET /api/v1/ideas/{id}/authors", who=RESIDENTS)
def read_authors(call: Call, id: str) -> AuthorsView:
    """How many write an idea, and who waits to: for its authors all, for others what is theirs."""
    seen = coauthors.table(id, by=call.actor, at=call.at)
    return AuthorsView(
        len(seen.idea.authors or ()),
        seen.is_author,
        seen.may_ask,
        [WaitingAuthorView(one.id, one.email, one.note, one.at) for one in seen.waiting],
    )


@blueprint.api("POST /api/v1/ideas/{id}/authors", who=RESIDENTS)
def change_authors(call: Call, id: str, form: AuthorsForm) -> None:
    """Invite somebody to write along, ask to, or answer. Done twice it is done."""
    act(form.act, id, form, by=call.actor, at=call.at)


@blueprint.api("GET /api/v1/ideas/{id}/merge", who=RESIDENTS)
def read_merge(call: Call, id: str) -> MergeView:
    """Whether it is proposed that an idea goes into another one, and until when one may object."""
    found = merging.proposal(id, by=call.actor)
    view = idea_views.of_merge(found, found.asks(call.actor))
    if view is None:
        raise NotFound("nobody is asked about this idea")
    return view


@blueprint.api("POST /api/v1/ideas/{id}/merge", who=FACILITATORS)
def propose_merge(call: Call, id: str, form: MergeForm) -> MergeView:
    """Ask the authors of two ideas whether one may go into the other. Who says nothing for seven
    days agrees; everybody who wrote one of them stays an author."""
    merging.propose(id, merging.of(id), into=form.into, note=form.note, by=call.actor, at=call.at)
    return read_merge(call, id)  # type: ignore[no-any-return]  # the view itself


@blueprint.api("POST /api/v1/ideas/{id}/merge/answer", who=RESIDENTS)
def answer_merge(call: Call, id: str, form: ConsentForm) -> MergeView:
    """Agree, or object, as an author of one of the two."""
    found = merging.proposal(id, by=call.actor)
    merging.answer(found, agrees=form.agrees, by=call.actor, at=call.at)
    return read_merge(call, id)  # type: ignore[no-any-return]  # the view itself
