"""What residents are asked: the ballot as it is frozen, hashed and published."""

import hashlib
from datetime import datetime
from enum import StrEnum
from typing import Literal

import msgspec

from chalicelib.catalogue import Text

# Of each question that was asked the ids of the options chosen; [] is abstaining.
Answers = dict[str, list[str]]


class Type(StrEnum):
    """How a question is answered, and so how answers are counted."""

    SINGLE = "single"
    MULTI = "multi"
    YES_NO = "yes_no"
    RATING = "rating"
    RANK = "rank"
    BUDGET = "budget"
    TEXT = "text"  # in words of their own: only whether, and of how many, is counted


class Option(msgspec.Struct, frozen=True, omit_defaults=True):
    """``cost`` is what a project of a participatory budget takes, in whole euro."""

    id: str
    text: Text
    cost: int = 0


class Condition(msgspec.Struct, frozen=True):
    """Only those are asked who chose one of these options of an earlier question."""

    question: str
    options: tuple[str, ...]


class Question(msgspec.Struct, frozen=True, omit_defaults=True):
    """``most`` and ``least`` bound how many options are chosen or ranked; ``budget`` bounds the sum
    of their costs. Without ``abstain`` the question has to be answered. ``only_if`` says of whom
    it is asked; where everybody is, it is not written, so that older digests stay what they are."""

    id: str
    text: Text
    type: Type
    options: tuple[Option, ...]
    least: int = 1
    most: int = 1
    budget: int = 0
    abstain: bool = True
    only_if: Condition | None = None

    def option(self, option_id: str) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)


class Audience(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who may vote: who lives in any of these areas, from the city down to a house, and is old
    enough. A courtyard is written as its houses, so that it is frozen with the rest."""

    areas: tuple[str, ...]
    min_age: int = 14
    title: Text | None = None  # of a courtyard, which has no name of its own


class Material(msgspec.Struct, frozen=True):
    title: Text
    url: str


Visibility = Literal["live", "turnout_only", "after_my_vote", "after_close"]


class Definition(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything that is frozen when a ballot is scheduled. Times are UTC, exact to the second."""

    id: str
    title: Text
    why: Text
    questions: tuple[Question, ...]
    audience: Audience
    opens_at: datetime
    closes_at: datetime
    agency: str  # which has to resolve within 30 days after closing
    promise: Text  # what the city will do with the result
    kind: Literal["referendum", "poll", "local", "budget", "rating"] = "poll"
    min_level: Literal[1, 2] = 2
    quorum: int = 0  # votes below which the result is advice only
    visibility: Visibility = "live"
    order: Literal["fixed", "random"] = "fixed"
    points: int = 20
    materials: tuple[Material, ...] = ()
    contact: str = ""


def canonical(value: object) -> bytes:
    """JSON by RFC 8785, as far as ours goes: our keys are ASCII, our numbers whole, so that sorted
    keys without white space are what JCS asks for. Texts are UTF-8, not escaped."""
    return msgspec.json.encode(value, order="sorted")


def wording(definition: Definition) -> str:
    """The SHA-256 by which anybody sees that the question was not changed: 64 hex digits."""
    return hashlib.sha256(canonical(definition)).hexdigest()
