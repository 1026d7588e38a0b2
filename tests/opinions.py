"""Statements that people have answered before a test begins, and the map that is drawn of them."""

from datetime import datetime, timedelta

import msgspec

from chalicelib.domain.ideas import Phase, Project, Type
from chalicelib.domain.ideas.opinions import Bridge, Dot, Group, Map, Opinion
from chalicelib.models.opinion_map import OpinionMap, map_of
from chalicelib.models.rating import Rating
from chalicelib.models.statement import Statement
from tests.factories import MONDAY
from tests.ideas import DAY, opened

ASKED = MONDAY + 2 * DAY
# What two camps of people say to eight statements: they part in six, and meet in two.
CAMPS = ((1, 1, 1, -1, -1, -1, 1, -1), (-1, -1, -1, 1, 1, 1, 1, -1))


def asking(at: datetime = MONDAY) -> Project:
    """A project in which people are asked what they think for a week from tomorrow on."""
    phase = Phase("p1", Type.PROBLEMS, at + DAY, at + 8 * DAY)
    return opened(at, phases=(phase,))


def stated(project: Project, number: int, at: datetime = ASKED) -> str:
    since = at + timedelta(minutes=number)
    made = Statement(
        f"S-{number:010x}",
        project=project.id,
        area=project.plan["area"],
        person=f"author-{number}",
        state="published",
        text=f"Statement number {number}",
        at=since,
        published_at=since,
        stage=f"statements#{project.id}",
        since=since,
    )
    made.save()
    return str(made.id)


def said(statement: str, person: str, value: int, at: datetime = ASKED) -> None:
    place = f"given#p1#{person}"
    Rating(statement, place, rater=f"{person}#project", value=value, at=at).save()


def two_camps(project: Project, sizes: tuple[int, int] = (8, 6), at: datetime = ASKED) -> list[str]:
    """The members of both camps have answered; each of them left one out."""
    statements = [stated(project, n, at) for n in range(len(CAMPS[0]))]
    for camp, (answers, size) in enumerate(zip(CAMPS, sizes, strict=True)):
        for n in range(size):
            for number, value in enumerate(answers):
                if number != n:
                    said(statements[number], f"person-{camp}-{n}", value, at)
    return statements


def a_map(at: datetime = MONDAY) -> str:
    """A project of which a map has been drawn."""
    project = asking(at)
    mapped(project, Opinion("S-1", "There should be benches", True, 7, 7), at=at)
    return str(project.id)


def mapped(project: Project, *shared: Opinion, at: datetime = MONDAY) -> None:
    """The map of two groups, who agree on this."""
    one = shared[0]
    groups = tuple(Group(people, x, 0.5, (one,)) for people, x in ((8, 0.2), (6, 0.8)))
    dots = (Dot(0.2, 0.5, 0, 8), Dot(0.8, 0.5, 1, 6))
    made = Map(14, 14, 98, 8, groups, shared, (Bridge(one.statement, one.text, 0.8),), dots)
    content = msgspec.to_builtins(made)
    OpinionMap(map_of(project.id), content=content, drawn_at=at).save()
