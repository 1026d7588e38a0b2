"""What has to be said with an act: a reason, a note, a day, photos. No I/O, no clock."""

from collections.abc import Collection
from datetime import date, timedelta

from chalicelib.domain.complaints.rules import wrong
from chalicelib.domain.draft_photos import MOST_PHOTOS
from chalicelib.messages import Message, say

REJECTIONS = frozenset(
    {
        "off_topic",
        "duplicate_of",
        "personal_data",
        "abuse",
        "no_evidence",
        "not_city_competence",
        "incomplete",
        "illegal",
    }
)
LEAST_NOTE = 20  # characters of a reason; spec 00 §2
LONGEST_NOTE = 4000
LONGEST_TEXT = 4000


def check_denial(note: str, photos: Collection[str]) -> None:
    """A denial says or shows what is not done."""
    if not note.strip() and not photos:
        raise wrong(note=say("say what is not done, or show it in a photo"))


def check_rejection(code: str, note: str) -> None:
    """`Invalid` without a code of the closed list and a reason the author can do something with."""
    fields = about_note(note)
    if code not in REJECTIONS:
        fields["code"] = say("choose one of the reasons")
    if fields:
        raise wrong(**fields)


def check_note(note: str, *, least: int = LEAST_NOTE, field: str = "note") -> None:
    if fields := about_note(note, least=least, field=field):
        raise wrong(**fields)


def about_note(note: str, *, least: int = LEAST_NOTE, field: str = "note") -> dict[str, Message]:
    if least and not note.strip():
        return {field: say("this field is missing")}
    if len(note.strip()) < least:
        return {field: say("this is too short: write at least %(least)s characters", least=least)}
    if len(note) > LONGEST_NOTE:
        return {field: too_long(note, LONGEST_NOTE)}
    return {}


def check_day(day: date, today: date) -> None:
    """A promised day is a coming one, within a year."""
    if not today <= day <= today + timedelta(days=366):
        raise wrong(on=say("choose a day within the coming year"))


def about_text(text: str) -> dict[str, Message]:
    return {"text": too_long(text, LONGEST_TEXT)} if len(text) > LONGEST_TEXT else {}


def too_long(text: str, most: int) -> Message:
    return say(
        "this is too long: at most %(most)s characters, you wrote %(written)s",
        most=most,
        written=len(text),
    )


def check_photos(given: Collection[str], *, needed: str = "") -> None:
    """Five photos at most; with a reason why one is ``needed``, at least one."""
    if fields := about_photos(given, needed=needed):
        raise wrong(**fields)


def about_photos(given: Collection[str], *, needed: str = "") -> dict[str, Message]:
    if needed and not given:
        return {"photos": say(needed)}
    if len(set(given)) > MOST_PHOTOS:
        return {"photos": say("at most %(most)s photos", most=MOST_PHOTOS)}
    return {}
