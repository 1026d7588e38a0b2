"""What an agency does with a complaint, and what the platform does when it does not."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from pynamodb.transactions import TransactWrite

from chalicelib import catalogue
from chalicelib.actors import SYSTEM, Actor
from chalicelib.domain import photos as pictures
from chalicelib.domain.complaints import deadlines, rules, wording
from chalicelib.domain.complaints.deadlines import STEPS
from chalicelib.domain.complaints.keeping import change, event_of
from chalicelib.domain.complaints.proof import change_with_proof
from chalicelib.domain.complaints.rules import Act, State
from chalicelib.domain.complaints.usecases import Known, decide, find
from chalicelib.domain.keeping import Fill
from chalicelib.errors import Conflict, NotFound
from chalicelib.messages import say
from chalicelib.models.complaint import Complaint


def acknowledge(
    reference: str, *, by: Actor, at: datetime, version: int | None = None
) -> Complaint:
    return _do(Act.ACKNOWLEDGE, reference, {}, by=by, at=at, version=version)


def start(reference: str, *, by: Actor, at: datetime, version: int | None = None) -> Complaint:
    return _do(Act.START, reference, {}, by=by, at=at, version=version)


def schedule(
    reference: str,
    *,
    on: date,
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """Promise a day. Every promise stays in the history, and the deadline stays as it is."""
    complaint, role, state = decide(reference, Act.SCHEDULE, by=by, version=version)
    wording.check_day(on, deadlines.day_of(at), promised=complaint.scheduled_for)
    wording.check_note(note, least=0)
    changes = {"state": state, "scheduled_for": on, "promises": int(complaint.promises) + 1}
    facts = {"scheduled_for": on.isoformat(), "promises": str(changes["promises"])}
    event = event_of(
        complaint, Act.SCHEDULE, by=by, role=role, at=at, became=state, note=note, facts=facts
    )
    return change(complaint, changes, event)


def forward(
    reference: str,
    *,
    agency: str,
    note: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """Hand it to another agency. The residents' deadline does not begin anew by that."""
    complaint, role, state = decide(reference, Act.FORWARD, by=by, version=version)
    wrong = wording.about_note(note, least=1)
    try:
        catalogue.agency(agency)
    except NotFound as error:
        wrong["agency"] = error.message
    if agency == complaint.agency:
        wrong["agency"] = say("it is with this agency already")
    if wrong:
        raise rules.wrong(**wrong)
    facts = {"agency": agency, "from": complaint.agency, "due_on": _iso(complaint.due_on)}
    event = event_of(
        complaint, Act.FORWARD, by=by, role=role, at=at, became=state, note=note, facts=facts
    )
    return change(complaint, {"state": state, "agency": agency}, event)


