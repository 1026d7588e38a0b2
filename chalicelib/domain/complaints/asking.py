"""The agency has to know more: the author is asked, and the clock stands still until they answer.

Once in each deadline, and for five working days at most (spec S3 §1). Without an answer it goes on
where it was. What was asked lies in ``asked``: the question, when it was asked, until when the
answer is waited for, the state it goes back to, and the answer. Author, agency and moderators read
it, and nobody else; events tell only that it happened.
"""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.actors import Actor
from chalicelib.domain.complaints import deadlines, rules, ticking, wording
from chalicelib.domain.complaints.admission import admitted
from chalicelib.domain.complaints.keeping import change, event_of, relations
from chalicelib.domain.complaints.rules import Act, State
from chalicelib.domain.complaints.ticking import Question
from chalicelib.domain.complaints.usecases import decide, find
from chalicelib.errors import Conflict
from chalicelib.models.complaint import Complaint

LEAST_QUESTION = 10  # characters


def ask(
    reference: str, *, question: str, by: Actor, at: datetime, version: int | None = None
) -> Complaint:
    """Ask the author one thing. `Conflict` if they were asked within this deadline before."""
    complaint, role, state = admitted(reference, Act.ASK, by=by, at=at, version=version)
    wording.check_note(question, least=LEAST_QUESTION, field="question")
    today = deadlines.day_of(at)
    until = deadlines.question_until(today)
    asked = {
        "question": question.strip(),
        "asked_on": today.isoformat(),
        "until": until.isoformat(),
        "asked_in": rules.asked_in(State(complaint.state)),
    }
    changes = {
        "state": state,
        "asked": [*(complaint.asked or []), asked],
        "paused": True,
        "overdue": ticking.is_overdue(complaint, today),
        "next_alarm_on": deadlines.day_after(until),
    }
    facts = {"answer_until": until.isoformat()}
    event = event_of(complaint, Act.ASK, by=by, role=role, at=at, became=state, facts=facts)
    return change(complaint, changes, event)


def answer_question(
    reference: str, *, answer: str, by: Actor, at: datetime, version: int | None = None
) -> Complaint:
    """Say what was asked; it goes back to where it was. Also after the last day, as long as the
    agency has not gone on without. The same sent twice is one answer."""
    wording.check_note(answer, least=1, field="answer")
    try:
        return _answer(reference, answer.strip(), by, at, version)
    except Conflict:
        if complaint := _said(reference, answer.strip(), by):
            return complaint
        raise


def go_on_without(reference: str, *, at: datetime) -> Complaint:
    """Wait no longer once the days for an answer are over; before, or twice, changes nothing."""
    complaint, today = find(reference), deadlines.day_of(at)
    until = question_until(complaint)
    return let_go(complaint, at=at) if until and today > until else complaint


def let_go(complaint: Complaint, *, at: datetime) -> Complaint:
    """Wait no longer for an answer."""
    state = _back(complaint)
    event = event_of(complaint, Act.QUESTION_LAPSES, at=at, became=state)
    return change(complaint, {"state": state}, event)


def question_until(complaint: Complaint) -> date | None:
    """Until when the author's answer is waited for; None if nothing is asked now."""
    if not ticking.stands_still(complaint):
        return None
    return date.fromisoformat(ticking.latest(complaint)["until"])


def questions(complaint: Complaint, *, by: Actor) -> Sequence[Question]:
    """What was asked and answered, the oldest first; nothing for whom it does not concern."""
    may_read = rules.reads_questions(relations(complaint, by))
    return list(complaint.asked or ()) if may_read else []


def _answer(reference: str, answer: str, by: Actor, at: datetime, version: int | None) -> Complaint:
    complaint, role, _ = decide(reference, Act.ANSWER_QUESTION, by=by, version=version)
    state, today = _back(complaint), deadlines.day_of(at)
    answered = ticking.latest(complaint) | {"answer": answer, "answered_on": today.isoformat()}
    changes = {"state": state, "asked": [*complaint.asked[:-1], answered]}
    event = event_of(complaint, Act.ANSWER_QUESTION, by=by, role=role, at=at, became=state)
    return change(complaint, changes, event)


def _said(reference: str, answer: str, by: Actor) -> Complaint | None:
    """The complaint, if its author has answered just that."""
    complaint = find(reference)
    said = complaint.asked and ticking.latest(complaint).get("answer")
    return complaint if complaint.author == by.id and said == answer else None


def _back(complaint: Complaint) -> State:
    return State(ticking.latest(complaint)["asked_in"])
