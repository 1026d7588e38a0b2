"""What follows from what was looked up for a dispute: computed, the same for everybody. Pure.

A finding is a fact with whom it speaks for. It decides nothing: an officer does, and says why.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

import msgspec

from chalicelib.domain.disputes.rules import Kind


class Finding(StrEnum):
    ON_ROLL = "on_roll"
    NOT_ON_ROLL = "not_on_roll"
    NO_LOCATOR = "no_locator"  # the ledger was not looked at
    IN_LOG = "in_log"
    WAITING = "waiting"
    NOT_IN_LOG = "not_in_log"
    PROMISE_KEPT = "promise_kept"
    PROMISE_DIFFERS = "promise_differs"
    PROMISE_PENDING = "promise_pending"
    PROMISE_BROKEN = "promise_broken"


class Side(StrEnum):
    PERSON = "person"  # it speaks for what the person says
    CITY = "city"  # it speaks against it
    NOBODY = "nobody"


class Promise(msgspec.Struct, frozen=True):
    """What the city signed when it took a vote."""

    h: str
    c: str
    include_by: datetime


class Facts(msgspec.Struct, frozen=True):
    """``roll_day`` is the day on which the person took part by the roll; ``index`` and ``logged``
    are the place in the log and the commitment that lies there."""

    roll_day: str | None = None
    h: str | None = None
    index: int | None = None
    logged: str | None = None
    waiting: bool = False
    promise: Promise | None = None


class Examination(msgspec.Struct, frozen=True):
    at: datetime
    findings: list[Finding]
    speaks_for: Side
    roll_day: str | None = None
    index: int | None = None
    include_by: datetime | None = None


F, K, P, C = Finding, Kind, Side.PERSON, Side.CITY

# For whom a finding speaks, by what the dispute is about; what is not here speaks for nobody. That
# somebody is on the roll does not say who voted, and a locator that leads nowhere may be mistyped.
SPEAKS: dict[tuple[Kind, Finding], Side] = {
    **{(kind, F.PROMISE_BROKEN): P for kind in Kind},
    **{(kind, F.PROMISE_DIFFERS): P for kind in Kind},
    (K.NOT_RECORDED, F.IN_LOG): C,
    (K.NOT_RECORDED, F.PROMISE_KEPT): C,
    (K.RECORDED_DIFFERENTLY, F.PROMISE_KEPT): C,
    (K.VOTED_WITHOUT_ME, F.NOT_ON_ROLL): C,
    (K.NOT_ELIGIBLE, F.ON_ROLL): C,
}


def examine(kind: Kind, facts: Facts, *, at: datetime) -> Examination:
    """What the facts say, and for whom: one broken promise outweighs all that speaks against."""
    found = list(_found(facts, at))
    sides = {SPEAKS.get((kind, finding), Side.NOBODY) for finding in found}
    return Examination(
        at=at,
        findings=found,
        speaks_for=next((side for side in (P, C) if side in sides), Side.NOBODY),
        roll_day=facts.roll_day,
        index=facts.index,
        include_by=facts.promise.include_by if facts.promise else None,
    )


def _found(facts: Facts, at: datetime) -> Iterator[Finding]:
    yield F.ON_ROLL if facts.roll_day else F.NOT_ON_ROLL
    yield _in_the_ledger(facts)
    if facts.promise:
        yield _of_the_promise(facts, facts.promise, at)


def _in_the_ledger(facts: Facts) -> Finding:
    if facts.h is None:
        return F.NO_LOCATOR
    if facts.index is not None:
        return F.IN_LOG
    return F.WAITING if facts.waiting else F.NOT_IN_LOG


def _of_the_promise(facts: Facts, promise: Promise, at: datetime) -> Finding:
    if facts.index is None:
        return F.PROMISE_BROKEN if at > promise.include_by else F.PROMISE_PENDING
    return F.PROMISE_KEPT if facts.logged == promise.c else F.PROMISE_DIFFERS
