"""The clock of a complaint: it runs from publication, and stands still while the author is asked
something, once in each deadline."""

from datetime import date
from typing import Any

from chalicelib import workdays
from chalicelib.domain.complaints import deadlines
from chalicelib.domain.complaints.rules import IN_WORK, State
from chalicelib.models.complaint import Complaint

Question = dict[str, Any]


def latest(complaint: Complaint) -> Question:
    """What the author was asked last."""
    question: Question = complaint.asked[-1]
    return question


def stands_still(complaint: Complaint) -> bool:
    return bool(complaint.state == State.INFO_REQUESTED)


def goes_on_by(complaint: Complaint, became: State | None) -> bool:
    """Whether the clock stands still, and goes on if the complaint becomes that."""
    return stands_still(complaint) and became not in (None, State.INFO_REQUESTED)


def resumed(complaint: Complaint, today: date) -> date:
    """The due day if the clock goes on today: as many working days later as it stood still, which
    are five at most, however late anybody looks."""
    question = latest(complaint)
    asked, until = (date.fromisoformat(question[name]) for name in ("asked_on", "until"))
    return workdays.resumed(complaint.due_on, asked, min(today, until))


def goes_on(complaint: Complaint, today: date) -> dict[str, Any]:
    """What it takes to let it go on; what had to be told before, and was not, is told at once."""
    due = resumed(complaint, today)
    return {
        "due_on": due,
        "overdue": today > due,
        "next_alarm_on": deadlines.next_untold(due, today, told=int(complaint.escalated)),
    }


def is_overdue(complaint: Complaint, today: date) -> bool:
    """Whether the agency should have answered; while the clock stands still, as when it stopped."""
    if complaint.due_on is None or complaint.state not in IN_WORK:
        return False
    if stands_still(complaint):
        return bool(complaint.overdue)
    return bool(today > complaint.due_on)
