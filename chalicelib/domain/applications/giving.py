"""What was approved is made, collected, and completed."""

from datetime import datetime

from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain.applications import offers, wording
from chalicelib.domain.applications.finding import admitted, load
from chalicelib.domain.applications.keeping import change, event_of
from chalicelib.domain.applications.rules import Act, State
from chalicelib.errors import Conflict
from chalicelib.models.application import DOCUMENT, Application, Document


def produce(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Application:
    """What was applied for is being made."""
    application = load(reference)
    role, state = admitted(application, Act.PRODUCE, by=by, version=version)
    if not offers.is_handed_over(application):
        raise Conflict("the document is all that is given here: nothing is made")
    event = event_of(application, Act.PRODUCE, by=by, role=role, at=at, became=state)
    return change(application, {"state": state}, event)


def make_ready(
    reference: str, *, where: str, by: Actor, at: datetime, version: int | None = None
) -> Application:
    """It lies ready to be collected; the applicant reads ``where``."""
    application = load(reference)
    role, state = admitted(application, Act.MAKE_READY, by=by, version=version)
    place = wording.text(where, "where")
    event = event_of(
        application, Act.MAKE_READY, by=by, role=role, at=at, became=state, public_note=place
    )
    return change(application, {"state": state, "place": place}, event)


def hand_over(
    reference: str, *, by: Actor, at: datetime, version: int | None = None
) -> Application:
    """The applicant has it."""
    application = load(reference)
    role, state = admitted(application, Act.HAND_OVER, by=by, version=version)
    event = event_of(application, Act.HAND_OVER, by=by, role=role, at=at, became=state)
    return change(application, {"state": state}, event)


def complete(
    reference: str, *, by: Actor = SYSTEM, at: datetime, version: int | None = None
) -> Application:
    """Where the document is all that is given: once its file is made, nothing is left to do. Before
    that, and afterwards, nothing changes."""
    application = load(reference)
    if not _is_given(application):
        return application
    role, state = admitted(application, Act.COMPLETE, by=by, version=version)
    event = event_of(application, Act.COMPLETE, by=by, role=role, at=at, became=state)
    return change(application, {"state": state, "next_alarm_on": None}, event)


def _is_given(application: Application) -> bool:
    if application.state != State.APPROVED or offers.is_handed_over(application):
        return False
    document = next(Document.batch_get([(f"{DOCUMENT}{application.document}", "document")]), None)
    return document is not None and document.sha256 is not None
