"""Disputes: somebody says that a ballot's record is not right, and it is looked up and decided.

What other code may use is listed here; the rest is private to disputes.
"""

from chalicelib.domain.disputes.alarms import Alarm, meet, ring
from chalicelib.domain.disputes.decisions import corrections, decided, of_year, verifier
from chalicelib.domain.disputes.figures import Figures
from chalicelib.domain.disputes.filing import NewDispute, file, wrong_with
from chalicelib.domain.disputes.findings import Finding, Side
from chalicelib.domain.disputes.forgetting import about, forget
from chalicelib.domain.disputes.rules import (
    APPEAL_DAYS,
    AT_WORK,
    LEAST_TEXT,
    LEAST_VOTES,
    LONGEST_TEXT,
    WORKING_DAYS,
    Act,
    Kind,
    Outcome,
    Queue,
    State,
)
from chalicelib.domain.disputes.usecases import (
    Seen,
    desks,
    find,
    is_overdue,
    mine,
    of_ballot,
    person_of,
    read,
    waiting,
)
from chalicelib.domain.disputes.work import DOCUMENTS, appeal, decide, examine, verify, withdraw
from chalicelib.models.ballot import Correction
from chalicelib.models.dispute import Decision, Dispute, DisputeEvent

__all__ = [
    "APPEAL_DAYS",
    "AT_WORK",
    "DOCUMENTS",
    "LEAST_TEXT",
    "LEAST_VOTES",
    "LONGEST_TEXT",
    "WORKING_DAYS",
    "Act",
    "Alarm",
    "Correction",
    "Decision",
    "Dispute",
    "DisputeEvent",
    "Figures",
    "Finding",
    "Kind",
    "NewDispute",
    "Outcome",
    "Queue",
    "Seen",
    "Side",
    "State",
    "about",
    "appeal",
    "corrections",
    "decide",
    "decided",
    "desks",
    "examine",
    "file",
    "find",
    "forget",
    "is_overdue",
    "meet",
    "mine",
    "of_ballot",
    "of_year",
    "person_of",
    "read",
    "ring",
    "verifier",
    "verify",
    "waiting",
    "withdraw",
    "wrong_with",
]
