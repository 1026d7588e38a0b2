"""What is kept from auditors: what was told in a complaint that not everybody may read. They see
what became of it and when, and none of the words («no free text PII», spec 00 §1)."""

from collections.abc import Sequence
from typing import Any

from chalicelib import catalogue
from chalicelib.actors import Actor
from chalicelib.domain.complaints import rules
from chalicelib.domain.complaints.keeping import relations
from chalicelib.domain.complaints.wording import REJECTIONS
from chalicelib.models.complaint import Complaint, ComplaintEvent


def blank(complaint: Complaint) -> dict[str, Any]:
    """What is left of all that is told in a complaint when nothing is: that it is of its
    district."""
    middle = catalogue.middle_of(complaint.district)
    return {
        "text": "",
        "lat": middle.lat,
        "lon": middle.lon,
        "address": None,
        "address_id": None,
        "answers": {},
        "photos": [],
        "answer_note": None,
        "answer_photos": [],
    }


def is_withheld(complaint: Complaint, *, of: Actor) -> bool:
    """Whether this person, who sees it, does not read what was told in it."""
    return not rules.reads(
        relations(complaint, of),
        published=complaint.published_at is not None,
        private=complaint.visibility == "private",
    )


def as_shown(complaint: Complaint, *, to: Actor) -> Complaint:
    """The same for whoever reads it; for others without what was told. Only to be shown: what is
    kept is another copy."""
    if is_withheld(complaint, of=to):
        for name, value in blank(complaint).items():
            setattr(complaint, name, value)
    return complaint


def history_as_shown(
    history: Sequence[ComplaintEvent], complaint: Complaint, *, to: Actor
) -> list[ComplaintEvent]:
    """The same of what happened: the kinds and the days, and the reasons that are codes."""
    if is_withheld(complaint, of=to):
        for event in history:
            event.public_note = event.private_note = None
            event.reason = event.reason if event.reason in REJECTIONS else None
            event.facts = {k: v for k, v in (event.facts or {}).items() if k != "photos"}
    return list(history)
