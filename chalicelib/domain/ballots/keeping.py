"""Keeping what was decided about a ballot: the ballot, its event and whatever goes with them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ballots import rules, shelves
from chalicelib.domain.ballots.rules import Act, State
from chalicelib.domain.keeping import Fill, keep_changed
from chalicelib.models.ballot import Ballot, BallotEvent
from chalicelib.models.event import new_part

MEANWHILE = "this ballot has changed meanwhile"
KINDS: dict[Act, str] = {
    Act.COMPOSE: "composed",
    Act.CHANGE: "changed",
    Act.SCHEDULE: "scheduled",
    Act.CANCEL: "cancelled",
    Act.ANNUL: "annulled",
    Act.TALLY: "tallied",
    Act.PUBLISH: "published",
}


def change(
    ballot: Ballot,
    act: Act,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    note: str | None = None,
    facts: Mapping[str, str] | None = None,
    condition: Condition | None = None,
    also: Fill | None = None,
) -> Ballot:
    """Keep what an act changes (None takes an attribute away) with its event; `Conflict` if
    somebody changed the ballot since it was read, or the ``condition`` does not hold."""
    event = event_of(ballot, act, by=by, at=at, note=note, facts=facts)
    event.became = changes.get("state", ballot.state)

    def shelving(write: TransactWrite) -> None:
        shelves.moving(write, ballot, changes)
        if also:
            also(write)

    return keep_changed(
        ballot, changes, event, otherwise=MEANWHILE, only_if=condition, also=shelving
    )


def event_of(
    ballot: Ballot,
    act: Act,
    *,
    by: Actor,
    at: datetime,
    note: str | None = None,
    facts: Mapping[str, str] | None = None,
) -> BallotEvent:
    """What will have happened to a ballot; the note is public, who wrote it is not."""
    return BallotEvent(
        ballot.id,
        new_part(at),
        kind=f"ballot.{KINDS[act]}",
        at=at,
        actor=by.id,
        role=rules.MAY[act],
        was=ballot.state,
        became=ballot.state,
        public_note=(note or "").strip() or None,
        facts=dict(facts) if facts else None,
    )


def listed(state: State, *, due_at: datetime) -> dict[str, Any]:
    """Where it lies ready to be found by those who have to do something about it."""
    return {"state": str(state), "stage": str(state), "due_at": due_at}
