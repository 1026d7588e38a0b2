"""Looking for one's own vote in the log, by what the code finds."""

from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.ballots import codes, log, usecases
from chalicelib.domain.ballots.definition import Definition
from chalicelib.domain.ballots.log import DIGEST, Found
from chalicelib.domain.ballots.rules import State
from chalicelib.errors import NotFound
from chalicelib.models.ballot import HEAD, Ballot
from chalicelib.models.base import together


def asked(ballot_id: str, *, by: Actor) -> Definition:
    """What was asked, for whoever may see it."""
    ballot: Ballot = usecases.shown(ballot_id, by=by)
    return usecases.definition_of(ballot)


def kit(ballot_id: str, *, by: Actor) -> str:
    """Where the audit kit lies; `NotFound` until all votes are counted and published."""
    if usecases.shown(ballot_id, by=by).state != State.PUBLISHED:
        raise NotFound("the audit kit is published when all votes are counted")
    return f"/data/ballots/{ballot_id}/audit.zip"


def locator(ballot_id: str, typed: str) -> str:
    """h of a code that somebody typed, or h itself; `Invalid` if it is neither."""
    tidy = typed.strip().lower()
    return tidy if is_locator(tidy) else codes.locator(ballot_id, codes.read(typed))


def is_locator(typed: str) -> bool:
    return bool(DIGEST.fullmatch(typed.strip().lower()))


class Looked(NamedTuple):
    """What was asked, the locator, and the vote that has it; None if none was taken."""

    asked: Definition
    h: str
    found: Found | None


def look_up(ballot_id: str, typed: str, *, by: Actor) -> Looked:
    """Look for a vote by its code or locator, for whoever may see the ballot; two round trips."""
    h = locator(ballot_id, typed)
    read = together((Ballot, ballot_id, HEAD), *log.lie(ballot_id, h), consistent=True)
    ballot = usecases.visible(read[0], ballot_id, by)
    return Looked(usecases.definition_of(ballot), h, log.found(ballot_id, h, *read[1:]))
