"""Counting signatures: what lists tell, and the moment in which they are enough."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import collecting, workdays
from chalicelib.actors import SYSTEM
from chalicelib.domain.initiatives import keeping
from chalicelib.domain.initiatives.rules import Act, State
from chalicelib.domain.keeping import Fill
from chalicelib.errors import Conflict
from chalicelib.models.base import Item, conflicts, together
from chalicelib.models.initiative import (
    HEAD,
    PERSON,
    SIGNED,
    Initiative,
    Signature,
    Signed,
    Tally,
    shards,
)


def count(initiative_id: str, *, at: datetime) -> int:
    """How many have signed. If they are enough, the agency has to answer from now on: found once,
    however many workers count. Being told twice changes nothing."""
    head: Item = (Initiative, initiative_id, HEAD)
    initiative, *found = together(head, *places(initiative_id), consistent=True)
    people = summed(found)
    if initiative is None or initiative.state != State.COLLECTING:
        return people
    if people >= int(initiative.needed):
        _reached(initiative, found, at=at)
    else:
        _tell(initiative_id, people, at)
    return people


def end(initiative: Initiative, *, at: datetime) -> None:
    """The time for signing is over: either enough people have, or too few."""
    found = together(*places(initiative.id), consistent=True)
    if summed(found) >= int(initiative.needed):
        _reached(initiative, found, at=at)
    else:
        _lapsed(initiative, found, at=at)


def _reached(initiative: Initiative, seen: Sequence[Signed | None], *, at: datetime) -> None:
    """Close the shards, with what follows from what they hold; `Conflict` if somebody withdraws in
    this moment, or another worker was first."""
    due_on = workdays.day_of(at) + timedelta(days=collecting.terms().answer_days)
    changes = {
        "reached_at": at,
        "due_on": due_on,
        "next_alarm_on": workdays.day_after(due_on),
        "queue": f"{keeping.TO_ANSWER}{initiative.agency}",
        "queued_at": at,
        **keeping.listed(State.REACHED, at),
    }
    facts = {**keeping.titled(initiative), "due_on": due_on.isoformat()}
    also = _closing(initiative.id, seen, enough=True, at=at)
    keeping.moved(initiative, Act.REACH, changes, by=SYSTEM, at=at, facts=facts, also=also)


def _lapsed(initiative: Initiative, seen: Sequence[Signed | None], *, at: datetime) -> None:
    """`Conflict` if somebody who was in time signs in this moment: then it is counted anew."""
    changes = {"next_alarm_on": None, **keeping.listed(State.NOT_REACHED, at)}
    facts = {
        **keeping.titled(initiative),
        "people": str(summed(seen)),
        "needed": str(initiative.needed),
    }
    also = _closing(initiative.id, seen, enough=False, at=at)
    keeping.moved(initiative, Act.LAPSE, changes, by=SYSTEM, at=at, facts=facts, also=also)


def signers(initiative_id: str) -> Iterator[str]:
    """Everybody who has signed. They may be many thousands: they are read as they are asked for."""
    for shard in shards(initiative_id):
        for one in Signature.query(shard, Signature.person.startswith(PERSON)):
            yield one.person.removeprefix(PERSON)


def places(initiative_id: str) -> list[Item]:
    return [(Signed, shard, SIGNED) for shard in shards(initiative_id)]


def summed(found: Sequence[Signed | None]) -> int:
    return sum(int(one.people) for one in found if one)


def _closing(
    initiative_id: str, seen: Sequence[Signed | None], *, enough: bool, at: datetime
) -> Fill:
    """Put into a transaction that nobody signs or withdraws any more; it fails if any shard holds
    less, or when they are not enough more, than was seen."""

    def fill(write: TransactWrite) -> None:
        for shard, one in zip(shards(initiative_id), seen, strict=True):
            still = _still(int(one.people) if one else 0, enough=enough)
            actions: list[Action] = [Signed.closed.set(True), Signed.people.add(0)]  # a whole item
            write.update(Signed(shard), actions=actions, condition=still)
        write.save(Tally(initiative_id, people=summed(seen), counted_at=at))

    return fill


def _still(people: int, *, enough: bool) -> Condition:
    held = Signed.people >= people if enough else Signed.people <= people
    return held | Signed.people.does_not_exist() if people == 0 else held


def _tell(initiative_id: str, people: int, at: datetime) -> None:
    """For lists; of two who count at once the one who began later is right."""
    earlier = Tally.initiative.does_not_exist() | (Tally.counted_at < at)
    with suppress(Conflict), conflicts("somebody has counted later"):
        Tally(initiative_id, people=people, counted_at=at).save(condition=earlier)
