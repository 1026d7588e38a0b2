"""Whether somebody may do something with a complaint now: asked before a form of it is shown, and
once more when it is sent, so that both say the same."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from chalicelib.actors import Actor
from chalicelib.domain.complaints import deadlines
from chalicelib.domain.complaints.rules import Act
from chalicelib.domain.complaints.usecases import Decision, Known, decide
from chalicelib.errors import Conflict, DomainError, Forbidden
from chalicelib.models.complaint import Complaint


def admitted(
    about: str | Known, act: Act, *, by: Actor, at: datetime, version: int | None = None
) -> Decision:
    """What `decide` says, and what the act itself needs beside it."""
    decision = decide(about, act, by=by, version=version)
    if needs := NEEDED.get(act):
        needs(decision.complaint, deadlines.day_of(at))
    return decision


def refusal(known: Known, act: Act, *, by: Actor, at: datetime) -> DomainError | None:
    """Why this person cannot do it now; None if they can."""
    try:
        admitted(known, act, by=by, at=at)
    except (Conflict, Forbidden) as why:
        return why
    return None


def allowed(known: Known, acts: Iterable[Act], *, by: Actor, at: datetime) -> frozenset[Act]:
    """Those of the acts that this person can do now: what a page offers."""
    return frozenset(act for act in acts if refusal(known, act, by=by, at=at) is None)


def _in_time(complaint: Complaint, today: date) -> None:
    if complaint.verdict_until:
        deadlines.check_verdict_day(today, complaint.verdict_until)


def _not_asked_before(complaint: Complaint, _: date) -> None:
    if complaint.author is None:
        raise Conflict("who reported this has left: there is nobody to be asked")
    if complaint.paused:
        raise Conflict("the author was asked already: the deadline stands still only once")


NEEDED: dict[Act, Callable[[Complaint, date], None]] = {
    Act.ASK: _not_asked_before,
    Act.CONFIRM: _in_time,
    Act.DENY: _in_time,
}
