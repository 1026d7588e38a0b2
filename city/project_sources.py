"""Projects of the demonstration city as they are written in projects.yaml."""

from datetime import datetime, timedelta
from typing import Literal

import msgspec
import yaml

from chalicelib.catalogue import Text
from chalicelib.domain.ideas import Phase, Plan, Promise, Rating, Type, Words
from chalicelib.domain.ideas.talk import Side
from city.sources import HOME

FILE = HOME / "projects.yaml"
DAY = timedelta(days=1)

How = Literal[
    "sent",
    "returned",
    "published",
    "merged",
    "not_selected",
    "not_accepted",
    "dropped",
    "implemented",
]


class PhaseSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: Type
    opens: int
    closes: int
    rating: Rating | None = None

    def phase(self, name: str, today: datetime) -> Phase:
        opens, closes = (today + days * DAY for days in (self.opens, self.closes))
        return Phase(name, self.type, opens, closes, rating=self.rating)


class ChangeSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody else proposes; without a ``reason`` it is accepted."""

    solution: str
    why: str
    reason: str = ""


class ThenSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    solution: str


class TalkSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody says of an idea, and what its author answers."""

    said: str
    side: Side = Side.NEUTRAL
    answer: str = ""


class IdeaSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``scores`` are effect, cost, law and time, as one of three experts gives them; ``answer`` is
    what the agency says, ``works`` what it says when it begins, on its way and at the end."""

    title: str
    problem: str
    solution: str
    how: How
    benefits: str = ""
    tags: tuple[str, ...] = ()
    code: str = "unclear"
    reason: str = ""
    into: int = 0
    then: ThenSource | None = None
    change: ChangeSource | None = None
    talk: tuple[TalkSource, ...] = ()
    scores: tuple[int, int, int, int] = (3, 3, 3, 3)
    supports: int = 0
    why: str = ""
    answer: str = ""
    works: tuple[str, str, str] = ("", "", "")
    act: str = ""

    def words(self, solution: str = "") -> Words:
        said = solution or self.solution
        return Words(self.title, self.problem, said, self.benefits, tags=self.tags)


class ProjectSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A project; days are counted from that of filling."""

    code: str
    title: Text
    goal: Text
    agency: str
    area: str
    promise: Promise
    phases: tuple[PhaseSource, ...]
    ideas: tuple[IdeaSource, ...]
    people: int
    tags: tuple[str, ...] = ()
    ideas_each: int = 5
    closed: int | None = None

    def plan(self, today: datetime) -> Plan:
        named = enumerate(self.phases, start=1)
        return Plan(
            self.title,
            self.goal,
            self.agency,
            self.area,
            self.promise,
            tuple(phase.phase(f"p{number}", today) for number, phase in named),
            self.ideas_each,
            self.tags,
        )


def sources() -> tuple[ProjectSource, ...]:
    return msgspec.convert(yaml.safe_load(FILE.read_text("utf-8")), tuple[ProjectSource, ...])
