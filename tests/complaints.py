"""Complaints that exist before a test begins, in the state it needs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain import complaints
from chalicelib.domain.complaints import Complaint, NewComplaint
from chalicelib.models.complaint import ComplaintEvent
from chalicelib.models.photo import LOOSE, Photo, PhotoState
from tests.factories import MONDAY, a_resident, an_officer

TUESDAY, WEDNESDAY = (MONDAY + timedelta(days=days) for days in (1, 2))
TOPIC = "yard-lamp"  # three working days, a photo is optional, one question has to be answered
CENTRE = catalogue.city().centre
DISTRICT = catalogue.district_at(CENTRE.lat, CENTRE.lon)
AGENCY = catalogue.responsible(catalogue.topic(TOPIC), DISTRICT)

ANNA = a_resident("anna")
BORIS = a_resident("boris")
MODERATOR = an_officer(f"moderator.{DISTRICT}", "moderator")
OFFICER = an_officer(f"agency.{AGENCY}", "officer")

# Published on Monday, the 2nd of March, due on Thursday, the 5th. Asked on Tuesday, the 3rd: an
# answer is waited for until Tuesday, the 10th; without one it goes on on the 11th.
QUESTION, SAID = "Which of the lamps is it?", "The one by the door."
UNTIL, LAPSES = date(2026, 3, 10), MONDAY.replace(day=11)


def a_form(**given: Any) -> NewComplaint:
    usual: dict[str, Any] = {
        "topic": TOPIC,
        "text": "The lamp is out.",
        "lat": CENTRE.lat,
        "lon": CENTRE.lon,
        "answers": {"how-many-lamps": "one"},
    }
    return NewComplaint(**usual | given)


def a_photo(owner: Actor = OFFICER, number: str = "photo", state: str = PhotoState.READY) -> str:
    Photo(number, owner=owner.id, state=state, uploaded_at=MONDAY, loose=LOOSE).save()
    return number


def filed(by: Actor = ANNA, at: datetime = MONDAY, **given: Any) -> Complaint:
    return complaints.file(a_form(**given), by=by, at=at)


def published(**given: Any) -> Complaint:
    at = MONDAY + timedelta(minutes=1)
    return complaints.publish(filed(**given).reference, by=MODERATOR, at=at)


def asked(at: datetime = TUESDAY, **given: Any) -> Complaint:
    """Published on Monday, and its author asked something: by default on Tuesday."""
    question = "Which of the lamps is it?"
    return complaints.ask(published(**given).reference, question=question, by=OFFICER, at=at)


def answered(at: datetime = MONDAY + timedelta(days=1), **given: Any) -> Complaint:
    reference = published(**given).reference
    return answer(reference, at=at)


def checked(joined: Sequence[Actor] = (), **given: Any) -> Complaint:
    """Denied twice, the second time on Wednesday: a public check is ordered."""
    reference = answered(**given).reference
    for person in joined:
        complaints.support(reference, by=person, at=TUESDAY)
    complaints.deny(reference, note="It is dark.", by=ANNA, at=TUESDAY + timedelta(hours=1))
    answer(reference, at=TUESDAY + timedelta(hours=2))
    return complaints.deny(reference, note="It is still dark.", by=ANNA, at=WEDNESDAY)


def answer(reference: str, at: datetime) -> Complaint:
    photo = a_photo(number=f"photo-{at:%m%d%H%M}-{reference}")
    return complaints.answer(
        reference, note="The lamp was replaced.", photos=[photo], by=OFFICER, at=at
    )


def ask(reference: str, at: datetime = TUESDAY, by: Actor = OFFICER, **given: Any) -> Complaint:
    return complaints.ask(reference, question=QUESTION, by=by, at=at, **given)


def reply(reference: str, at: datetime = WEDNESDAY, by: Actor = ANNA, **given: Any) -> Complaint:
    return complaints.answer_question(reference, answer=SAID, by=by, at=at, **given)


def told(reference: str) -> ComplaintEvent:
    """The newest of what happened."""
    return complaints.history(reference)[-1]
