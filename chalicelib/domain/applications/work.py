"""What officers do with an application: take it up, pass it on, prepare the decision; and the head,
who sends it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.actors import Actor
from chalicelib.domain.applications import looking, wording
from chalicelib.domain.applications.finding import admitted, load
from chalicelib.domain.applications.keeping import change, event_of
from chalicelib.domain.applications.rules import Act, Outcome, State
from chalicelib.models.application import Application


def take(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Application:
    """Take it up, also from a colleague; who has it already has it."""
    application = load(reference)
    role, state = admitted(application, Act.TAKE, by=by, version=version)
    if application.state == State.IN_REVIEW and application.officer == by.id:
        return application
    event = event_of(application, Act.TAKE, by=by, role=role, at=at, became=state)
    taken = change(application, {"state": state, "officer": by.id}, event)
    looking.note(taken, by=by, at=at)
    return taken


def transfer(
    reference: str,
    *,
    authority: str,
    reason: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Pass it on to the authority that answers for it; the applicant reads why. The clock runs
    on."""
    application = load(reference)
    role, state = admitted(application, Act.TRANSFER, by=by, version=version)
    other, why = wording.authority(authority, application), wording.text(reason, "reason")
    facts = {"authority": other, "from": application.authority}
    event = event_of(
        application,
        Act.TRANSFER,
        by=by,
        role=role,
        at=at,
        became=state,
        public_note=why,
        facts=facts,
    )
    return change(application, {"state": state, "authority": other, "officer": None}, event)


def prepare(
    reference: str,
    *,
    outcome: Outcome,
    reasons: Sequence[Mapping[str, str]] = (),
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Application:
    """Propose a decision to the head; a refusal gives reasons of the form's list. The ``note`` is
    for the head alone."""
    application = load(reference)
    role, state = admitted(application, Act.PREPARE, by=by, version=version)
    refused, said = outcome is Outcome.REFUSED, wording.optional(note, "note")
    proposal = {
        "outcome": outcome,
        "reasons": wording.reasons(reasons, application) if refused else [],
        "note": said,
    }
    event = event_of(
        application,
        Act.PREPARE,
        by=by,
        role=role,
        at=at,
        became=state,
        private_note=said,
    )
    changes = {"state": state, "proposal": proposal, "prepared_by": by.id}
    return change(application, changes, event)


def send_back(
    reference: str, *, note: str, by: Actor, at: datetime, version: int | None = None
) -> Application:
    """The head does not sign it so; the ``note``, for the officers, says what is missing."""
    application = load(reference)
    role, state = admitted(application, Act.SEND_BACK, by=by, version=version)
    why = wording.text(note, "note")
    event = event_of(
        application, Act.SEND_BACK, by=by, role=role, at=at, became=state, private_note=why
    )
    changes = {"state": state, "proposal": None, "prepared_by": None}
    return change(application, changes, event)
