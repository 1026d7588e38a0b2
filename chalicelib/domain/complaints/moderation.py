"""What a moderator decides: published, with an agency and a deadline, or not, with a reason."""

from datetime import datetime

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain.complaints import deadlines, rules, wording
from chalicelib.domain.complaints.keeping import change, event_of
from chalicelib.domain.complaints.rules import Act
from chalicelib.domain.complaints.usecases import decide, find, is_public, look, unknown
from chalicelib.domain.keeping import Fill
from chalicelib.errors import Conflict
from chalicelib.messages import Message, say
from chalicelib.models.complaint import HEAD, Complaint

NOT_JOINABLE = say("name a report that everybody sees and that is not closed")


def publish(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Complaint:
    """Show it to everybody and hand it to its agency; from today the deadline runs."""
    complaint, role, state = decide(reference, Act.PUBLISH, by=by, version=version)
    today = deadlines.day_of(at)
    due = deadlines.due_on(complaint.topic, today)
    agency = catalogue.responsible(catalogue.topic(complaint.topic), complaint.district)
    changes = {
        "state": state,
        "published_at": at,
        "agency": agency,
        "due_on": due,
        "next_alarm_on": deadlines.next_alarm(due, today),
    }
    facts = {"due_on": due.isoformat(), "agency": agency}
    event = event_of(complaint, Act.PUBLISH, by=by, role=role, at=at, became=state, facts=facts)
    return change(complaint, changes, event)


def reject(
    reference: str,
    *,
    code: str,
    note: str,
    by: Actor,
    at: datetime,
    of: str | None = None,
    version: int | None = None,
) -> Complaint:
    """Do not publish it, for a reason of the closed list that the author is told.

    A duplicate is joined to the complaint that it is one ``of``: the author becomes its supporter
    by going there, and sees where. So that is one that everybody sees and can still join.
    """
    of = (of or "").strip() or None
    act = Act.MERGE if of else Act.REJECT
    known, original = look(reference, (Complaint, of or reference, HEAD), by=by)
    complaint, role, state = decide(known, act, by=by, version=version)
    wrong = wording.about_rejection(code, note) | _about_original(reference, code, of, original)
    if wrong:
        raise rules.wrong(**wrong)
    facts = {"reason": code, "of": of} if of else {"reason": code}
    event = event_of(
        complaint, act, by=by, role=role, at=at, became=state, reason=code, note=note, facts=facts
    )
    try:
        return change(complaint, {"state": state, "duplicate_of": of}, event, also=_joinable(of))
    except Conflict:
        if of and not _can_be_joined(find(of)):
            raise rules.wrong(of=NOT_JOINABLE) from None
        raise


def _joinable(of: str | None) -> Fill | None:
    """Put into a transaction: what it is one of can still be joined, if it is one of anything."""
    if of is None:
        return None
    public = Complaint.published_at.exists() & (Complaint.visibility == "public")
    condition = public & Complaint.state.is_in(*rules.OPEN)
    return lambda write: write.condition_check(Complaint, of, HEAD, condition=condition)


def _can_be_joined(original: Complaint) -> bool:
    return is_public(original) and original.state in rules.OPEN


def _about_original(
    reference: str, code: str, of: str | None, original: Complaint | None
) -> dict[str, Message]:
    """What is wrong with the complaint that was first: a duplicate has one, nothing else has."""
    if of is None:
        needed = say("name the earlier report by its number")
        return {"of": needed} if code == wording.DUPLICATE else {}
    if code != wording.DUPLICATE:
        return {"of": say("only a duplicate has an original")}
    if original is None:
        return {"of": unknown(of).message}
    if original.reference == reference or not _can_be_joined(original):
        return {"of": NOT_JOINABLE}
    return {}
