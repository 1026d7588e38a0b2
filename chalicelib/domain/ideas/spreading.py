"""Telling who supported an idea what becomes of it: they are many, so they are read page by page,
and each page lays the next one into the queue."""

from datetime import datetime
from typing import NamedTuple

import msgspec

from chalicelib.domain.ideas import rules
from chalicelib.domain.ideas.alarms import QUEUE
from chalicelib.domain.ideas.rules import Act
from chalicelib.models.rating import GIVEN, Rating
from chalicelib.outbound import queues

PAGE = 500  # people of one message: some fifty messages to the letters' queue, in a second or two
ACTS = (
    Act.MERGE,
    Act.SELECT,
    Act.NOT_SELECT,
    Act.ACCEPT,
    Act.NOT_ACCEPT,
    Act.PLAN,
    Act.BEGIN,
    Act.FINISH,
    Act.DROP,
)
HEARD = frozenset({*(f"idea.{rules.EVENTS[act]}" for act in ACTS), "idea.milestone"})


class Spread(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to an idea, to be told to who supported it, from a place in their list on."""

    id: str
    entity: str
    kind: str
    at: datetime
    facts: dict[str, str] = {}
    correlation: str | None = None
    after: str = ""


class Supporters(NamedTuple):
    """A page of them, and the place after which the next page begins."""

    people: list[str]
    last: str


def supporters(idea_id: str, *, after: str = "") -> Supporters:
    """Whoever rated an idea above nought, in whichever phase; one read, told twice is told once."""
    found = Rating.query(
        idea_id,
        Rating.place.startswith(GIVEN),
        limit=PAGE,
        page_size=PAGE,
        last_evaluated_key={"entity": {"S": idea_id}, "part": {"S": after}} if after else None,
    )
    people = [one.rater.rpartition("#")[0] for one in found if one.rater and one.value > 0]
    key = found.last_evaluated_key
    return Supporters(list(dict.fromkeys(people)), key["part"]["S"] if key else "")


def go_on(spread: Spread, *, after: str) -> None:
    """Lay what is left of it into the queue; laid twice it tells nobody twice."""
    queues.send(QUEUE, [msgspec.structs.replace(spread, after=after)])
