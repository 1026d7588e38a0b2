"""What disputes keep of a person: for the person to read, and to be forgotten."""

from datetime import datetime
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain.disputes.rules import MOVES, Act, State
from chalicelib.domain.disputes.usecases import filed_by
from chalicelib.domain.disputes.work import sever, withdraw
from chalicelib.models.dispute import Dispute


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    return {"disputes": [_as_told(dispute) for dispute in filed_by(person)]}


def forget(person: str, *, at: datetime) -> None:
    """Let nothing here lead to the person; doing it twice changes nothing.

    What is not decided yet is withdrawn. Decisions stay: they name nobody.
    """
    for dispute in filed_by(person):
        if State(dispute.state) in MOVES[Act.WITHDRAW]:
            withdraw(dispute.reference, by=Actor(person, level=1), at=at)
    for dispute in filed_by(person):
        sever(dispute, at=at)


def _as_told(dispute: Dispute) -> dict[str, Any]:
    return {
        "reference": dispute.reference,
        "ballot": dispute.ballot,
        "kind": dispute.kind,
        "text": dispute.text,
        "locator": dispute.locator,
        "promise": dispute.promise,
        "appeal": dispute.appeal_text,
        "state": dispute.state,
        "outcome": dispute.outcome,
        "filed_at": dispute.filed_at.isoformat(),
    }
