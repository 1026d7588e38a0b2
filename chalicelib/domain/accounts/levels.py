"""Raising and lowering levels: what an officer has seen in a document counts, and what depends on
the level ends with the change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib import lengths, workdays
from chalicelib.actors import Actor
from chalicelib.domain.accounts import documents, keeping, rules
from chalicelib.domain.accounts.keeping import Closing, nothing_to_close
from chalicelib.domain.keeping import Fill, check_seen, keep
from chalicelib.errors import Conflict
from chalicelib.models.person import Person

CHANGED = "this record has changed since you opened it: look at it again"


@dataclass(frozen=True)
class Step:
    """From one level to another: which ``version`` of the record the officer had before their eyes,
    what was seen and is counted by house, what has to be so, and what becomes of the claim to the
    document."""

    version: int
    kind: str
    becomes: int
    seen: tuple[Any, ...]  # PynamoDB's update actions have no common type
    only_if: Condition
    reason: str
    claim: Fill


def raise_level(
    person: str,
    *,
    version: int,
    document: str,
    number: str,
    country: str | None = None,
    note: str,
    by: Actor,
    at: datetime,
    closing: Closing = nothing_to_close,
) -> None:
    """An operator has seen the person and a document: residence and date of birth are verified,
    which is L2. What ``closing`` closes is closed with it. `Conflict` if the record is not the
    ``version`` any more that they compared with the document, `Claimed` if the document with this
    number has verified another account."""
    rules.may_raise(by, person)
    claim = documents.claim_of(document, number, country)
    reason = f"{document}: {note.strip()}" if note.strip() else document
    told = Person.address.exists() & Person.born_on.exists()
    seen = (
        Person.verified_house.set(Person.address),
        Person.verified_on.set(workdays.day_of(at)),
        Person.claim.set(claim),
        Person.claimed_by.remove(),
    )

    def claiming(write: TransactWrite) -> None:
        documents.claiming(write, claim, person, at=at)

    step = Step(version, "raised", rules.VERIFIED, seen, told, reason, claiming)
    try:
        _take(step, person, was=rules.CONFIRMED, by=by, at=at, closing=closing)
    except Conflict:
        level = _to_be_raised(person, version)
        documents.check_free(claim, person, by=by, at=at)
        _take(step, person, was=level, by=by, at=at, closing=closing)


def lower_level(
    person: str,
    *,
    version: int,
    reason: str,
    by: Actor,
    at: datetime,
    until: datetime | None,
    closing: Closing = nothing_to_close,
) -> None:
    """The residence is not what was verified any more; the person may change it again. ``until``
    the last ballot is over in which they may have voted, their document verifies nobody else; then
    it may. `Conflict` if the record is not the ``version`` any more that the officer saw."""
    rules.may_raise(by, person)
    said = lengths.reason(reason)
    found = _to_be_lowered(person, version)
    claim = found.claim
    gone = (Person.verified_house.remove(), Person.verified_on.remove(), Person.claim.remove())

    def letting_go(write: TransactWrite) -> None:
        if claim:
            documents.letting_go(write, claim, person, until=until or at)

    seen = Person.id.exists()
    step = Step(version, "lowered", rules.CONFIRMED, gone, seen, said, letting_go)
    _take(step, person, was=int(found.level), by=by, at=at, closing=closing)


def _to_be_raised(person: str, version: int) -> int:
    """The level as it is; `Conflict` if it cannot be raised."""
    found = keeping.find(person)
    if found.level >= rules.VERIFIED:
        raise Conflict("this has been verified already")
    check_seen(version, found.version, otherwise=CHANGED)
    if not (found.address and found.born_on):
        raise Conflict("the person has to give a place of residence and a date of birth first")
    return int(found.level)


def _to_be_lowered(person: str, version: int) -> Person:
    """Who is as the officer saw them; `Conflict` else."""
    found = keeping.find(person, consistent=True)
    if found.level < rules.VERIFIED:
        raise Conflict("this has not been verified")
    check_seen(version, found.version, otherwise=CHANGED)
    return found


def _take(step: Step, person: str, *, was: int, by: Actor, at: datetime, closing: Closing) -> None:
    """That the level ``was`` this, and the record the one that was seen, are conditions of the
    change."""
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
        step.claim(write)
        close(write)

    keep(fill, otherwise=CHANGED)
