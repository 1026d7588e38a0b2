"""What the applicant does with an application: takes it back, or has it examined after all."""

from datetime import datetime

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.applications import offers, ticking
from chalicelib.domain.applications.finding import admitted, load
from chalicelib.domain.applications.keeping import change, event_of
from chalicelib.domain.applications.rules import Act
from chalicelib.errors import Conflict
from chalicelib.models.application import Application

STOPPED = dict.fromkeys(("paused_on", "next_alarm_on", "proposal"))


def withdraw(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Application:
    """Take it back, as long as it is not decided."""
    application = load(reference)
    role, state = admitted(application, Act.WITHDRAW, by=by, version=version)
    event = event_of(application, Act.WITHDRAW, by=by, role=role, at=at, became=state)
    return change(application, {"state": state, "overdue": False, **STOPPED}, event)


def reopen(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Application:
    """Have what ran out for want of an answer examined after all, within 30 days; the clock goes on
    where it stood still."""
    application, today = load(reference), workdays.day_of(at)
    role, state = admitted(application, Act.REOPEN, by=by, version=version)
    if not offers.can_be_reopened(application, today):
        raise Conflict("this application cannot be reopened any more: send a new one")
    changes = {"state": state, "expired_on": None, **ticking.goes_on(application, today)}
    facts = {"due_on": changes["due_on"].isoformat()}
    event = event_of(application, Act.REOPEN, by=by, role=role, at=at, became=state, facts=facts)
    return change(application, changes, event)
