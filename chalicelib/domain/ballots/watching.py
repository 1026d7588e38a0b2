"""What officers see of a ballot while it runs: how many, never who or how."""

from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.ballots import reporting, rules
from chalicelib.domain.ballots.log import head_of
from chalicelib.errors import Forbidden

LATEST = 100  # reports that are looked at


class Watch(NamedTuple):
    """``missed`` are the ten minutes for which no report was made, among the latest ones."""

    votes: int
    log: int  # entries
    reported: int  # how many reports there are
    as_of: datetime | None
    missed: list[datetime]


def watch(ballot_id: str, *, by: Actor) -> Watch:
    """How a ballot runs, for officers and auditors, in two round trips."""
    if not rules.sees_drafts(by):
        raise Forbidden("your role does not include this")
    latest = reporting.listed(ballot_id, limit=LATEST, after=None).items
    read = [reporting.read(report) for report in latest]
    size = int(head_of(ballot_id).size)
    if not read:
        return Watch(0, size, 0, None, [])
    missed = sorted(slot for content in read for slot in content.missed)
    return Watch(read[0].turnout.total, size, read[0].seq, read[0].as_of, missed)
