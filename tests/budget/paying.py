"""A visit to a page: who comes when to which address, and what it asks of DynamoDB."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

import pytest

from chalicelib import clock
from chalicelib.actors import Actor
from tests.gateway import Answer
from tests.reporting import signed_in
from tests.roundtrips import counted

ROUND_TRIPS = {
    "BatchGetItem",
    "BatchWriteItem",
    "DeleteItem",
    "GetItem",
    "PutItem",
    "Query",
    "Scan",
    "TransactGetItems",
    "TransactWriteItems",
    "UpdateItem",
}


class Visit(NamedTuple):
    """``by`` has signed in: the session is one of the round trips."""

    by: Actor
    at: datetime
    address: str
    form: dict[str, Any] | None = None  # of a POST
    before: Callable[..., dict[str, Any]] | None = None  # gives fields by the page that was open


def pay(prepare: Callable[[], Visit]) -> tuple[Answer, list[str]]:
    """The answer, and the requests to DynamoDB that it took."""
    visit = prepare()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: visit.at)
        browser = signed_in(visit.by)
        fields = visit.before(browser) if visit.before else {}
        with counted() as calls:
            if visit.form is None:
                answer = browser.get(visit.address)
            else:
                answer = browser.submit(visit.address, **visit.form | fields)
    return answer, [call for call in calls if call in ROUND_TRIPS]
