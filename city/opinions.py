"""Problems that residents of the demonstration city name, and what others think of them."""

from random import Random

from chalicelib.actors import Actor
from chalicelib.domain.ideas import Type, drawing, problems
from chalicelib.domain.ideas.problems import Statement
from city.project_sources import DAY, StatementSource
from city.project_telling import Telling

SILENT, STRAY = 0.1, 0.18  # how often somebody says nothing, or not what their camp thinks
STATED = 0.4  # of the phase, until all problems are named
SIDES = {"+": 1, "-": -1}


def ask(telling: Telling) -> None:
    """Let people name problems and say what they think of them, and draw the map of that."""
    if not telling.source.problems:
        return
    stated = [_stated(telling, number) for number in range(len(telling.source.problems))]
    telling.everybody(lambda person, lot: _answer(telling, stated, person, lot))
    drawing.draw(telling.project.id, at=telling.now)


def _stated(telling: Telling, number: int) -> Statement:
    """Read by a moderator some hours later."""
    source, by = telling.source.problems[number], telling.resident(number * 5 + 2)
    at = telling.moment(Type.PROBLEMS, STATED * (number + 1) / len(telling.source.problems))
    project = telling.project
    made = problems.state(project.id, source.text, by=by, at=at - DAY / 6, project=project)
    return problems.publish(made.id, by=telling.cast.moderator, at=at)


def _answer(telling: Telling, stated: list[Statement], person: Actor, lot: Random) -> None:
    """Of all statements but their own, as the camp leans in which they are by their number."""
    at = telling.moment(Type.PROBLEMS, lot.uniform(STATED + 0.02, 0.98))
    number = telling.people.index(person)
    for source, statement in zip(telling.source.problems, stated, strict=True):
        said = _opinion(source, number, lot)
        if said is not None and statement.person != person.id:
            problems.vote(statement.id, said, by=person, at=at, statement=statement)


def _opinion(source: StatementSource, number: int, lot: Random) -> int | None:
    if lot.random() < SILENT:
        return None
    side = SIDES.get(source.camps[number % len(source.camps)])
    return lot.choice((1, 0, -1)) if side is None or lot.random() < STRAY else side
