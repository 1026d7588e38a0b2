"""Keeping what was decided, all of it or nothing, however many decide at once."""

import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

from pynamodb.exceptions import PynamoDBException, TransactWriteError
from pynamodb.expressions.update import Action
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from chalicelib.errors import Conflict
from chalicelib.models.base import CONDITION_FAILED, transaction

Fill = Callable[[TransactWrite], None]
COLLIDED = {"TransactionConflict", "TransactionConflictException"}
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


def keep_alone(commit: Callable[[], object], *, otherwise: str) -> None:
    """The same for a single write. Of many at once each has its turn; it is refused, and comes
    again, only while a transaction has the item."""
    for pause in PAUSES:
        if _kept(commit, otherwise):
            return
        time.sleep(pause * (1 + secrets.randbelow(100) / 100))
    if not _kept(commit, otherwise):
        raise Conflict("many people are changing this at the moment: try again")


def _kept(commit: Callable[[], object], otherwise: str) -> bool:
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


def setting(model: type[Model], changes: Mapping[str, Any]) -> list[Action]:
    """What an update does to make an item so; None takes an attribute away."""
    attributes = ((getattr(model, name), value) for name, value in changes.items())
    return [each.remove() if value is None else each.set(value) for each, value in attributes]
