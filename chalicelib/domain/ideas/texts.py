"""What an idea says, what is wrong with it, and the number by which a change is seen. No I/O."""

import hashlib
from collections.abc import Collection, Iterable, Iterator

import msgspec

from chalicelib import catalogue, lengths
from chalicelib.catalogue import Point
from chalicelib.messages import Message, say

Wrong = Iterator[tuple[str, Message]]
TITLE, TEXT = 150, 3000  # characters (spec S4 §1)
LEAST_TITLE, LEAST_TEXT = 5, 20
ADDRESS, TAG = 200, 30
MOST_TAGS, MOST_PHOTOS = 5, 5


class Words(msgspec.Struct, frozen=True, omit_defaults=True):
    """An idea as its author wrote it, in whichever language; a draft may lack anything."""

    title: str = ""
    problem: str = ""
    solution: str = ""
    benefits: str = ""
    place: Point | None = None
    address: str = ""
    tags: tuple[str, ...] = ()


def tidy(words: Words) -> Words:
    """Without spaces round it, each tag once and in small letters."""
    return msgspec.structs.replace(
        words,
        title=" ".join(words.title.split()),
        problem=words.problem.strip(),
        solution=words.solution.strip(),
        benefits=words.benefits.strip(),
        address=" ".join(words.address.split()),
        tags=tidy_tags(words.tags),
    )


def tidy_tags(tags: Iterable[str]) -> tuple[str, ...]:
    tidied = dict.fromkeys(" ".join(tag.lower().split()) for tag in tags)
    return tuple(tag for tag in tidied if tag)


def fingerprint(words: Words) -> str:
    """The SHA-256 of a version, over its canonical JSON (RFC 8785: our keys are ASCII, and the
    coordinates of a place the only numbers): 64 hex digits."""
    return hashlib.sha256(msgspec.json.encode(words, order="sorted")).hexdigest()


def too_long(words: Words) -> dict[str, Message]:
    """What cannot even be kept as a draft, by field."""
    return dict(_too_long(words))


def wrong_with(words: Words, *, of_project: Collection[str] = ()) -> dict[str, Message]:
    """Everything that has to be put right before it can be sent, by field. Where a project names
    its tags, no others are taken."""
    found = {**dict(_too_short(words)), **dict(_too_long(words))}
    if of_project and not set(words.tags) <= set(of_project):
        found.setdefault("tags", say("choose among the tags of the project"))
    return found


def _too_short(words: Words) -> Wrong:
    least = {"title": LEAST_TITLE, "problem": LEAST_TEXT, "solution": LEAST_TEXT}
    for field, characters in least.items():
        if why := lengths.wrong(getattr(words, field), least=characters):
            yield field, why


def _too_long(words: Words) -> Wrong:
    most = {"title": TITLE, "problem": TEXT, "solution": TEXT, "benefits": TEXT, "address": ADDRESS}
    for field, characters in most.items():
        if why := lengths.wrong(getattr(words, field), most=characters):
            yield field, why
    if len(words.tags) > MOST_TAGS or any(len(tag) > TAG for tag in words.tags):
        yield (
            "tags",
            say("at most %(most)s tags of at most %(long)s characters", most=MOST_TAGS, long=TAG),
        )
    if words.place and not _in_city(words.place):
        yield "place", say("this place is not in the city")


def _in_city(place: Point) -> bool:
    box = catalogue.city().bbox
    return box.south <= place.lat <= box.north and box.west <= place.lon <= box.east
