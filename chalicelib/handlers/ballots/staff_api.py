"""Ballots over HTTP for those who compose them, and for auditors."""

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct

from chalicelib.actors import Role
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Ballot, BallotEvent, Draft
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import SeenForm, part_of
from chalicelib.edge.identity import staff
from chalicelib.edge.paging import Limit

blueprint = Capability(__name__)
OFFICERS = staff(Role.BALLOT_OFFICER)
READERS = staff(Role.BALLOT_OFFICER, Role.AUDITOR)

Stage = Literal["draft", "scheduled", "tallied", "published", "cancelled", "annulled"]


class DraftForm(Draft, frozen=True, kw_only=True):
    """What will be asked, as far as it is known. `version` is the one that you saw."""

    version: int | None = None


class ReasonForm(Struct):
    """Why, in at least 20 characters that everybody will read."""

    reason: str = ""
    version: int | None = None


class StageQuery(Struct):
    stage: Stage = "draft"
    cursor: str | None = None
    limit: Limit = 20


class ActView(Struct):
    """Something that was done to a ballot, in which office, and why."""

    kind: str
    at: datetime
    role: str | None
    was: str | None
    became: str | None
    note: str | None


class WorkView(Struct):
    """A ballot for officers; `definition` is what is or will be asked."""

    id: str
    state: str
    definition: dict[str, Any]
    wording: str | None
    made_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    version: int


class WorkRecord(WorkView):
    history: list[ActView]


class WorkPage(Struct):
    items: list[WorkView]
    next: str | None = None


@blueprint.api("GET /api/v1/work/ballots", who=READERS)
def work_on_ballots(call: Call, query: StageQuery) -> WorkPage:
    """Ballots at one stage of their way, by when something is due."""
    found = ballots.at_stage(
        query.stage, by=call.actor, limit=query.limit, after=paging.key(query.cursor)
    )
    return WorkPage([_view(ballot, call) for ballot in found.items], paging.cursor(found.last))


@blueprint.api("GET /api/v1/work/ballots/{id}", who=READERS)
def read_draft(call: Call, id: str) -> WorkRecord:
    """A ballot, be it a draft, with what was done to it, the oldest first."""
    shown = _view(ballots.shown(id, by=call.actor), call)
    history = [_act(event) for event in ballots.history(id, by=call.actor)]
    return WorkRecord(**msgspec.structs.asdict(shown), history=history)


@blueprint.api(
    "POST /api/v1/ballots", who=OFFICERS, status=201, location="/api/v1/work/ballots/{id}"
)
def compose_ballot(call: Call, form: DraftForm) -> WorkView:
    """Begin a ballot. It may lack whatever it likes until it is scheduled."""
    key = call.idempotency_key
    return _view(ballots.compose(part_of(form, Draft), by=call.actor, at=call.at, key=key), call)


@blueprint.api("PUT /api/v1/ballots/{id}", who=OFFICERS)
def change_ballot(call: Call, id: str, form: DraftForm) -> WorkView:
    """Put another draft in its place, as long as it is not scheduled."""
    changed = ballots.change(
        id, part_of(form, Draft), by=call.actor, at=call.at, version=form.version
    )
    return _view(changed, call)


@blueprint.api("POST /api/v1/ballots/{id}/schedule", who=OFFICERS)
def schedule_ballot(call: Call, id: str, form: SeenForm) -> WorkView:
    """Freeze the wording and announce the ballot. Everything that is in the way is named."""
    frozen = ballots.schedule(id, by=call.actor, at=call.at, version=form.version)
    return _view(frozen, call)


@blueprint.api("POST /api/v1/ballots/{id}/cancel", who=OFFICERS)
def cancel_ballot(call: Call, id: str, form: ReasonForm) -> WorkView:
    """Take a ballot back before it opens, for a reason that is published."""
    stopped = ballots.cancel(
        id, reason=form.reason, by=call.actor, at=call.at, version=form.version
    )
    return _view(stopped, call)


@blueprint.api("POST /api/v1/ballots/{id}/annul", who=OFFICERS)
def annul_ballot(call: Call, id: str, form: ReasonForm) -> WorkView:
    """Declare a ballot void once it is open or over, for a reason that is published."""
    stopped = ballots.annul(id, reason=form.reason, by=call.actor, at=call.at, version=form.version)
    return _view(stopped, call)


def _view(ballot: Ballot, call: Call) -> WorkView:
    return WorkView(
        id=ballot.id,
        state=str(ballots.state_at(ballot, call.at)),
        definition=dict(ballot.definition),
        wording=ballot.wording,
        made_at=ballot.made_at,
        opens_at=ballot.opens_at,
        closes_at=ballot.closes_at,
        version=int(ballot.version or 0),
    )


def _act(event: BallotEvent) -> ActView:
    return ActView(event.kind, event.at, event.role, event.was, event.became, event.public_note)
