"""Disputes over HTTP, as JSON: filing and following one's own, working on others', decisions."""

from datetime import date, datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import disputes
from chalicelib.domain.disputes import Decision, Dispute, Kind, NewDispute, Outcome, Queue, Seen
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import SeenForm
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level, staff
from chalicelib.edge.paging import Limit

blueprint = Capability(__name__)
CLERKS, OFFICERS = staff(Role.OPERATOR), staff(Role.BALLOT_OFFICER)
DESKS = staff(Role.OPERATOR, Role.BALLOT_OFFICER, Role.AUDITOR)


class DisputeForm(Struct):
    """What is not right. To have the log looked at, give the `locator`, or the `code` it is
    reckoned from, or the signed `promise`; none of them is needed. The code is not kept."""

    ballot: str
    kind: Kind
    text: str = ""
    locator: str = ""
    code: Annotated[str, Meta(max_length=100)] = ""
    promise: str = ""


class AppealForm(Struct):
    text: str = ""
    version: int | None = None


class VerifyForm(Struct):
    """Which `document` the clerk has seen."""

    document: str
    version: int | None = None


class DecisionForm(Struct):
    """`reasons` are published and signed: they name nobody."""

    outcome: Outcome
    reasons: str = ""
    version: int | None = None


class DecisionView(Struct):
    """A decision as it is published. `note` is the signed text; `ballot` is named if at least 50
    people voted in it."""

    dispute: str
    kind: str
    ballot: str | None
    outcome: str
    reasons: str
    on_appeal: bool
    overturned: bool
    working_days: int
    decided_at: datetime
    note: str


class DisputeStepView(Struct):
    kind: str
    at: datetime
    role: str | None


class DisputeView(Struct):
    """A dispute, as far as it is for your eyes: text, locator and examination for whose it is and
    for who decides it; `person` for the clerk who verifies them, and nobody else."""

    reference: str
    ballot: str
    kind: str
    state: str
    outcome: str | None
    filed_at: datetime
    due_on: date
    overdue: bool
    appeal_until: date | None
    version: int
    text: str | None = None
    locator: str | None = None
    appeal: str | None = None
    examination: dict[str, Any] | None = None
    person: str | None = None


class DisputeRecord(DisputeView, kw_only=True):
    """With its decisions, its history, and what you may do with it now."""

    decisions: list[DecisionView]
    history: list[DisputeStepView]
    may: list[str]


class DisputeList(Struct):
    items: list[DisputeView]
    next: str | None = None


class FiguresView(Struct):
    """Of the disputes filed in one year; null where few people would be told of."""

    year: int
    filed: int | None
    by_kind: dict[str, int | None]
    by_outcome: dict[str, int | None]
    median_working_days: float | None
    appealed: int | None
    overturned: int | None


class DecisionPage(Struct):
    """Decisions of one year, the newest first; `verifier` is the key that checks their notes."""

    items: list[DecisionView]
    figures: FiguresView
    verifier: str
    next: str | None = None


class QueueQuery(Struct):
    queue: Queue
    cursor: str | None = None
    limit: Limit = 50


class YearQuery(Struct):
    year: Annotated[int, Meta(ge=2000, le=2999)] | None = None
    cursor: str | None = None
    limit: Limit = 20


@blueprint.api(
    "POST /api/v1/disputes",
    who=level(1),
    status=201,
    location="/api/v1/disputes/{reference}",
    keyed=False,
    judge=disputes.wrong_with,
)
def file_dispute(call: Call, form: DisputeForm) -> DisputeRecord:
    """Say that something about a ballot is not right.

    It is decided in five working days. The same sent twice is one dispute; of each kind one can be
    open about a ballot.
    """
    new = NewDispute(form.ballot, form.kind, form.text, form.locator, form.code, form.promise)
    filed = disputes.file(new, by=call.actor, at=call.at)
    return _record(call, filed.reference)


@blueprint.api("GET /api/v1/disputes", who=DESKS)
def waiting_disputes(call: Call, query: QueueQuery) -> DisputeList:
    """What waits at a desk, by the day on which it is due."""
    after = paging.key(query.cursor)
    found = disputes.waiting(query.queue, by=call.actor, limit=query.limit, after=after)
    items = [DisputeView(**_plain(one, call)) for one in found.items]
    return DisputeList(items, paging.cursor(found.last))


