"""Discussions of ideas over HTTP as JSON: reading, saying something, finding it helpful."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.domain.ideas import talk
from chalicelib.domain.ideas.talk import Comment, Flaw, Order, Room, Said, Side
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level, staff

blueprint = Capability(__name__)
RESIDENTS = level(1)
FACILITATORS = staff(Role.FACILITATOR)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)


class CommentView(Struct):
    """A comment; of one that was taken away there is no text, one that `moved_to` a thread of its
    own is to be had there. `alias` tells the people of one discussion apart, and nothing else;
    `answers_all` counts the answers of its whole thread."""

    id: str
    idea: str
    answers_to: str | None
    depth: int
    alias: str
    role: str
    mine: bool
    side: str
    state: str
    text: str | None
    question: bool
    at: datetime
    edited_at: datetime | None
    edition: int
    reason: str | None
    helpful: int
    found_helpful: bool
    answers: int
    answers_all: int | None
    moved_to: str | None = None


class CommentPage(Struct):
    """The first comments of threads, those that are pinned by themselves, and what who leads the
    project has summed up."""

    items: list[CommentView]
    pinned: list[CommentView]
    summary: str | None
    next: str | None = None


class ThreadView(Struct):
    """A first comment with the answers to it: an answer stands below what it answers."""

    first: CommentView
    items: list[CommentView]
    next: str | None = None


class EditionView(Struct):
    text: str
    side: str
    at: datetime


class EditionList(Struct):
    items: list[EditionView]


class CommentList(Struct):
    items: list[CommentView]


class CommentForm(Struct):
    """What you say, in 2 to 2000 characters; `answers_to` is a comment. A `question` is shown to
    those who answer for the idea until one of them answers. Whose alias the text names, as in
    `@3F9AK7Q`, is told of it, if they have said something in the same thread."""

    text: str
    side: Side = Side.NEUTRAL
    question: bool = False
    answers_to: str = ""


class FlagForm(Struct):
    flaw: Flaw


class ReasonForm(Struct):
    """Why, in at least 20 characters."""

    reason: str = ""


class PinForm(Struct):
    on: bool = True


class SummaryForm(Struct):
    """How far the discussion has come, in 20 to 3000 characters."""

    text: str = ""


class SummaryView(Struct):
    text: str
    at: datetime


class TalkQuery(Struct):
    sort: Order = Order.BEST
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=50)] = 20


class ThreadQuery(Struct):
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=90)] = 90


class AreaQuery(Struct):
    area: str


@blueprint.api("GET /api/v1/ideas/{id}/comments", who=ANYONE)
def browse_comments(call: Call, id: str, query: TalkQuery) -> CommentPage:
    """The threads of a discussion, in one of four orders."""
    after = paging.key(query.cursor)
    found = talk.threads(id, query.sort, by=call.actor, limit=query.limit, after=after)
    here = found.room
    return CommentPage(
        [_view(one, call, here) for one in found.items],
        [_view(one, call, here) for one in found.pinned],
        found.summary.text if found.summary else None,
        paging.cursor(found.last),
    )


@blueprint.api(
    "POST /api/v1/ideas/{id}/comments",
    who=RESIDENTS,
    status=201,
    location="/api/v1/ideas/{idea}/comments/{id}",
)
def post_comment(call: Call, id: str, form: CommentForm) -> CommentView:
    """Say something about an idea, or answer a comment: threads are four deep."""
    said = Said(form.text, form.side, form.question)
    key = call.idempotency_key
    made = talk.comment(id, said, to=form.answers_to, by=call.actor, at=call.at, key=key)
    return _view(made, call)


@blueprint.api("GET /api/v1/ideas/{id}/comments/{comment}", who=ANYONE)
def read_thread(call: Call, id: str, comment: str, query: ThreadQuery) -> ThreadView:
    """The thread of a first comment; of an answer, what is below it. One that has moved to another
    thread is found by its old address as well."""
    after = paging.key(query.cursor)
    found = talk.thread(id, comment, by=call.actor, limit=query.limit, after=after)
    items = [_view(one, call, found.room) for one in found.items]
    return ThreadView(_view(found.first, call, found.room), items, paging.cursor(found.last))


@blueprint.api("PUT /api/v1/ideas/{id}/comments/{comment}", who=RESIDENTS)
def edit_comment(call: Call, id: str, comment: str, form: CommentForm) -> CommentView:
    """Say it in other words; what it said before stays to be read."""
    said = Said(form.text, form.side)
    return _view(talk.edit(id, comment, said, by=call.actor, at=call.at), call)


@blueprint.api("DELETE /api/v1/ideas/{id}/comments/{comment}", who=RESIDENTS, status=204)
def delete_comment(call: Call, id: str, comment: str) -> None:
    """Take it away with all it ever said; where it has answers its place stays."""
    talk.delete(id, comment, by=call.actor, at=call.at)


@blueprint.api("GET /api/v1/ideas/{id}/comments/{comment}/versions", who=ANYONE)
def read_editions(call: Call, id: str, comment: str) -> EditionList:
    """What a comment said before, the oldest first."""
    found = talk.history(id, comment, by=call.actor)
    return EditionList([EditionView(one.text, one.side, one.at) for one in found])


@blueprint.api("POST /api/v1/ideas/{id}/comments/{comment}/helpful", who=RESIDENTS)
def find_helpful(call: Call, id: str, comment: str) -> CommentView:
    """Say that a comment of somebody else's helps. Saying it twice is saying it once."""
    marked = talk.mark(id, comment, True, by=call.actor, at=call.at)
    return _view(marked, call, helpful=True)


