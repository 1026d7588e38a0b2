"""What ideas are sought for: the problems that most people agreed with (spec S4 §1).

The worker lays them beside their ranking, words and all, so that a page has them by one item, which
is as small for ten thousand problems as for three.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.problems.stating import asked_in
from chalicelib.models.base import Item, together
from chalicelib.models.idea_card import Framing, framing_of, problems_of
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Project
from chalicelib.models.statement import HEAD, Statement

SHOWN = 3


class Problem(NamedTuple):
    id: str
    text: str


def framed(id: str, **_: str) -> list[Item]:
    """A project of an address, and where its problems lie, to be read along with the session."""
    return [(Project, id, PROJECT), framing_of(id)]


def read_framed(project_id: str) -> list[Any]:
    """Both, in one round trip; see `framed`."""
    return together(*framed(project_id), consistent=True)


def sought_for(plan: Plan, found: Framing | None, at: datetime) -> list[Problem]:
    """What ideas are sought for; nothing as long as people are still asked, for the first would not
    be those that are the first in the end."""
    asked = plan.phase(asked_in(plan) or "")
    if found is None or asked is None or not asked.over(at):
        return []
    return [Problem(**one) for one in found.problems]


def laid(project_id: str, first: Sequence[str], *, at: datetime) -> Framing:
    """These problems, as they are to be laid for the pages of their project."""
    found: list[Statement | None] = together(*((Statement, one, HEAD) for one in first))
    said = [Problem(one.id, one.text)._asdict() for one in found if one]
    return Framing(problems_of(project_id), problems=said, ranked_at=at)
