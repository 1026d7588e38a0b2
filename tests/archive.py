"""Ballots that are over, as the archive has them."""

from datetime import UTC, datetime
from typing import Any

from chalicelib.domain import archive
from chalicelib.domain.ballots import Ballot
from chalicelib.domain.ballots.definition import Audience
from tests.disputes import DAY, a_ballot

CLOSED = datetime(2026, 3, 9, 12, tzinfo=UTC)
RESULT = {
    "votes": 30,
    "by_level": {"L1": 30},
    "advisory": False,
    "questions": [
        {
            "id": "q1",
            "type": "single",
            "options": [{"id": "a", "n": 20}, {"id": "b", "n": 6}],
            "abstain": 4,
            "leading": ["a"],
        }
    ],
}


def reference(number: int) -> str:
    return f"B-{number:010x}"


def over(
    number: int = 1,
    state: str = "published",
    *,
    area: str | tuple[str, ...] = "kluuvi",
    closed: datetime = CLOSED,
    phase: str | None = None,
    **asked: Any,
) -> Ballot:
    """A ballot as counting, publishing and resolving leave it; not in the archive yet."""
    areas = (area,) if isinstance(area, str) else area
    when = {"opens_at": closed - 7 * DAY, "closes_at": closed}
    asked.setdefault("audience", Audience(areas))
    ballot = a_ballot(id=reference(number), **when, **asked)
    become(ballot, state, phase=phase)
    return ballot


def become(ballot: Ballot, state: str, *, phase: str | None = None) -> None:
    changes = [Ballot.state.set(state)]
    if state == "published":
        told = {"roll": 30, "unopened": [], "results": RESULT, "sha256": "ab" * 32}
        changes.append(Ballot.result.set(told))
    if phase:
        made = {
            "outcome": "accepted",
            "decision": {"ru": "Поставим", "en": "We put them up"},
            "act": "17",
            "phase": phase,
            "published_at": "2026-03-20T09:00:00Z",
            "promised": ["2026-06-01"],
        }
        changes.append(Ballot.resolution.set(made))
    ballot.update(changes)


def archived(number: int = 1, state: str = "published", **given: Any) -> Ballot:
    ballot = over(number, state, **given)
    archive.index(ballot.id)
    return ballot
