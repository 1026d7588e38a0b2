"""Keeping what was decided about a dispute: with its event, its case, and whatever goes along."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain.disputes.rules import STEPS, WAITS_AT, Act, Relation, State
from chalicelib.domain.keeping import Fill, keep, keep_changed
from chalicelib.models.dispute import CASES, Case, Dispute, DisputeEvent
from chalicelib.models.event import new_part

MEANWHILE = "this dispute has changed meanwhile"
DAYS = [step.days for step in STEPS]
KINDS: dict[Act, str] = {
    Act.FILE: "filed",
    Act.VERIFY: "verified",
    Act.EXAMINE: "examined",
    Act.DECIDE: "decided",
    Act.APPEAL: "appealed",
    Act.DECIDE_APPEAL: "appeal_decided",
    Act.WITHDRAW: "withdrawn",
    Act.ESCALATE: "escalated",
    Act.LET_GO: "let_go",
}
TO_THE_PERSON = frozenset(Act) - {Act.ESCALATE, Act.LET_GO}


def change(
    dispute: Dispute,
    changes: Mapping[str, Any],
    event: DisputeEvent,
    *,
    also: Fill | None = None,
) -> Dispute:
    """Keep what an act changes (None takes an attribute away); `Conflict` if it was changed
    meanwhile."""
    changes = {**changes, "queue": _desk(State(changes.get("state", dispute.state)))}

    def counting(write: TransactWrite) -> None:
        write.save(case_of(dispute, changes))
        if also:
            also(write)

    return keep_changed(dispute, changes, event, otherwise=MEANWHILE, also=counting)


def first_kept(dispute: Dispute, event: DisputeEvent, *, also: Fill) -> None:
    """A new dispute with its event and its case; `Conflict` if ``also`` cannot be."""

    def fill(write: TransactWrite) -> None:
        write.save(dispute, condition=Dispute.reference.does_not_exist())
        write.save(event, condition=DisputeEvent.part.does_not_exist())
        write.save(case_of(dispute, {}))
        also(write)

    dispute.queue = _desk(State(dispute.state))
    keep(fill, otherwise="this could not be kept: send it once more")


def event_of(
    dispute: Dispute,
    act: Act,
    *,
    by: Actor = SYSTEM,
    role: Relation = Relation.SYSTEM,
    at: datetime,
    became: State | None = None,
    reason: str | None = None,
    facts: Mapping[str, str] | None = None,
) -> DisputeEvent:
    """What will have happened. Facts go over the bus: none of them is from the evidence."""
    told = {dispute.person} - {None} if act in TO_THE_PERSON else set()
    return DisputeEvent(
        entity=dispute.reference,
        part=new_part(at),
        kind=f"dispute.{KINDS[act]}",
        at=at,
        actor=by.id,
        role=role,
        was=None if act is Act.FILE else dispute.state,
        became=became or dispute.state,
        reason=reason,
        concerns=told or None,
        facts={"ballot": dispute.ballot, "dispute": dispute.kind} | dict(facts or {}),
    )


def case_of(dispute: Dispute, changes: Mapping[str, Any]) -> Case:
    """The dispute as it is counted, after the changes."""

    def after(name: str) -> Any:
        return changes.get(name, getattr(dispute, name))

    filed, decided = workdays.day_of(dispute.filed_at), after("decided_at")
    final = after("state") == State.APPEAL_DECIDED
    return Case(
        f"{CASES}{filed.year}",
        dispute.reference,
        kind=dispute.kind,
        state=after("state"),
        outcome=after("outcome"),
        working_days=workdays.working_days(filed, workdays.day_of(decided)) if decided else None,
        appealed=final or after("state") == State.APPEALED,
        overturned=final and after("outcome") != after("first_outcome"),
    )


def _desk(state: State) -> str | None:
    """Where it waits; nowhere, once it has ended."""
    return WAITS_AT.get(state)
