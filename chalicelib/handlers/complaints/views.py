"""Reports as programs see them; what leaves is written out, so that nothing leaks by itself."""

from datetime import date, datetime

from msgspec import Struct, convert

from chalicelib.domain import complaints
from chalicelib.domain.complaints import Complaint, ComplaintEvent
from chalicelib.domain.photos import Urls
from chalicelib.edge.call import Call


class PhotoView(Struct):
    """Addresses of one photo, relative to the portal, by the longer side: 320, 960, 1920 pixels."""

    small: str
    medium: str
    large: str


class EventView(Struct):
    """What happened; by whom is said only as a role."""

    kind: str
    at: datetime
    was: str | None
    became: str | None
    role: str | None
    reason: str | None
    note: str | None
    photos: list[PhotoView]
    facts: dict[str, str]


class AnswerView(Struct):
    """What the agency says it has done, and until when residents can judge it."""

    at: datetime
    note: str
    photos: list[PhotoView]
    verdict_until: date | None


class QuestionView(Struct):
    """What the agency asked the author, until when it waits for the answer, and what they said."""

    question: str
    asked_on: date
    until: date
    answer: str | None = None
    answered_on: date | None = None


class ComplaintView(Struct):
    """A report. Nothing tells who reported it; `yours` says whether you did. Until
    `question_until` the agency waits for what it asked the author, and the deadline stands still.

    Of one that not everybody may read an auditor sees what became of it and when: what was told in
    it is empty, and `lat` and `lon` are null.
    """

    reference: str
    topic: str
    text: str
    lat: float | None
    lon: float | None
    address: str | None
    district: str
    agency: str
    visibility: str
    answers: dict[str, str]
    photos: list[PhotoView]
    state: str
    filed_at: datetime
    published_at: datetime | None
    due_on: date | None
    overdue: bool
    scheduled_for: date | None
    promises: int
    question_until: date | None
    supporters: int
    answer: AnswerView | None
    denials: int
    check_until: date | None
    reopened: int
    duplicate_of: str | None
    yours: bool
    version: int


class ComplaintRecord(ComplaintView):
    """A report with its history, the oldest event first. `questions` are for the author, the agency
    and the moderators; for everybody else there are none."""

    history: list[EventView]
    questions: list[QuestionView]


class ComplaintPage(Struct):
    """A page of a list; `next` is the cursor of the one that follows."""

    items: list[ComplaintView]
    next: str | None = None


class EventPage(Struct):
    items: list[EventView]


def view(complaint: Complaint, call: Call) -> ComplaintView:
    withheld = complaints.is_withheld(complaint, of=call.actor)
    return ComplaintView(
        reference=complaint.reference,
        topic=complaint.topic,
        text=complaint.text,
        lat=None if withheld else float(complaint.lat),
        lon=None if withheld else float(complaint.lon),
        address=complaint.address,
        district=complaint.district,
        agency=complaint.agency,
        visibility=complaint.visibility,
        answers=dict(complaint.answers),
        photos=_photos(complaint.photos),
        state=complaint.state,
        filed_at=complaint.filed_at,
        published_at=complaint.published_at,
        due_on=complaint.due_on,
        overdue=complaints.is_overdue(complaint, at=call.at),
        scheduled_for=complaint.scheduled_for,
        promises=int(complaint.promises),
        question_until=complaints.question_until(complaint),
        supporters=int(complaint.supporters),
        answer=_answer(complaint),
        denials=int(complaint.denials),
        check_until=complaint.check_until,
        reopened=int(complaint.reopened),
        duplicate_of=complaint.duplicate_of,
        yours=call.actor.signed_in and complaint.author == call.actor.id,
        version=int(complaint.version or 0),
    )


def as_page(page: complaints.Page[Complaint], call: Call) -> ComplaintPage:
    return ComplaintPage([view(complaint, call) for complaint in page.items], page.cursor)


def record(call: Call, reference: str) -> ComplaintRecord:
    """A report as this person may read it."""
    complaint, history = complaints.read(reference, by=call.actor)
    shown = view(complaint, call)
    values = {name: getattr(shown, name) for name in shown.__struct_fields__}
    asked = complaints.questions(complaint, by=call.actor)
    return ComplaintRecord(
        **values,
        history=[event_view(event) for event in history],
        questions=[convert(question, QuestionView) for question in asked],
    )


def _answer(complaint: Complaint) -> AnswerView | None:
    if complaint.answered_at is None:
        return None
    return AnswerView(
        at=complaint.answered_at,
        note=complaint.answer_note or "",
        photos=_photos(complaint.answer_photos),
        verdict_until=complaint.verdict_until,
    )


def event_view(event: ComplaintEvent) -> EventView:
    facts = dict(event.facts or {})
    shown = facts.pop("photos", "")
    return EventView(
        kind=event.kind,
        at=event.at,
        was=event.was,
        became=event.became,
        role=event.role,
        reason=event.reason,
        note=event.public_note,
        photos=_photos(shown.split(",") if shown else []),
        facts=facts,
    )


def _photos(ids: list[str]) -> list[PhotoView]:
    return [PhotoView(*Urls.of(photo)) for photo in ids]