@blueprint.api("GET /api/v1/disputes/decisions", who=ANYONE)
def published_decisions(call: Call, query: YearQuery) -> DecisionPage:
    """Decisions as they were signed, and figures; by default of this year."""
    year = query.year or catalogue.in_city(call.at).year
    found = disputes.decided(year, after=paging.key(query.cursor), limit=query.limit)
    told = disputes.of_year(year)
    return DecisionPage(
        [_decision(one) for one in found.items],
        FiguresView(
            told.year,
            told.filed,
            told.by_kind,
            told.by_outcome,
            told.median_working_days,
            told.appealed,
            told.overturned,
        ),
        disputes.verifier(),
        paging.cursor(found.last),
    )


@blueprint.api("GET /api/v1/disputes/{id}", who=SIGNED_IN)
def read_dispute(call: Call, id: str) -> DisputeRecord:
    """One dispute, as far as it is for your eyes."""
    return _record(call, id)


@blueprint.api("POST /api/v1/disputes/{id}/appeal", who=level(1))
def appeal_dispute(call: Call, id: str, form: AppealForm) -> DisputeRecord:
    """Ask for another officer's decision, once, within 14 days of being rejected."""
    disputes.appeal(id, text=form.text, by=call.actor, at=call.at, version=form.version)
    return _record(call, id)


@blueprint.api("POST /api/v1/disputes/{id}/withdraw", who=level(1))
def withdraw_dispute(call: Call, id: str, form: SeenForm) -> DisputeRecord:
    """Take it back, as long as it is not decided; what you gave as evidence is deleted."""
    disputes.withdraw(id, by=call.actor, at=call.at, version=form.version)
    return _record(call, id)


@blueprint.api("POST /api/v1/disputes/{id}/verify", who=CLERKS)
def verify_dispute(call: Call, id: str, form: VerifyForm) -> DisputeRecord:
    """Say that you have seen the person and a document."""
    disputes.verify(id, document=form.document, by=call.actor, at=call.at, version=form.version)
    return _record(call, id)


@blueprint.api("POST /api/v1/disputes/{id}/examine", who=OFFICERS)
def examine_dispute(call: Call, id: str, form: SeenForm) -> DisputeRecord:
    """Have the platform look up the roll and, with a locator, the log."""
    disputes.examine(id, by=call.actor, at=call.at, version=form.version)
    return _record(call, id)


@blueprint.api("POST /api/v1/disputes/{id}/decide", who=OFFICERS)
def decide_dispute(call: Call, id: str, form: DecisionForm) -> DisputeRecord:
    """Decide it, or its appeal, with reasons that are signed and published."""
    disputes.decide(
        id,
        outcome=form.outcome,
        reasons=form.reasons,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return _record(call, id)


def _record(call: Call, reference: str) -> DisputeRecord:
    seen = disputes.read(reference, by=call.actor)
    return DisputeRecord(
        **_plain(seen.dispute, call),
        **_guarded(seen),
        decisions=[_decision(one) for one in seen.decisions],
        history=[DisputeStepView(event.kind, event.at, event.role) for event in seen.history],
        may=sorted(seen.may),
    )


def _plain(dispute: Dispute, call: Call) -> dict[str, Any]:
    """What everybody sees who sees the dispute at all."""
    return {
        "reference": dispute.reference,
        "ballot": dispute.ballot,
        "kind": dispute.kind,
        "state": dispute.state,
        "outcome": dispute.outcome,
        "filed_at": dispute.filed_at,
        "due_on": dispute.due_on,
        "overdue": disputes.is_overdue(dispute, at=call.at),
        "appeal_until": dispute.appeal_until,
        "version": int(dispute.version or 0),
    }


def _guarded(seen: Seen) -> dict[str, Any]:
    """What only some see; the domain says who."""
    dispute = seen.dispute
    evidence = {
        "text": dispute.text,
        "locator": dispute.locator,
        "appeal": dispute.appeal_text,
        "examination": dispute.examination,
    }
    return (evidence if seen.evidence else {}) | ({"person": dispute.person} if seen.person else {})


def _decision(decision: Decision) -> DecisionView:
    return DecisionView(
        decision.reference,
        decision.kind,
        decision.ballot,
        decision.outcome,
        decision.reasons,
        bool(decision.on_appeal),
        bool(decision.overturned),
        int(decision.working_days),
        decision.published_at,
        decision.note,
    )