def not_responsible(
    reference: str,
    *,
    who: str,
    note: str = "",
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """Close it, naming who is responsible instead of the city."""
    if not 1 <= len(who.strip()) <= 300:
        raise rules.wrong(who=say("name who is responsible"))
    wording.check_note(note, least=0)
    given = {"reason": who.strip(), "note": note}
    return _do(Act.NOT_RESPONSIBLE, reference, given, by=by, at=at, version=version)


def no_action(
    reference: str, *, note: str, by: Actor, at: datetime, version: int | None = None
) -> Complaint:
    """Close it without work, and say why."""
    wording.check_note(note)
    return _do(Act.NO_ACTION, reference, {"note": note}, by=by, at=at, version=version)


def answer(
    about: str | Known,
    *,
    note: str,
    photos: Sequence[str],
    by: Actor,
    at: datetime,
    version: int | None = None,
    also: Fill | None = None,
) -> Complaint:
    """Say that the work is done, and show it; from today the residents have 15 days to judge.

    `Invalid` names every photo that proves nothing: taken long ago, elsewhere, or shown before.
    """
    complaint, role, state = decide(about, Act.ANSWER, by=by, version=version)
    wrong = wording.about_note(note, least=1)
    wrong |= wording.about_photos(photos, needed="show what was done in at least one photo")
    if wrong:
        raise rules.wrong(**wrong)
    until = deadlines.verdict_until(deadlines.day_of(at))
    shown = list(dict.fromkeys(photos))
    changes = {
        "state": state,
        "answered_at": at,
        "answer_note": note.strip(),
        "answer_photos": shown,
        "verdict_until": until,
        "next_alarm_on": deadlines.day_after(until),
    }
    facts = {"verdict_until": until.isoformat(), "photos": ",".join(shown)}
    event = event_of(
        complaint, Act.ANSWER, by=by, role=role, at=at, became=state, note=note, facts=facts
    )
    return change_with_proof(complaint, changes, event, photos=shown, by=by, also=also)


def escalate(reference: str, *, at: datetime) -> Complaint:
    """Tell the next one up that a deadline comes near or has passed. Coming late, twice or out of
    order changes nothing that is not so: what counts is the day, and the steps told before."""
    complaint = find(reference)
    today = deadlines.day_of(at)
    if complaint.due_on is None or State(complaint.state) not in rules.MOVES[Act.ESCALATE].of:
        return complaint
    changes = deadlines.escalated(complaint.due_on, today, told=int(complaint.escalated))
    if not changes:
        return complaint
    step = STEPS[changes["escalated"] - 1]
    facts = {"step": step.name, "to": step.to, "due_on": _iso(complaint.due_on)}
    event = event_of(complaint, Act.ESCALATE, at=at, reason=step.name, facts=facts)
    return change(complaint, changes, event)


def close_unconfirmed(reference: str, *, at: datetime) -> Complaint:
    """Close what nobody judged in 15 days; it does not count as solved."""
    complaint = find(reference)
    until = complaint.verdict_until
    silent = complaint.state == State.AWAITING_VERDICT and until and deadlines.day_of(at) > until
    if not silent:
        return complaint
    state = rules.move(State(complaint.state), Act.CLOSE_UNCONFIRMED)
    event = event_of(complaint, Act.CLOSE_UNCONFIRMED, by=SYSTEM, at=at, became=state)
    return change(complaint, {"state": state, "next_alarm_on": None}, event)


def back_to_work(complaint: Complaint, at: datetime) -> dict[str, Any]:
    """What changes when the agency has to do it once more, with a deadline that begins anew."""
    today = deadlines.day_of(at)
    due = deadlines.due_on(complaint.topic, today)
    return {
        "reopened": int(complaint.reopened) + 1,
        "due_on": due,
        "overdue": False,
        "escalated": 0,
        "paused": False,
        "next_alarm_on": deadlines.next_alarm(due, today),
    }


def change_with_photos(
    complaint: Complaint,
    changes: dict[str, Any],
    *events: Any,
    photos: Sequence[str],
    by: Actor,
    also: Fill | None = None,
) -> Complaint:
    """The same as `change`, with photos that belong to it from then on; `Invalid` names those
    that cannot."""

    def with_photos(write: TransactWrite) -> None:
        pictures.attaching(write, photos, to=complaint.reference, by=by)
        if also:
            also(write)

    try:
        return change(complaint, changes, *events, also=with_photos)
    except Conflict:
        pictures.check(photos, by=by)
        raise


def _do(
    act: Act,
    reference: str,
    given: dict[str, str],
    *,
    by: Actor,
    at: datetime,
    version: int | None,
) -> Complaint:
    """An act that changes the state and nothing else. Who comes second in the same moment hears
    what it has become by then."""
    complaint, role, state = decide(reference, act, by=by, version=version)
    event = event_of(
        complaint,
        act,
        by=by,
        role=role,
        at=at,
        became=state,
        reason=given.get("reason"),
        note=given.get("note"),
    )
    changes: dict[str, Any] = {"state": state}
    if state in rules.ENDED:
        changes["next_alarm_on"] = None
    try:
        return change(complaint, changes, event)
    except Conflict:
        decide(reference, act, by=by)
        raise


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
