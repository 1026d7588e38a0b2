"""The decision: signed by the head, with a document that everybody can check; and what an appeal
that was right undoes."""

from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import identifiers, workdays
from chalicelib.actors import Actor
from chalicelib.domain.applications import appeals, offers, rules, ticking
from chalicelib.domain.applications.finding import admitted, load
from chalicelib.domain.applications.keeping import change, event_of
from chalicelib.domain.applications.rules import Act, Outcome
from chalicelib.domain.keeping import Fill
from chalicelib.models.application import DOCUMENT, Application, Document

ACTS = {Outcome.APPROVED: Act.APPROVE, Outcome.REFUSED: Act.REFUSE}


def sign(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Application:
    """Decide it as it was prepared. An appeal that is approved undoes the refusal, in the same
    transaction."""
    application = load(reference)
    proposal = application.proposal or {}
    outcome = Outcome(proposal.get("outcome", Outcome.APPROVED))
    act, today = ACTS[outcome], workdays.day_of(at)
    role, state = admitted(application, act, by=by, version=version)
    document = _document(application, outcome, today)
    code = document.key.removeprefix(DOCUMENT)
    changes = {
        "state": state,
        "outcome": outcome,
        "reasons": proposal.get("reasons") or None,
        "document": code,
        "decided_by": by.id,
        "decided_on": today,
        "proposal": None,
        "overdue": today > application.due_on,
        "next_alarm_on": _looked_at_again(application, outcome, today),
    }
    facts = _facts(application, changes, today)
    event = event_of(application, act, by=by, role=role, at=at, became=state, facts=facts)
    undo = _undoing(application, outcome, at=at)

    def also(write: TransactWrite) -> None:
        write.save(document, condition=Document.key.does_not_exist())
        undo(write)

    return change(application, changes, event, also=also)


def _document(application: Application, outcome: Outcome, today: date) -> Document:
    return Document(
        f"{DOCUMENT}{identifiers.document()}",
        service=application.service,
        authority=application.authority,
        outcome=outcome,
        decided_on=today,
    )


def _looked_at_again(application: Application, outcome: Outcome, today: date) -> date | None:
    """Where the document is all there is, the platform completes it; if the message that lets it
    is lost, the clock finds it."""
    ends_so = outcome is Outcome.APPROVED and not offers.is_handed_over(application)
    return today if ends_so else None


def _facts(application: Application, changes: dict[str, Any], today: date) -> dict[str, str]:
    """What is counted, and what the letter says; reasons by their codes alone."""
    facts = {
        "outcome": str(changes["outcome"]),
        "days": str(ticking.days_taken(application, today)),
        "in_term": "no" if changes["overdue"] else "yes",
    }
    if changes["outcome"] is Outcome.APPROVED:
        return facts
    facts["reasons"] = " ".join(reason["code"] for reason in changes["reasons"])
    if application.appeals or application.appealed_by:
        return facts
    until: date = today + timedelta(days=rules.APPEALED_WITHIN.days)
    return facts | {"appeal_until": until.isoformat()}


def _undoing(application: Application, outcome: Outcome, *, at: datetime) -> Fill:
    if application.appeals is None or outcome is not Outcome.APPROVED:
        return lambda _write: None
    return appeals.remanding(load(application.appeals), at=at)
