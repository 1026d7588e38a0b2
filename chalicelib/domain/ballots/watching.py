"""What officers see of a ballot while it runs: how many, never who or how."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.ballots import reporting, rules
from chalicelib.domain.ballots.log import head_of
from chalicelib.domain.ballots.reports import Gap
from chalicelib.errors import Forbidden

LATEST = 100  # reports that are looked at


class Watch(NamedTuple):
    """``missed`` is how many reports were not made, among the latest ones, and ``gaps`` when."""

    votes: int
    log: int  # entries
    reported: int  # how many reports there are
    as_of: datetime | None
    missed: int
    gaps: list[Gap]


def watch(ballot_id: str, *, by: Actor) -> Watch:
    """How a ballot runs, for officers and auditors, in two round trips."""
    if not rules.sees_drafts(by):
        raise Forbidden("your role does not include this")
    latest = reporting.listed(ballot_id, limit=LATEST, after=None).items
    read = [reporting.read(report) for report in latest]
    size = int(head_of(ballot_id).size)
    if not read:
        return Watch(0, size, 0, None, 0, [])
    gaps = [gap for content in reversed(read) for gap in content.missed]
    newest, missed = read[0], sum(gap.n for gap in gaps)
    return Watch(newest.turnout.total, size, newest.seq, newest.as_of, missed, gaps)
