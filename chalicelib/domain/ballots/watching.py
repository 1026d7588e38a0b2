"""What officers see of a ballot while it runs: how many, never who or how."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.ballots import reporting, rules
from chalicelib.domain.ballots.reports import Gap
from chalicelib.errors import Forbidden

LATEST = 100  # reports that are looked at


class Watch(NamedTuple):
    """``missed`` is how many reports were not made, among the latest ones, and ``gaps`` when."""

    votes: int
    log: int  # entries, by then
    reported: int  # how many reports there are
    as_of: datetime | None
    missed: int
    gaps: list[Gap]


def watch(ballot_id: str, *, by: Actor) -> Watch:
    """How a ballot runs, as of the last report; for officers and auditors, in one round trip."""
    if not rules.sees_drafts(by):
        raise Forbidden("your role does not include this")
    latest = reporting.listed(ballot_id, limit=LATEST, after=None).items
    read = [reporting.read(report) for report in latest]
    if not read:
        return Watch(0, 0, 0, None, 0, [])
    gaps = [gap for content in reversed(read) for gap in content.missed]
    newest, missed = read[0], sum(gap.n for gap in gaps)
    votes, size = newest.turnout.total, newest.log.size
    return Watch(votes, size, newest.seq, newest.as_of, missed, gaps)
