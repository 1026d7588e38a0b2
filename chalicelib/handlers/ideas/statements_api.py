"""Statements of problems over HTTP as JSON: naming one, and saying what one thinks of others."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.domain.ideas import problems
from chalicelib.domain.ideas.problems import Seen, Statement
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level, staff

blueprint = Capability(__name__)
RESIDENTS = level(1)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)


class StatementView(Struct):
    """A problem in a sentence or two; `reason` is why it was not published, to its author."""

    id: str
    project: str
    text: str
    state: str
    at: datetime
    published_at: datetime | None
    reason: str | None


class SeenStatement(Struct):
    """How many agree with it, pass, and disagree; `vote` is yours: 1, 0 or -1."""

    statement: StatementView
    agree: int
    passing: int
    disagree: int
    vote: int | None


class StatementPage(Struct):
    items: list[SeenStatement]
    next: str | None = None


class StatementList(Struct):
    items: list[StatementView]


class StatementForm(Struct):
    """What is wrong, in 10 to 500 characters."""

    text: str


class VoteForm(Struct):
    """1: you agree, 0: you pass, -1: you disagree; nothing takes it back."""

    value: int | None = None


class StatementReasonForm(Struct):
    """Why, in at least 20 characters."""

    reason: str = ""


class StatementsQuery(Struct):
    sort: Literal["newest", "top"] = "newest"
    cursor: str | None = None
    limit: Annotated[int, Meta(ge=1, le=30)] = 20


class LikeQuery(Struct):
    text: Annotated[str, Meta(max_length=problems.MOST)]


class AreaQuery(Struct):
    area: str


@blueprint.api("GET /api/v1/projects/{id}/statements", who=ANYONE)
def browse_statements(call: Call, id: str, query: StatementsQuery) -> StatementPage:
    """The published statements of a project: the newest, or those that most agree with."""
    if query.sort == "top":
        found = problems.top(id, by=call.actor)
    else:
        after = paging.key(query.cursor)
        found = problems.statements(id, by=call.actor, limit=query.limit, after=after)
    return StatementPage([_seen(one) for one in found.items], paging.cursor(found.last))


@blueprint.api("GET /api/v1/projects/{id}/statements/similar", who=ANYONE)
def find_statements(call: Call, id: str, query: LikeQuery) -> StatementList:
    """Published statements that are like a text, before it is said once more."""
    return StatementList([_view(one) for one in problems.alike(id, query.text)])


@blueprint.api(
    "POST /api/v1/projects/{id}/statements",
    who=RESIDENTS,
    status=201,
    location="/api/v1/statements/{id}",
)
def state_problem(call: Call, id: str, form: StatementForm) -> StatementView:
    """Name a problem; a moderator reads it before everybody does."""
    key = call.idempotency_key
    made = problems.state(id, form.text, by=call.actor, at=call.at, key=key)
    return _view(made, mine=True)


@blueprint.api("GET /api/v1/statements/{id}", who=ANYONE)
def read_statement(call: Call, id: str) -> SeenStatement:
    """One statement, with what people think of it."""
    seen, _ = problems.shown(id, by=call.actor)
    return _seen(seen, call)


@blueprint.api("POST /api/v1/statements/{id}/vote", who=RESIDENTS)
def vote_on_statement(call: Call, id: str, form: VoteForm) -> SeenStatement:
    """Say what you think of a statement of somebody else's. What is sent last counts."""
    voted = problems.vote(id, form.value, by=call.actor, at=call.at)
    seen, _ = problems.shown(id, by=call.actor, statement=voted)
    return _seen(seen)


@blueprint.api("GET /api/v1/moderation/statements", who=MODERATORS)
def browse_stated(call: Call, query: AreaQuery) -> StatementList:
    """Statements that nobody has read, in projects for a part of the city, the oldest first."""
    return StatementList([_view(one) for one in problems.to_moderate(query.area, by=call.actor)])


@blueprint.api("POST /api/v1/statements/{id}/publish", who=MODERATORS)
def publish_statement(call: Call, id: str) -> StatementView:
    """Ask everybody about it."""
    return _view(problems.publish(id, by=call.actor, at=call.at))


@blueprint.api("POST /api/v1/statements/{id}/return", who=MODERATORS)
def return_statement(call: Call, id: str, form: StatementReasonForm) -> StatementView:
    """Say to its author why it is not published."""
    return _view(problems.send_back(id, reason=form.reason, by=call.actor, at=call.at))


def _seen(seen: Seen, call: Call | None = None) -> SeenStatement:
    mine = call is not None and seen.statement.person == call.actor.id
    return SeenStatement(_view(seen.statement, mine=mine), *seen.voices, seen.mine)


def _view(one: Statement, *, mine: bool = False) -> StatementView:
    reason = one.reason if mine else None
    return StatementView(one.id, one.project, one.text, one.state, one.at, one.published_at, reason)
