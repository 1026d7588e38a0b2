"""Name and address of an organisation, and its owners who change them."""

from datetime import datetime
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain.keeping import check_seen
from chalicelib.domain.organisations import rules
from chalicelib.domain.organisations.keeping import (
    MEANWHILE,
    Change,
    Whole,
    admitted,
    change,
    event_of,
    others,
    waiting,
    waiting_no_more,
)
from chalicelib.domain.organisations.rules import Act, Role, State
from chalicelib.models.organisation import Organisation


def restate(
    organisation: str,
    *,
    name: str | None = None,
    address: str | None = None,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Whole:
    """Change what is given. The new name of a confirmed organisation counts when an operator has
    seen it: else who is known under one name would act under any other."""
    wanted = rules.check_changes({"name": name, "address": address})

    def decide(whole: Whole) -> Change | None:
        state = admitted(whole, Act.RENAME, by=by)
        check_seen(version, int(whole.head.version), otherwise=MEANWHILE)
        changes = _changes(whole.head, wanted, at)
        if not changes:
            return None
        act = Act.MOVE if set(changes) == {"address"} else Act.RENAME
        made = event_of(
            whole.head,
            act,
            by=by,
            role=Role.OWNER,
            at=at,
            became=state,
            concerns=others(whole.owners, by),
        )
        return Change(made, changes)

    return change(organisation, decide)


def _changes(head: Organisation, wanted: dict[str, str], at: datetime) -> dict[str, Any]:
    """Of what was given, that which is another now."""
    changes: dict[str, Any] = {}
    if wanted.get("address", head.address) != head.address:
        changes["address"] = wanted["address"]
    name = wanted.get("name")
    if name is None or name == (head.wanted_name or head.name):
        return changes
    if head.state == State.CLAIMED:
        return changes | {"name": name}
    if name == head.name:  # the one it has: nothing waits any more
        return changes | {"wanted_name": None, **waiting_no_more()}
    return changes | {"wanted_name": name, "reason": None, **waiting(at)}
