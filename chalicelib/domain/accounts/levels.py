"""Raising and lowering levels: what an officer has seen in a document counts, and what depends on
the level ends with the change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib import lengths, workdays
from chalicelib.actors import Actor
from chalicelib.domain.accounts import keeping, rules
from chalicelib.domain.accounts.keeping import Closing, nothing_to_close
from chalicelib.domain.keeping import check_seen, keep
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import say
from chalicelib.models.person import Person

CHANGED = "this record has changed since you opened it: look at it again"


@dataclass(frozen=True)
class Step:
    """From one level to another: which ``version`` of the record the officer had before their eyes,
    what was seen and is counted by house, and what has to be so."""

    version: int
    kind: str
    becomes: int
    seen: tuple[Any, ...]  # PynamoDB's update actions have no common type
    only_if: Condition
    reason: str


def raise_level(
    person: str,
    *,
    version: int,
    document: str,
    note: str,
    by: Actor,
    at: datetime,
    closing: Closing = nothing_to_close,
) -> None:
    """An operator has seen the person and a document: residence and date of birth are verified,
    which is L2. What ``closing`` closes is closed with it. `Conflict` if the record is not the
    ``version`` any more that they compared with the document."""
    rules.may_raise(by, person)
    if document not in rules.DOCUMENTS:
        raise Invalid("say what you have seen", {"document": say("choose one of the options")})
    reason = f"{document}: {note.strip()}" if note.strip() else document
    told = Person.address.exists() & Person.born_on.exists()
    seen = (
        Person.verified_house.set(Person.address),
        Person.verified_on.set(workdays.day_of(at)),
    )
    step = Step(version, "raised", rules.VERIFIED, seen, told, reason)
    try:
        _take(step, person, was=rules.CONFIRMED, by=by, at=at, closing=closing)
    except Conflict:
        level = _to_be_raised(person, version)
        _take(step, person, was=level, by=by, at=at, closing=closing)


def lower_level(
    person: str,
    *,
    version: int,
    reason: str,
    by: Actor,
    at: datetime,
    closing: Closing = nothing_to_close,
) -> None:
    """The residence is not what was verified any more; the person may change it again. `Conflict`
    if the record is not the ``version`` any more that the officer saw."""
    rules.may_raise(by, person)
    said = lengths.reason(reason)
    gone = (Person.verified_house.remove(), Person.verified_on.remove())
    step = Step(version, "lowered", rules.CONFIRMED, gone, Person.id.exists(), said)
    try:
        _take(step, person, was=rules.VERIFIED, by=by, at=at, closing=closing)
    except Conflict:
        level = _to_be_lowered(person, version)
        _take(step, person, was=level, by=by, at=at, closing=closing)


def _to_be_raised(person: str, version: int) -> int:
    """The level as it is; `Conflict` if it cannot be raised."""
    found = keeping.find(person)
    if found.level >= rules.VERIFIED:
        raise Conflict("this has been verified already")
    check_seen(version, found.version, otherwise=CHANGED)
    if not (found.address and found.born_on):
        raise Conflict("the person has to give a place of residence and a date of birth first")
    return int(found.level)


def _to_be_lowered(person: str, version: int) -> int:
    found = keeping.find(person)
    if found.level < rules.VERIFIED:
        raise Conflict("this has not been verified")
    check_seen(version, found.version, otherwise=CHANGED)
    return int(found.level)


def _take(step: Step, person: str, *, was: int, by: Actor, at: datetime, closing: Closing) -> None:
    """Nothing is read before: that the level ``was`` this, and the record the one that was seen,
    are conditions of the change."""
    event = keeping.event(
        person,
        step.kind,
        at=at,
        by=by,
        was=f"L{was}",
        became=f"L{step.becomes}",
        reason=step.reason,
        concerns=[person],
    )
    close = closing(person)

    def fill(write: TransactWrite) -> None:
        write.update(
            Person(person, version=step.version),  # as which it is a condition, and rises
            actions=[Person.level.set(step.becomes), *step.seen],
            condition=(Person.level == was) & step.only_if,
        )
        write.save(event)
        close(write)

    keep(fill, otherwise=CHANGED)
