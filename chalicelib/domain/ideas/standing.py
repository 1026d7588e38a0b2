"""What people are credited with for what came of their work, and who wishes to be seen among the
leaders. Nothing is given for how much somebody writes.

The formula is published with its version; a credit says by which version it was given, and is not
given anew when the formula changes.
"""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import lengths
from chalicelib.actors import Actor, Role
from chalicelib.domain.ideas import keeping, rules
from chalicelib.domain.keeping import kept
from chalicelib.errors import Conflict, Forbidden, Invalid, NotFound
from chalicelib.models.base import together
from chalicelib.models.event import new_part
from chalicelib.models.idea import own
from chalicelib.models.standing import (
    CREDITS,
    HISTORY,
    LEADERS,
    STANDING,
    Credit,
    Leader,
    LeadersEvent,
    Standing,
)

# By the version of the formula; the last one holds.
FORMULAS: dict[int, dict[str, int]] = {
    1: {"selected": 50, "amended": 10, "helpful": 2},  # spec S4 §1
}
VERSION = max(FORMULAS)
MOST = 50  # leaders that are shown
LONGEST_NAME = 40
TRIES = 4
HIGHEST = 999_999


class Mine(NamedTuple):
    """What somebody is credited with, and as what they are seen, if they wish to be; ``refused`` is
    why a moderator has taken their name away."""

    points: int
    name: str | None
    credits: list[Credit]
    refused: str | None = None


def credit(people: Collection[str], what: str, of: str, *, at: datetime) -> None:
    """Credit these people with something, such as «selected» of an idea, each once for good."""
    for person in sorted(people):
        _credit(person, what, of, at=at)


def mine(person: str) -> Mine:
    """In two round trips."""
    credits = Credit.query(own(person), Credit.what.startswith(CREDITS), consistent_read=True)
    seen = _standing(person)
    return Mine(int(seen.points), seen.name, list(credits), seen.refused)


def leaders(*, limit: int = MOST) -> list[Leader]:
    """Who wishes to be seen, the most points first; one round trip."""
    return list(islice(Leader.query(LEADERS, limit=limit), limit))


def show(name: str, *, by: Actor) -> None:
    """Be seen among the leaders under a name of one's own choice, or with an empty one no more."""
    tidy = " ".join(name.split())
    if why := lengths.wrong(tidy, most=LONGEST_NAME):
        raise Invalid(fields={"name": why})
    for _ in range(TRIES):
        seen = _standing(by.id)
        if _kept(by.id, seen, points=int(seen.points), name=tidy or None, refused=None):
            return
    raise Conflict(keeping.MEANWHILE)


def id_of(leader: Leader) -> str:
    """By which one of them is told from the others; it leads to nobody."""
    return sha256(f"{LEADERS}\0{_whose(leader)}".encode()).hexdigest()[:16]


def take_name_away(leader: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Let a name stand among the leaders no more; whose it is reads why, and can choose another."""
    if not (by.is_(Role.MODERATOR) or by.is_(Role.ADMIN)):
        raise Forbidden("only a moderator can do this")
    why = rules.reason(reason)
    shown = next((one for one in leaders() if id_of(one) == leader), None)
    if shown is None:
        raise NotFound("nobody is seen under this name any more")
    person = _whose(shown)
    if person == by.id:
        raise Forbidden("you cannot do this with a name of your own")
    event = LeadersEvent(
        HISTORY,
        new_part(at),
        kind="standing.name_refused",
        at=at,
        actor=by.id,
        role=str(Role.MODERATOR),
        public_note=why,
        facts={"leader": leader},
    )
    seen = Standing(own(person), points=shown.points, name=shown.name)
    if not _kept(person, seen, points=int(seen.points), name=None, refused=why, event=event):
        raise Conflict(keeping.MEANWHILE)


def about(person: str) -> dict[str, Any]:
    """What is kept here of a person, for the person."""
    seen = mine(person)
    return {
        "points": seen.points,
        "name": seen.name,
        "name_refused": seen.refused,
        "for": [
            {"what": one.what.removeprefix(CREDITS), "points": int(one.points)}
            for one in seen.credits
        ],
    }


def forget(person: str) -> None:
    """Nobody is seen who has left, and nothing is credited to nobody."""
    seen = mine(person)
    if seen.name:
        Leader(LEADERS, _place(person, seen.points)).delete()
    for one in seen.credits:
        one.delete()
    Standing(own(person)).delete()


def _credit(person: str, what: str, of: str, *, at: datetime) -> None:
    points = FORMULAS[VERSION][what]
    new = Credit(own(person), f"{CREDITS}{what}#{of}", points=points, formula=VERSION, at=at)
    for _ in range(TRIES):
        seen = _standing(person)
        more = int(seen.points) + points
        if _kept(person, seen, points=more, name=seen.name, refused=seen.refused, credit=new):
            return
        if together((Credit, own(person), new.what), consistent=True) != [None]:
            return  # it was given before
    raise Conflict(keeping.MEANWHILE)


def _standing(person: str) -> Standing:
    (found,) = together((Standing, own(person), STANDING), consistent=True)
    return found or Standing(own(person), points=0)


def _kept(
    person: str,
    seen: Standing,
    *,
    points: int,
    name: str | None,
    refused: str | None,
    credit: Credit | None = None,
    event: LeadersEvent | None = None,
) -> bool:
    """The sum with what it is added up from, and the place among the leaders that follows from it;
    False if anything is otherwise than it was read."""
    same = Standing.points == int(seen.points)
    same &= Standing.name == seen.name if seen.name else Standing.name.does_not_exist()
    fresh = Standing.person.does_not_exist()

    def fill(write: TransactWrite) -> None:
        now = Standing(own(person), points=points, name=name, refused=refused)
        write.save(now, condition=same if (seen.name or seen.points) else same | fresh)
        if credit:
            write.save(credit, condition=Credit.what.does_not_exist())
        before, after = _place(person, int(seen.points)), _place(person, points)
        if seen.name and (before != after or not name):
            write.delete(Leader(LEADERS, before))
        if name:
            write.save(Leader(LEADERS, after, name=name, points=points))
        if event:
            write.save(event, condition=LeadersEvent.part.does_not_exist())

    return kept(fill)


def _whose(leader: Leader) -> str:
    return str(leader.place).partition("#")[2]


def _place(person: str, points: int) -> str:
    return f"{HIGHEST - points:06}#{person}"
