"""Appeals: an application of its own against a refusal, once, decided by somebody else."""

from datetime import datetime
from typing import Any

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.applications import moving, offers, ticking
from chalicelib.domain.applications.finding import admitted, load
from chalicelib.domain.applications.keeping import changing, event_of
from chalicelib.domain.applications.rules import MAY, Act, State
from chalicelib.domain.keeping import Fill
from chalicelib.errors import Conflict
from chalicelib.models.application import DOCUMENT, Application, Document


def appealable(reference: str, *, by: Actor, at: datetime) -> Application:
    """The refused application against which this person may appeal now; `Conflict` if it is too
    late, or if it was done before."""
    refused = load(reference)
    admitted(refused, Act.APPEAL, by=by)
    if not offers.can_be_appealed(refused, workdays.day_of(at)):
        raise Conflict("an appeal is possible once, within 30 days of the refusal")
    return refused


def appealing(
    write: TransactWrite, refused: Application, *, appeal: str, by: Actor, at: datetime
) -> None:
    """Put into the transaction that sends an ``appeal``: it is the only one against what was found
    `appealable`. The transaction fails if somebody else was first."""
    event = event_of(refused, Act.APPEAL, by=by, role=MAY[Act.APPEAL], at=at)
    changing(write, refused, {"appealed_by": appeal}, event)


def judges(refused: Application) -> dict[str, str | None]:
    """Who decided first: they have no hand in what is decided anew."""
    return {"judged_by": refused.decided_by, "drawn_up_by": refused.prepared_by}


def barred(refused: Application) -> dict[str, Any]:
    """Who works on an appeal against it neither: they, and whoever sent it or signed it along."""
    sent = {refused.person, *(each.get("person") for each in refused.cosigners or ())}
    return {**judges(refused), "parties": {person for person in sent if person} or None}


def remanding(refused: Application, *, at: datetime) -> Fill:
    """An appeal was right: what was refused is examined once more, with a new clock from today, by
    others than who decided it; and its document is void."""
    today = workdays.day_of(at)
    state = moving.move(State(refused.state), Act.REMAND)
    changes = {
        "state": state,
        **ticking.begins(refused, today),
        "officer": None,
        **judges(refused),
        **dict.fromkeys(("prepared_by", "decided_by", "decided_on", "outcome")),
        **dict.fromkeys(("reasons", "document")),
    }
    facts = {"due_on": changes["due_on"].isoformat()}
    event = event_of(refused, Act.REMAND, at=at, became=state, facts=facts)
    void = Document(f"{DOCUMENT}{refused.document}")

    revoked: list[Action] = [Document.revoked_on.set(today)]

    def fill(write: TransactWrite) -> None:
        changing(write, refused, changes, event)
        write.update(void, actions=revoked, condition=Document.key.exists())

    return fill
