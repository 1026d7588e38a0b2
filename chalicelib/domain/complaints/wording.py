"""What has to be said with an act: a reason, a note, a day, photos. No I/O, no clock."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Literal, get_args

from chalicelib import lengths
from chalicelib.domain.complaints.rules import wrong
from chalicelib.domain.draft_photos import MOST_PHOTOS
from chalicelib.messages import Message, say

Rejection = Literal[
    "off_topic",
    "duplicate_of",
    "personal_data",
    "abuse",
    "no_evidence",
    "not_city_competence",
    "incomplete",
    "illegal",
]
DUPLICATE: Rejection = "duplicate_of"
REJECTIONS: tuple[str, ...] = get_args(Rejection)  # as they are offered
LEAST_NOTE = 20  # characters of a reason; spec 00 §2
LONGEST_NOTE = 4000
LONGEST_TEXT = 4000
LONGEST_OPENING = 140


def check_denial(note: str, photos: Collection[str]) -> None:
    """A denial says or shows what is not done."""
    if not note.strip() and not photos:
        raise wrong(note=say("say what is not done, or show it in a photo"))


def about_rejection(code: str, note: str) -> dict[str, Message]:
    """It has a code of the closed list, and a reason the author can do something with."""
    known = {} if code in REJECTIONS else {"code": say("choose one of the reasons")}
    return known | about_note(note)


def check_note(note: str, *, least: int = LEAST_NOTE, field: str = "note") -> None:
    if fields := about_note(note, least=least, field=field):
        raise wrong(**fields)


def about_note(note: str, *, least: int = LEAST_NOTE, field: str = "note") -> dict[str, Message]:
    why = lengths.wrong(note, least=least, most=LONGEST_NOTE)
    return {field: why} if why else {}


def check_day(day: date, today: date, *, promised: date | None) -> None:
    """A promised day is a coming one, within a year, and not the one that is promised already: to
    promise it again would count as a promise that was moved."""
    if day == promised:
        raise wrong(on=say("this day is promised already: choose another one"))
    if not today <= day <= today + timedelta(days=366):
        raise wrong(on=say("choose a day within the coming year"))


def opening(text: str) -> str:
    """The first words, as many as a card has room for."""
    tidy = " ".join(text.split())
    if len(tidy) <= LONGEST_OPENING:
        return tidy
    return tidy[:LONGEST_OPENING].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + "…"


def about_text(text: str) -> dict[str, Message]:
    why = lengths.wrong(text, most=LONGEST_TEXT)
    return {"text": why} if why else {}


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
