"""Keeping what was decided, all of it or nothing, however many decide at once."""

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.errors import Conflict
from chalicelib.models.base import CONDITION_FAILED, transaction
from chalicelib.models.event import Event

Fill = Callable[[TransactWrite], None]
Changed = TypeVar("Changed", bound=Model)
COLLIDED = {"TransactionConflict", "TransactionConflictException"}
TURNS = 4
PAUSES = (0.02, 0.06, 0.15, 0.3, 0.6)  # seconds; DynamoDB refuses who comes second, at once


def keep(fill: Fill, *, otherwise: str) -> None:
    """Commit a transaction; `Conflict` if a condition failed.

    Two transactions on one item at once are no failed condition: DynamoDB refuses the second, and
    it has to come again. After five times it is `Conflict` as well.
    """

    def commit() -> None:
        with transaction() as write:
            fill(write)

    keep_alone(commit, otherwise=otherwise)


def kept(fill: Fill) -> bool:
    """The same for who has nothing to do when somebody else was quicker: False then."""
    try:
        keep(fill, otherwise="somebody was quicker")
    except Conflict:
        return False
    return True


def keep_anew(decide: Callable[[], Fill], *, otherwise: str) -> None:
    """The same for what is decided on what was read: it is read and decided once more as long as
    somebody is quicker. `Conflict` if that happens four times."""
    for _ in range(TURNS):
        if kept(decide()):
            return
    raise Conflict(otherwise)


def both(one: Fill | None, other: Fill | None) -> Fill | None:
    """What both put into a transaction; None if neither has anything."""
    fills = [fill for fill in (one, other) if fill]

    def fill(write: TransactWrite) -> None:
        for each in fills:
            each(write)

    return fill if fills else None


def keep_changed(
    item: Changed,
    changes: Mapping[str, Any],
    event: Event,
    *,
    otherwise: str,
    only_if: Condition | None = None,
    also: Fill | None = None,
) -> Changed:
    """Keep an item as it is after the changes, with the event that tells of them, and what is
    ``also`` to be. `Conflict` if it was changed since it was read, or ``only_if`` does not hold."""

    def fill(write: TransactWrite) -> None:
        changing(write, item, changes, event, only_if=only_if)
        if also:
            also(write)

    keep(fill, otherwise=otherwise)
    for name, value in changes.items():  # a transaction's update does not touch the object
        setattr(item, name, value)
    return item


def changing(
    write: TransactWrite,
    item: Model,
    changes: Mapping[str, Any],
    event: Event,
    *,
    only_if: Condition | None = None,
) -> None:
    """Put into a transaction what changes of an item that has a version, with its event; it fails
    if the item was changed since it was read."""
    write.update(item, actions=setting(type(item), changes), condition=only_if)
    write.save(event, condition=type(event).part.does_not_exist())


def keep_alone(commit: Callable[[], object], *, otherwise: str) -> None:
    """The same for a single write. Of many at once each has its turn; it is refused, and comes
    again, only while a transaction has the item."""
    for pause in PAUSES:
        if _committed(commit, otherwise):
            return
        time.sleep(pause * (1 + secrets.randbelow(100) / 100))
    if not _committed(commit, otherwise):
        raise Conflict("many people are changing this at the moment: try again")


def _committed(commit: Callable[[], object], otherwise: str) -> bool:
    """False if another transaction on the same items was under way."""
    try:
        commit()
    except PynamoDBException as error:
        failed = _codes(error)
        if failed & CONDITION_FAILED:
            raise Conflict(otherwise) from error
        if not failed & COLLIDED:
            raise
        return False
    return True


def _codes(error: PynamoDBException) -> set[str | None]:
    if isinstance(error, TransactWriteError):
        return {reason.code for reason in error.cancellation_reasons if reason}
    return {error.cause_response_code}


def check_seen(seen: int | None, version: int | None, *, otherwise: str) -> None:
    """`Conflict` if it is another version by now than who acts has seen, if they say which."""
    if seen is not None and seen != version:
        raise Conflict(otherwise)


def setting(model: type[Model], changes: Mapping[str, Any]) -> list[Action]:
    """What an update does to make an item so; None takes an attribute away."""
    attributes = ((getattr(model, name), value) for name, value in changes.items())
    return [each.remove() if value is None else each.set(value) for each, value in attributes]
