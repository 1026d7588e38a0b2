"""What people said to the statements of a project, read whole, for the worker that draws the map:
nobody else reads what everybody gave."""

import hashlib
from array import array
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.domain.ideas.keeping import plan_of
from chalicelib.domain.ideas.phases import Doing, Phase
from chalicelib.domain.ideas.problems.stating import stage_of
from chalicelib.domain.ideas.rating.sums import GONE
from chalicelib.models.base import together
from chalicelib.models.project import Project
from chalicelib.models.rating import GIVEN, Rating, place_of, whose
from chalicelib.models.statement import HEAD, Statement

HOUR = 3600  # seconds; nobody is told more exactly when somebody answered
AFTER = timedelta(days=1)  # the last answers of a phase come into a map as well
ASKING = frozenset({Doing.REACT, Doing.RATE})


class Given(NamedTuple):
    """The answers to one statement: whose, by their numbers; what; and in which hour since 1970."""

    who: "array[int]"
    what: "array[int]"
    hour: "array[int]"


class Answers(NamedTuple):
    """All answers in a project; ``given`` in the order of the statements."""

    statements: list[Statement]
    people: list[str]
    given: list[Given]

    def digest(self) -> str:
        """Another one as soon as anything is said otherwise."""
        said = hashlib.sha256("\0".join(self.people).encode())
        for statement, given in zip(self.statements, self.given, strict=True):
            said.update(f"\0{statement.id}\0{statement.text}".encode())
            said.update(given.who.tobytes() + given.what.tobytes())
        return said.hexdigest()


def asked(project: Project, *, at: datetime) -> bool:
    """Whether people are asked in it what they think of statements, or those who were rate its
    ideas; or did until yesterday."""
    phases = plan_of(project).phases
    grouped = any(Doing.REACT in phase.allowed for phase in phases)
    return grouped and any(_asks(phase, at) for phase in phases)


def answers(project: str) -> Answers:
    """What people said to the published statements, people and statements always in one order:
    a person by their number, a statement by when it was published."""
    statements = _statements(project)
    numbers: dict[str, int] = {}
    given = [_given(statement.id, numbers) for statement in statements]
    people = sorted(numbers)
    place = {numbers[person]: row for row, person in enumerate(people)}
    return Answers(statements, people, [_in_order(each, place) for each in given])


def given_to(entity: str, phase: str = "") -> Iterator[tuple[str, int, datetime]]:
    """Who gave what to one thing, and when; in one phase, or in all."""
    within = place_of(phase, "") if phase else GIVEN
    for rating in Rating.query(entity, Rating.place.startswith(within)):
        _, person = whose(rating)
        if not person.startswith(GONE):  # who were forgotten answered, and are on no map
            yield person, int(rating.value), rating.at


def _asks(phase: Phase, at: datetime) -> bool:
    heard = not ASKING.isdisjoint(phase.allowed)
    return heard and (phase.runs(at) or phase.runs(at - AFTER))


def _statements(project: str) -> list[Statement]:
    published = Project.by_stage.query(stage_of(project))
    places = [(Statement, str(one.id), HEAD) for one in published]
    return [one for one in together(*places, consistent=True) if one]


def _given(statement: str, numbers: dict[str, int]) -> Given:
    """Of who answered in several phases the last answer counts."""
    last: dict[int, tuple[datetime, int]] = {}
    for person, value, moment in given_to(statement):
        number = numbers.setdefault(person, len(numbers))
        if number not in last or last[number][0] <= moment:
            last[number] = moment, value
    given = Given(array("i"), array("b"), array("i"))
    for number, (moment, value) in last.items():
        given.who.append(number)
        given.what.append(value)
        given.hour.append(int(moment.timestamp()) // HOUR)
    return given


def _in_order(given: Given, place: dict[int, int]) -> Given:
    rows = [place[number] for number in given.who]
    order = sorted(range(len(rows)), key=rows.__getitem__)
    return Given(
        array("i", (rows[n] for n in order)),
        array("b", (given.what[n] for n in order)),
        array("i", (given.hour[n] for n in order)),
    )
