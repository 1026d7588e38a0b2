"""Looking for one's own vote in the log, by what the code finds."""

from chalicelib.actors import Actor
from chalicelib.domain.ballots import codes, log, usecases
from chalicelib.domain.ballots.definition import Definition
from chalicelib.domain.ballots.log import DIGEST, Found
from chalicelib.domain.ballots.rules import State
from chalicelib.errors import NotFound
from chalicelib.models.ballot import Ballot


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


def look_up(ballot_id: str, h: str) -> Found | None:
    """The vote with this locator; None if none was taken."""
    try:
        return log.find(ballot_id, h)
    except NotFound:
        return None
