"""Keeping what was decided, all of it or nothing, however many decide at once."""

import secrets
import time
from collections.abc import Callable

from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from chalicelib.errors import Conflict
from chalicelib.models.base import CONDITION_FAILED, transaction

Fill = Callable[[TransactWrite], None]
COLLIDED = "TransactionConflict"
PAUSES = (0.02, 0.06, 0.15, 0.3, 0.6)  # seconds; DynamoDB refuses who comes second, at once


def keep(fill: Fill, *, otherwise: str) -> None:
    """Commit a transaction; `Conflict` if a condition failed.

    Two transactions on one item at once are no failed condition: DynamoDB refuses the second, and
    it has to come again. After five times it is `Conflict` as well.
    """
    for pause in PAUSES:
        if _kept(fill, otherwise):
            return
        time.sleep(pause * (1 + secrets.randbelow(100) / 100))
    if not _kept(fill, otherwise):
        raise Conflict("many people are changing this at the moment: try again")


def _kept(fill: Fill, otherwise: str) -> bool:
    """False if another transaction on the same items was under way."""
    try:
        with transaction() as write:
            fill(write)
    except TransactWriteError as error:
        failed = {reason.code for reason in error.cancellation_reasons if reason}
        if failed & CONDITION_FAILED:
            raise Conflict(otherwise) from error
        if COLLIDED not in failed:
            raise
        return False
    return True
