"""What a comment may be: its words, its side, its place in a thread. No I/O."""

import re
from collections.abc import Iterator
from enum import StrEnum

import msgspec

from chalicelib import lengths
from chalicelib.messages import Message

DEEPEST = 4  # a comment, and three answers below each other (spec S4 §1)
LEAST, MOST = 2, 2000  # characters
MOST_EDITS = 20
MOST_PINNED = 3
LEAST_SUMMARY, MOST_SUMMARY = 20, 3000
HELPFUL = 5  # from so many people on, its author is credited
SIGN = 7  # letters by which people of one discussion are told apart; it had four hex digits once
MENTION = re.compile(rf"(?<!\w)@([0-9a-hjkmnp-tv-z]{{{SIGN}}}|[0-9a-f]{{4}})\b", re.IGNORECASE)
MOST_MENTIONED = 5
PATH = re.compile(r"[0-9a-f]{18}(\.[0-9a-f]{18}){0,3}")


class Side(StrEnum):
    FOR = "for"
    AGAINST = "against"
    NEUTRAL = "neutral"


class State(StrEnum):
    SHOWN = "shown"
    HIDDEN = "hidden"  # by a moderator, who said why
    DELETED = "deleted"  # by its author; it stays as a place while it has answers
    MOVED = "moved"  # to a thread of its own; a sign stays that says where it is


class Order(StrEnum):
    BEST = "best"
    RECENT = "recent"
    OLDER = "older"
    DISCUSSED = "discussed"


class Speaker(StrEnum):
    """As what somebody says something."""

    RESIDENT = "resident"
    AUTHOR = "author"  # of the idea
    FACILITATOR = "facilitator"
    AGENCY = "agency"


class Flaw(StrEnum):
    """For what a comment is reported to moderators."""

    ABUSE = "abuse"
    PERSONAL_DATA = "personal_data"
    ILLEGAL = "illegal"
    OFF_TOPIC = "off_topic"
    ADVERTISING = "advertising"


# Who answers for an idea: what they say is an answer to a question.
ANSWERING = frozenset({Speaker.AUTHOR, Speaker.FACILITATOR, Speaker.AGENCY})
OFFICIAL = frozenset({Speaker.FACILITATOR, Speaker.AGENCY})  # they need not have joined


class Said(msgspec.Struct, frozen=True):
    """``asks``: it is a question to those who answer for the idea."""

    text: str
    side: Side = Side.NEUTRAL
    asks: bool = False


def tidy(said: Said) -> Said:
    return msgspec.structs.replace(said, text=said.text.strip())


def wrong_with(said: Said) -> dict[str, Message]:
    return dict(_wrong("text", said.text, LEAST, MOST))


def wrong_with_summary(text: str) -> dict[str, Message]:
    return dict(_wrong("text", text, LEAST_SUMMARY, MOST_SUMMARY))


def mentioned(text: str) -> frozenset[str]:
    """The signs of those to whom a text speaks; of many only the first."""
    return frozenset(sign.upper() for sign in MENTION.findall(text)[:MOST_MENTIONED])


def is_path(written: str) -> bool:
    return PATH.fullmatch(written) is not None


def root_of(path: str) -> str:
    """The first comment of the thread."""
    return path.partition(".")[0]


def above(path: str) -> str:
    """What it answers; empty if it is the first of its thread."""
    return path.rpartition(".")[0]


def step_of(path: str) -> str:
    """Its own part of the path, which it keeps wherever it moves."""
    return path.rpartition(".")[2]


def depth(path: str) -> int:
    """From one, for the first comment of a thread, to four."""
    return path.count(".") + 1


def thread_of(idea: str, path: str) -> str:
    """Where a comment lies: the first ones of an idea together, so the answers of a thread."""
    root = root_of(path)
    return f"talk#{idea}" if root == path else f"talk#{idea}#{root}"


def _wrong(field: str, text: str, least: int, most: int) -> Iterator[tuple[str, Message]]:
    if why := lengths.wrong(text, least=least, most=most):
        yield field, why
