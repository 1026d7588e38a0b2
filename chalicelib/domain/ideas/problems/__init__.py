"""Statements of problems: stated, read by a moderator, published, agreed with or not.

What other code may use is listed here; the rest is private to problems.
"""

from chalicelib.domain.ideas.problems.framing import (
    Problem,
    framed,
    read_framed,
    sought_for,
)
from chalicelib.domain.ideas.problems.leaving import about, forget
from chalicelib.domain.ideas.problems.listing import (
    Seen,
    Statements,
    Voices,
    how_many,
    item,
    shown,
    statements,
    top,
)
from chalicelib.domain.ideas.problems.ranking import rank
from chalicelib.domain.ideas.problems.rules import AGREE, ANSWERS, MOST, State
from chalicelib.domain.ideas.problems.similar import alike, learn
from chalicelib.domain.ideas.problems.stating import (
    check,
    find,
    publish,
    send_back,
    state,
    to_moderate,
)
from chalicelib.domain.ideas.problems.voting import vote
from chalicelib.models.statement import Statement

__all__ = [
    "AGREE",
    "ANSWERS",
    "MOST",
    "Problem",
    "Seen",
    "State",
    "Statement",
    "Statements",
    "Voices",
    "about",
    "alike",
    "check",
    "find",
    "forget",
    "framed",
    "how_many",
    "item",
    "learn",
    "publish",
    "rank",
    "read_framed",
    "send_back",
    "shown",
    "sought_for",
    "state",
    "statements",
    "to_moderate",
    "top",
    "vote",
]
