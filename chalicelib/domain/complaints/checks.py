"""Public checks: ordered after the second denial, decided by what is found, and ended by the clock.

Whoever has nothing to do with the work looks at the place, and a moderator of the district writes
down what was found. A check that nobody does is never an answer: the complaint goes back to work.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from chalicelib.actors import Actor
from chalicelib.domain.complaints import deadlines, rules, wording
from chalicelib.domain.complaints.keeping import change, event_of
from chalicelib.domain.complaints.rules import Act, State
from chalicelib.domain.complaints.usecases import Known, decide, find
from chalicelib.domain.complaints.work import back_to_work, change_with_photos
from chalicelib.domain.keeping import Fill
from chalicelib.models.complaint import Complaint

DONE: dict[str, Any] = {"check_until": None, "check_reminded": False}


def orders_check(complaint: Complaint) -> bool:
    """Whether one more denial orders a check, and does not send it back to work at once."""
    return rules.follows_denial(int(complaint.denials) + 1) == Act.ORDER_CHECK


def ordered(at: datetime) -> dict[str, Any]:
    """What changes of a complaint when a check is ordered."""
    until = deadlines.check_until(deadlines.day_of(at))
    return {
        "check_until": until,
        "check_reminded": False,
        "next_alarm_on": deadlines.day_after(until),
    }


def days(until: date) -> dict[str, str]:
    """By when a check is to be done, and the last day on which it still counts."""
    lapses = deadlines.check_lapses_on(until)
    return {"check_until": until.isoformat(), "check_lapses_on": lapses.isoformat()}


def settle(
    about: str | Known,
    *,
    solved: bool,
    note: str,
    photos: Sequence[str] = (),
    by: Actor,
    at: datetime,
    version: int | None = None,
    also: Fill | None = None,
) -> Complaint:
    """Write down what was found; it decides."""
    act = Act.CHECK_CONFIRMS if solved else Act.CHECK_REOPENS
    complaint, role, state = decide(about, act, by=by, version=version)
    if wrong := wording.about_note(note) | wording.about_photos(photos):
        raise rules.wrong(**wrong)
    changes = {"state": state, **DONE, "next_alarm_on": None}
    facts = {"check": "solved" if solved else "not_solved"}
    if not solved:
        changes |= back_to_work(complaint, at)
        facts["due_on"] = changes["due_on"].isoformat()
    if photos:
        facts["photos"] = ",".join(dict.fromkeys(photos))
    event = event_of(complaint, act, by=by, role=role, at=at, became=state, note=note, facts=facts)
    return change_with_photos(complaint, changes, event, photos=photos, by=by, also=also)


def hurry(reference: str, *, at: datetime) -> Complaint:
    """Remind the moderators of a check that is late; at last, give the complaint back to its
    agency. Late, twice or out of order changes nothing that is not so."""
    complaint = find(reference)
    today, until = deadlines.day_of(at), complaint.check_until
    if complaint.state != State.UNDER_PUBLIC_CHECK or until is None:
        return complaint
    if today > deadlines.check_lapses_on(until):
        return _lapse(complaint, at)
    if today > until and not complaint.check_reminded:
        return _remind(complaint, until, at)
    return complaint


def _remind(complaint: Complaint, until: date, at: datetime) -> Complaint:
    lapses = deadlines.day_after(deadlines.check_lapses_on(until))
    changes = {"check_reminded": True, "next_alarm_on": lapses}
    event = event_of(complaint, Act.CHECK_REMINDS, at=at, facts=days(until))
    return change(complaint, changes, event)


def _lapse(complaint: Complaint, at: datetime) -> Complaint:
    """Nobody has looked: what residents said twice stands, and the agency has to do the work."""
    state = rules.move(State(complaint.state), Act.CHECK_LAPSES)
    changes = {"state": state, **DONE, **back_to_work(complaint, at)}
    facts = {"check": "lapsed", "due_on": changes["due_on"].isoformat()}
    event = event_of(complaint, Act.CHECK_LAPSES, at=at, became=state, facts=facts)
    return change(complaint, changes, event)
