"""What it costs to look at a ballot, to vote in it, and to find one's vote in the log."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from bench import city
from bench.asking import Operation, answered, leave_to_us
from chalicelib import clock
from chalicelib.actors import Actor
from chalicelib.domain.ballots import codes
from chalicelib.domain.ballots.tally import QUEUE
from chalicelib.domain.ballots.tally import tally as count
from chalicelib.models.vote import shards
from tests.ballots import YES, a_voter
from tests.gateway import Browser
from tests.journeys.ballots import an_open_ballot
from tests.votes import a_vote

OPEN = 12  # ballots at once: what the city asks in a busy week
COUNTED = 600  # votes in the log in which one is looked for


def operations() -> list[Operation]:
    """The order is that of a vote."""
    return [
        Operation("ballots.list_page", visiting("/ballots"), 3, 90),
        Operation("ballots.page", visiting("/ballots/{}"), 3, 60),
        Operation("ballots.form", visiting("/ballots/{}/vote"), 3, 60),
        Operation("ballots.cast", casting, 2, 25),
        Operation("ballots.cast_page", casting_by_page, 3, 60),
        Operation("ballots.check", checking, 2, 25),
    ]


def visiting(address: str) -> Callable[[], Callable[[], Any]]:
    def ready() -> Callable[[], Any]:
        browser = city.in_a_browser(somebody())
        return lambda: answered(browser.get(address.format(asked()[0])))

    return ready


def casting() -> Callable[[], Any]:
    program, vote = Browser.of(somebody()), {"answers": YES, "code": uuid4().hex}
    return lambda: answered(program.send("POST", f"/api/v1/ballots/{asked()[0]}/votes", vote))


def casting_by_page() -> Callable[[], Any]:
    browser, code = city.in_a_browser(somebody()), uuid4().hex
    form = {"answers.q1": "yes", "code": code, "made": "browser"}
    return lambda: answered(browser.submit(f"/ballots/{asked()[0]}/vote", **form))


def checking() -> Callable[[], Any]:
    """Everybody may look; what is found comes with its proof."""
    ballot, h = counted()
    return lambda: answered(Browser().get(f"/api/v1/ballots/{ballot}/check?h={h}"))


def somebody() -> Actor:
    """A resident of the city whose residence and age are verified."""
    return a_voter(uuid4().hex)


@functools.cache
def asked() -> list[str]:
    return [str(an_open_ballot().id) for _ in range(OPEN)]


@functools.cache
def counted() -> tuple[str, str]:
    """A ballot whose votes are in its log, and the locator of one of them."""
    leave_to_us(QUEUE)
    ballot = an_open_ballot()
    votes = [a_vote(ballot, number) for number in range(COUNTED)]
    with type(votes[0]).batch_write() as batch:
        for vote in votes:
            batch.save(vote)
    count(ballot.id, shards(ballot.id), at=clock.now(), in_time=lambda: True)
    assert codes.locator(ballot.id, f"{COUNTED // 2:032x}") == votes[COUNTED // 2].locator
    return str(ballot.id), votes[COUNTED // 2].locator
