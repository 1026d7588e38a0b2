"""Initiatives: a resident asks something of the city, others who live there sign, and when they are
enough, the city answers or asks everybody.

What other code may use is listed here; the rest is private to initiatives.
"""

from chalicelib.domain.initiatives.answering import answer, ask, compose_ballot, meet
from chalicelib.domain.initiatives.counting import count, signers
from chalicelib.domain.initiatives.forgetting import about, forget
from chalicelib.domain.initiatives.keeping import find, place_of, relations
from chalicelib.domain.initiatives.listing import (
    Page,
    Seen,
    listed,
    mine,
    shown,
    to_answer,
    to_read,
    waiting,
)
from chalicelib.domain.initiatives.opening import (
    NewInitiative,
    choices,
    open,
    publish,
    send_again,
    send_back,
)
from chalicelib.domain.initiatives.reach import Reach
from chalicelib.domain.initiatives.rules import Relation, State, Verdict
from chalicelib.domain.initiatives.signing import sign, withdraw
from chalicelib.models.initiative import Initiative

__all__ = [
    "Initiative",
    "NewInitiative",
    "Page",
    "Reach",
    "Relation",
    "Seen",
    "State",
    "Verdict",
    "about",
    "answer",
    "ask",
    "choices",
    "compose_ballot",
    "count",
    "find",
    "forget",
    "listed",
    "meet",
    "mine",
    "open",
    "place_of",
    "publish",
    "relations",
    "send_again",
    "send_back",
    "shown",
    "sign",
    "signers",
    "to_answer",
    "to_read",
    "waiting",
    "withdraw",
]