@blueprint.api("DELETE /api/v1/ideas/{id}/comments/{comment}/helpful", who=RESIDENTS)
def find_not_helpful(call: Call, id: str, comment: str) -> CommentView:
    """Say so no more."""
    return _view(talk.mark(id, comment, False, by=call.actor, at=call.at), call)


@blueprint.api("POST /api/v1/ideas/{id}/comments/{comment}/flag", who=RESIDENTS, status=204)
def flag_comment(call: Call, id: str, comment: str, form: FlagForm) -> None:
    """Ask the moderators to look at it; twice is once."""
    talk.flag(id, comment, form.flaw, by=call.actor, at=call.at)


@blueprint.api("GET /api/v1/moderation/comments", who=MODERATORS)
def browse_flagged(call: Call, query: AreaQuery) -> CommentList:
    """Comments in projects for a part of the city that were reported, the longest waiting first."""
    found = talk.flagged(query.area, by=call.actor)
    return CommentList([_view(one, call) for one in found])


@blueprint.api("POST /api/v1/ideas/{id}/comments/{comment}/hide", who=MODERATORS)
def hide_comment(call: Call, id: str, comment: str, form: ReasonForm) -> CommentView:
    """Let nobody read it any more; why, everybody does."""
    hidden = talk.hide(id, comment, reason=form.reason, by=call.actor, at=call.at)
    return _view(hidden, call)


@blueprint.api("POST /api/v1/ideas/{id}/comments/{comment}/leave", who=MODERATORS)
def leave_comment(call: Call, id: str, comment: str) -> CommentView:
    """Say that nothing is wrong with it."""
    return _view(talk.leave(id, comment, by=call.actor, at=call.at), call)


@blueprint.api("POST /api/v1/ideas/{id}/comments/{comment}/pin", who=FACILITATORS, status=204)
def pin_comment(call: Call, id: str, comment: str, form: PinForm) -> None:
    """Let the first comment of a thread stand above the others, or no more; three at most."""
    talk.pin(id, comment, form.on, by=call.actor, at=call.at)


@blueprint.api("POST /api/v1/ideas/{id}/comments/{comment}/split", who=FACILITATORS)
def split_comment(call: Call, id: str, comment: str) -> CommentView:
    """Let an answer begin a thread of its own. The answers to it follow within moments, and old
    addresses lead to the new places. Sent twice it is done once."""
    return _view(talk.split(id, comment, by=call.actor, at=call.at), call)


@blueprint.api("PUT /api/v1/ideas/{id}/summary", who=FACILITATORS)
def summarise_comments(call: Call, id: str, form: SummaryForm) -> SummaryView:
    """Say above a discussion how far it has come."""
    summary = talk.summarise(id, form.text, by=call.actor, at=call.at)
    return SummaryView(summary.text, summary.at)


@blueprint.api("GET /api/v1/projects/{id}/questions", who=FACILITATORS)
def browse_questions(call: Call, id: str) -> CommentList:
    """What residents asked and nobody who answers for it has answered, the oldest first."""
    return CommentList([_view(one, call) for one in talk.questions(id, by=call.actor)])


def _view(
    comment: Comment, call: Call, here: Room | None = None, *, helpful: bool = False
) -> CommentView:
    readable = comment.state == talk.State.SHOWN
    return CommentView(
        comment.path,
        comment.idea,
        comment.path.rpartition(".")[0] or None,
        talk.depth(comment.path),
        comment.alias,
        comment.role,
        call.actor.signed_in and comment.person == call.actor.id,
        comment.side,
        comment.state,
        comment.text if readable else None,
        bool(comment.asks),
        comment.at,
        comment.edited_at,
        int(comment.edition),
        comment.reason,
        int(comment.helpful),
        helpful or (here is not None and talk.is_helpful(here, comment.known_as)),
        int(comment.answers),
        None if comment.all_answers is None else int(comment.all_answers),
        comment.moved_to,
    )
