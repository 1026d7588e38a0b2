"""Reading a dispute together with what is looked up for it, at once if its clue is at hand."""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.disputes import clues, evidence
from chalicelib.domain.disputes.clues import Clue
from chalicelib.domain.disputes.findings import Facts
from chalicelib.domain.disputes.usecases import find
from chalicelib.models.base import Item, together
from chalicelib.models.dispute import HEAD, Dispute
from chalicelib.models.log import HEAD as LOG
from chalicelib.models.log import LogHead


def with_facts(reference: str, *, clue: str) -> tuple[Dispute, Facts]:
    """With what roll and log hold about it at this moment."""
    dispute, found = _with(reference, evidence.lies, clue=clue)
    return dispute, evidence.facts(dispute, found.get("entry"), found.get("vote"))


def with_votes(reference: str, *, clue: str) -> tuple[Dispute, int]:
    """With how many votes the log of its ballot holds."""
    dispute, found = _with(reference, lambda of: {"log": (LogHead, of.ballot, LOG)}, clue=clue)
    return dispute, int(found["log"].size) if found["log"] else 0


def _with(
    reference: str, lies: Callable[[Clue], dict[str, Item]], *, clue: str
) -> tuple[Dispute, dict[str, Any]]:
    """A clue leads only to what the dispute itself leads to now; else it is not followed."""
    held = clues.unseal(clue) if clue else None
    if held:
        where = lies(held)
        dispute, *found = together((Dispute, reference, HEAD), *where.values(), consistent=True)
        if dispute and clues.of(dispute) == held:
            return dispute, dict(zip(where, found, strict=True))
    dispute = find(reference)
    where = lies(clues.of(dispute))
    found = together(*where.values(), consistent=True)
    return dispute, dict(zip(where, found, strict=True))
