"""The opinion map as everybody sees it: groups of people who answer alike, what each of them holds,
and what all agree on. The worker draws it (`drawing`)."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import msgspec

from chalicelib.actors import Actor
from chalicelib.domain.ideas import projects
from chalicelib.domain.ideas.keeping import plan_of
from chalicelib.domain.ideas.plans import Plan
from chalicelib.models.base import together
from chalicelib.models.opinion_map import SHOWN, OpinionMap, map_of
from chalicelib.models.project import HEAD, Project

ENOUGH = 7  # statements that somebody has to have answered to be on the map; all, if they are fewer
LEAST = 10  # people, of whom a map is drawn: fewer would be known by their places
CONFIRMED = 4  # times that other answers give another number of groups, before it is shown


class Opinion(msgspec.Struct, frozen=True):
    """What people hold of a statement: whether they agree, how many of how many who answered."""

    statement: str
    text: str
    agree: bool
    n: int
    of: int


class Group(msgspec.Struct, frozen=True):
    """``x`` and ``y`` are its middle in the picture, whose sides are 0 to 1."""

    people: int
    x: float
    y: float
    typical: tuple[Opinion, ...]


class Bridge(msgspec.Struct, frozen=True):
    """A statement, and how likely it is that one of each group would agree with it."""

    statement: str
    text: str
    support: float


class Dot(msgspec.Struct, frozen=True):
    """How many people of a group lie at one place of the picture."""

    x: float
    y: float
    group: int
    people: int


class Map(msgspec.Struct, frozen=True):
    """``voters`` is how many answered anything, ``people`` how many of them are on the map."""

    voters: int
    people: int
    votes: int
    statements: int
    groups: tuple[Group, ...]
    shared: tuple[Opinion, ...]
    bridges: tuple[Bridge, ...]  # those that most groups agree with first
    dots: tuple[Dot, ...]


class Shown(NamedTuple):
    """A project with its map; None as long as too few have answered."""

    project: Project
    plan: Plan
    map: Map | None
    drawn_at: datetime | None


class Confirmations(msgspec.Struct, frozen=True):
    """How many groups are shown; how many the answers gave the last time, and how often so."""

    groups: int = 0
    candidate: int = 0
    times: int = 0

    def after(self, best: int) -> "Confirmations":
        """When answers give ``best`` groups: the number that is shown changes only when that was
        so four times one after the other; else a map would look another way every hour."""
        times = self.times + 1 if best == self.candidate else 1
        shown = best if not self.groups or times >= CONFIRMED else self.groups
        return Confirmations(shown, best, times)


def shown(project_id: str, *, by: Actor) -> Shown:
    """A project and its opinion map, in one round trip; `NotFound` if it is a draft of others."""
    project, drawn = together((Project, project_id, HEAD), (OpinionMap, map_of(project_id), SHOWN))
    seen = projects.visible(project, project_id, by)
    if drawn is None:
        return Shown(seen, plan_of(seen), None, None)
    return Shown(seen, plan_of(seen), content_of(drawn), drawn.drawn_at)


def content_of(drawn: OpinionMap) -> Map:
    return msgspec.convert(drawn.content, Map)


def needed(statements: int) -> int:
    """How many statements somebody has to have answered to be on the map."""
    return min(ENOUGH, statements)


def letters(groups: Sequence[Group]) -> list[str]:
    """What groups are called: A, B, …"""
    return [chr(ord("A") + number) for number in range(len(groups))]


def files_of(project: str) -> str:
    """Where the map's files are published, as a path of the portal."""
    return f"/data/projects/{project}/"
