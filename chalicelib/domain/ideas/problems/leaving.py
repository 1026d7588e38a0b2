"""What is kept of a person among the problems that were named: to read, and to be forgotten."""

from collections.abc import Sequence
from typing import Any

from chalicelib.domain.ideas.problems.rules import State
from chalicelib.models.base import together
from chalicelib.models.idea import Contribution
from chalicelib.models.statement import HEAD, Statement

STATEMENT = "statement#"


def about(all_of_it: Sequence[Contribution]) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "project": one.project,
            "text": one.text,
            "state": one.state,
            "at": one.at.isoformat(),
        }
        for one in _theirs(all_of_it)
    ]


def forget(all_of_it: Sequence[Contribution]) -> None:
    """What is published stays, without who said it; what nobody else has read goes."""
    for one in _theirs(all_of_it):
        if one.state == State.PUBLISHED:
            one.update([Statement.person.remove()])
        else:
            one.delete()


def _theirs(all_of_it: Sequence[Contribution]) -> list[Statement]:
    ids = [one.what.removeprefix(STATEMENT) for one in all_of_it if one.what.startswith(STATEMENT)]
    found = together(*((Statement, one, HEAD) for one in ids), consistent=True)
    return [one for one in found if one]
