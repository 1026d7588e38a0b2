"""What becomes of a dispute: verified, examined, decided, appealed, withdrawn."""

from datetime import datetime
from typing import Any

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.disputes import decisions, findings, looking, rules
from chalicelib.domain.disputes.keeping import DAYS, change, event_of
from chalicelib.domain.disputes.rules import Act, Kind, Outcome, State
from chalicelib.domain.disputes.usecases import admitted, find
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import Message, say
from chalicelib.models.dispute import Dispute, Open

DOCUMENTS: dict[str, Message] = {  # what a clerk has seen of a person
    "passport": say("Passport"),
    "identity_card": say("Identity card"),
    "residence_permit": say("Residence permit"),
    "record": say("The record: they were verified with a document before"),
}
GONE: dict[str, None] = {"text": None, "locator": None, "promise": None, "appeal_text": None}


def verify(
    reference: str, *, document: str, by: Actor, at: datetime, version: int | None = None
) -> Dispute:
    """A clerk has seen the person and a document: it is their dispute."""
    dispute = find(reference)
    role, state = admitted(dispute, Act.VERIFY, by=by, version=version)
    if document not in DOCUMENTS:
        raise Invalid(fields={"document": say("choose one of the options")})
    event = event_of(dispute, Act.VERIFY, by=by, role=role, at=at, became=state, reason=document)
    changes = {"state": state, "verified_by": by.id}
    return change(dispute, changes, event)


def examine(
    reference: str, *, by: Actor, at: datetime, version: int | None = None, clue: str = ""
) -> Dispute:
    """Look up the roll and, with a locator, the log; the platform looks, and says what it found.

    With the ``clue`` of its page, it takes a round trip less.
    """
    dispute, facts = looking.with_facts(reference, clue=clue)
    role, state = admitted(dispute, Act.EXAMINE, by=by, version=version)
    found = findings.examine(Kind(dispute.kind), facts, at=at)
    event = event_of(dispute, Act.EXAMINE, by=by, role=role, at=at, became=state)
    changes = {"state": state, "examination": msgspec.to_builtins(found)}
    return change(dispute, changes, event)


def decide(
    reference: str,
    *,
    outcome: Outcome,
    reasons: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    clue: str = "",
) -> Dispute:
    """Decide it, or its appeal, with reasons that everybody can read, signed.

    What is upheld is written beside the ballot's results as well, in the same transaction. With
    the ``clue`` of its page, it takes a round trip less.
    """
    dispute, votes = looking.with_votes(reference, clue=clue)
    act = rules.act_of_deciding(State(dispute.state))
    role, state = admitted(dispute, act, by=by, version=version)
    rules.check_text(reasons, "reasons")
    made = decisions.make(dispute, votes, outcome, reasons.strip(), act=act, at=at)
    today = workdays.day_of(at)
    until = rules.appeal_until(today)
    first = act is Act.DECIDE
    changes: dict[str, Any] = {
        "state": state,
        "outcome": outcome,
        "overdue": False,
        "next_alarm_on": workdays.day_after(until),
    }
    if first:
        changes |= {"decided_by": by.id, "decided_at": at}
        changes |= {"appeal_until": until, "first_outcome": outcome}
    facts = {"outcome": str(outcome)} | ({"appeal_until": until.isoformat()} if first else {})
    event = event_of(dispute, act, by=by, role=role, at=at, became=state, facts=facts)

    def publish(write: TransactWrite) -> None:
        decisions.publishing(write, made, dispute, at=at)

    return change(dispute, changes, event, also=publish)


def appeal(
    reference: str, *, text: str, by: Actor, at: datetime, version: int | None = None
) -> Dispute:
    """Ask for another officer's decision, once, within 14 days of being rejected."""
    dispute = find(reference)
    role, state = admitted(dispute, Act.APPEAL, by=by, version=version)
    if dispute.outcome != Outcome.REJECTED:
        raise Conflict("what you said was upheld: there is nothing to appeal against")
    today = workdays.day_of(at)
    if dispute.appeal_until:
        rules.check_appeal_day(today, dispute.appeal_until)
    rules.check_text(text)
    due = workdays.working_day(today, after=rules.WORKING_DAYS)
    changes = {
        "state": state,
        "appeal_text": text.strip(),
        "due_on": due,
        "escalated": 0,
        "next_alarm_on": workdays.next_alarm(due, today, DAYS),
    }
    facts = {"due_on": due.isoformat()}
    event = event_of(dispute, Act.APPEAL, by=by, role=role, at=at, became=state, facts=facts)
    return change(dispute, changes, event)


def withdraw(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Dispute:
    """Take one's own dispute back, as long as it is not decided; what was given is let go."""
    dispute = find(reference)
    role, state = admitted(dispute, Act.WITHDRAW, by=by, version=version)
    event = event_of(dispute, Act.WITHDRAW, by=by, role=role, at=at, became=state)
    changes = {"state": state, "overdue": False, "next_alarm_on": None, "examination": None} | GONE
    return change(dispute, changes, event, also=lambda write: _free(write, dispute))


def let_go(dispute: Dispute, *, at: datetime) -> Dispute:
    """Once nothing can follow any more, forget what the person gave: by the locator, a vote could
    be found."""
    if dispute.text is None or State(dispute.state) not in rules.MOVES[Act.LET_GO]:
        return dispute
    if dispute.next_alarm_on is None or workdays.day_of(at) < dispute.next_alarm_on:
        return dispute
    event = event_of(dispute, Act.LET_GO, at=at)
    changes = {"next_alarm_on": None} | GONE
    return change(dispute, changes, event, also=lambda write: _free(write, dispute))


def sever(dispute: Dispute, *, at: datetime) -> Dispute:
    """Let nothing in an ended dispute lead to whose it was."""
    event = event_of(dispute, Act.LET_GO, at=at)
    changes = {"person": None, "next_alarm_on": None} | GONE
    return change(dispute, changes, event, also=lambda write: _free(write, dispute))


def _free(write: TransactWrite, dispute: Dispute) -> None:
    """Another dispute of this kind about this ballot can be filed again."""
    if dispute.person:
        write.delete(Open.of(dispute.person, dispute.ballot, dispute.kind))
