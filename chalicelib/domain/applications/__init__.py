"""Applications for services: answering a form, and what becomes of what was sent.

What other code may use is listed here; the rest is private to applications.
"""

from chalicelib.domain.applications.alarms import OF_DRAFT, attend, expire, register, ring
from chalicelib.domain.applications.appeals import appealable, appealing
from chalicelib.domain.applications.asking import MOST_FILES, answer, ask
from chalicelib.domain.applications.cosigners import Signing, is_awaited
from chalicelib.domain.applications.cosigning import asked_to_sign, cosign, decline
from chalicelib.domain.applications.deciding import sign
from chalicelib.domain.applications.finding import STAFF, Case, find, history, read
from chalicelib.domain.applications.forgetting import about, forget
from chalicelib.domain.applications.giving import complete, hand_over, make_ready, produce
from chalicelib.domain.applications.guest_letters import addressee
from chalicelib.domain.applications.listing import Page, mine, overdue, waiting
from chalicelib.domain.applications.own import reopen, withdraw
from chalicelib.domain.applications.rules import (
    MOST_QUESTIONS,
    Act,
    Desk,
    Outcome,
    Relation,
    State,
)
from chalicelib.domain.applications.shelf import Shelf, shelf
from chalicelib.domain.applications.ticking import is_overdue
from chalicelib.domain.applications.work import prepare, send_back, take, transfer
from chalicelib.errors import Illegal
from chalicelib.models.application import Application, ApplicationEvent

__all__ = [
    "MOST_FILES",
    "MOST_QUESTIONS",
    "OF_DRAFT",
    "STAFF",
    "Act",
    "Application",
    "ApplicationEvent",
    "Case",
    "Desk",
    "Illegal",
    "Outcome",
    "Page",
    "Relation",
    "Shelf",
    "Signing",
    "State",
    "about",
    "addressee",
    "answer",
    "appealable",
    "appealing",
    "ask",
    "asked_to_sign",
    "attend",
    "complete",
    "cosign",
    "decline",
    "expire",
    "find",
    "forget",
    "hand_over",
    "history",
    "is_awaited",
    "is_overdue",
    "make_ready",
    "mine",
    "overdue",
    "prepare",
    "produce",
    "read",
    "register",
    "reopen",
    "ring",
    "send_back",
    "shelf",
    "sign",
    "take",
    "transfer",
    "waiting",
    "withdraw",
]
