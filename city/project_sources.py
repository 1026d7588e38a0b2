"""Projects of the demonstration city as editors write them: days are counted from that of
filling."""

from datetime import date, datetime, timedelta
from typing import Literal

import msgspec.yaml

from chalicelib.catalogue import Text
from chalicelib.domain.ideas import Phase, Plan, Promise, Rating, Score, Type, Why, Words
from chalicelib.domain.ideas.talk import Side
from city.sources import HOME

FOLDER = HOME / "projects"
DAY = timedelta(days=1)

How = Literal[
    "sent",
    "returned",
    "published",
    "merged",
    "in_review",
    "not_selected",
    "not_accepted",
    "dropped",
    "implemented",
]
Speaker = Literal["resident", "author", "agency", "facilitator"]


class PhaseSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    type: Type
    opens: int
    closes: int
    rating: Rating | None = None
    beside: bool = False

    def phase(self, name: str, today: datetime) -> Phase:
        opens, closes = (today + days * DAY for days in (self.opens, self.closes))
        return Phase(name, self.type, opens, closes, rating=self.rating, beside=self.beside)


class StatementSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A problem, and how each camp of people leans: ``+`` most agree, ``-`` most do not, ``~`` they
    are divided."""

    text: str
    camps: str


class CommentSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``helpful`` is how many find it so; ``asks``: it is a question to those who answer."""

    text: str
    side: Side = Side.NEUTRAL
    by: Speaker = "resident"
    asks: bool = False
    helpful: int = 0
    pinned: bool = False
    answers: tuple["CommentSource", ...] = ()


class ChangeSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody else proposes; without a ``reason`` it is accepted."""

    solution: str
    why: str
    reason: str = ""


class ThenSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    solution: str


class PromisedSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the agency says that it will do, until which day, and with how much money."""

    text: str
    until: int
    money: int = 0


class WorkSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was reached on a day; a photo shows the ``scene`` as it was then."""

    day: int
    text: str
    percent: int | None = None
    scene: str = ""
    mended: bool = True
    act: str = ""


class IdeaSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An idea, with all that is said of it and becomes of it.

    ``code`` is why a moderator returns it, ``why`` why it is refused or given up, ``reason`` is
    said with either, and with going ``into`` another idea; ``chosen`` is why it was selected.
    ``scene`` is on its photo; ``scores``
    are effect, cost, law and time by each expert, nothing of who has an interest in it; ``liked``
    is how often residents choose it, beside the others.
    """

    title: str
    problem: str
    solution: str
    how: How
    benefits: str = ""
    tags: tuple[str, ...] = ()
    scene: str = ""
    code: str = "unclear"
    why: Why | None = None
    reason: str = ""
    chosen: str = ""
    into: int = 0
    then: ThenSource | None = None
    change: ChangeSource | None = None
    comments: tuple[CommentSource, ...] = ()
    summary: str = ""
    scores: tuple[tuple[int, int, int, int] | None, ...] = ()
    liked: int = 1
    answer: PromisedSource | None = None
    planned: PromisedSource | None = None
    works: tuple[WorkSource, ...] = ()

    def words(self, solution: str = "") -> Words:
        said = solution or self.solution
        return Words(self.title, self.problem, said, self.benefits, tags=self.tags)

    @property
    def given(self) -> list[Score | None]:
        """What each expert thinks of it."""
        return [Score(*marks) if marks else None for marks in self.scores]


class ProjectSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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
    problems: tuple[StatementSource, ...] = ()
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
    files = sorted(FOLDER.glob("*.yaml"))
    return tuple(msgspec.yaml.decode(file.read_bytes(), type=ProjectSource) for file in files)


def date_of(today: datetime, days: int) -> date:
    return (today + days * DAY).date()
