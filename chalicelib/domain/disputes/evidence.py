"""Looking up what speaks for or against a dispute: the roll, the log, a promise. Nobody browses:
of the roll one person and one ballot, of the log one locator that the person gave."""

from datetime import datetime

from chalicelib.domain.ballots import signing
from chalicelib.domain.ballots.casting import PROMISE
from chalicelib.domain.ballots.eligibility import key_of, voter
from chalicelib.domain.disputes.findings import Facts, Promise
from chalicelib.domain.tlog.notes import BadNote
from chalicelib.errors import NotFound
from chalicelib.models.ballot import HEAD, Ballot
from chalicelib.models.dispute import Dispute
from chalicelib.models.event import PREFIX
from chalicelib.models.log import HEAD as LOG_HEAD
from chalicelib.models.log import LogHead
from chalicelib.models.roll import HEAD as ROLL
from chalicelib.models.roll import Entry
from chalicelib.models.vote import Vote, shard_of

LINES = 5  # of a promise: what it is, the ballot, h, c, and until when


def ballot(ballot_id: str) -> Ballot:
    """`NotFound` if there is none, or none that was announced."""
    found = next(iter(Ballot.batch_get([(ballot_id, HEAD)], consistent_read=True)), None)
    if found is None or not found.wording:
        raise NotFound("there is no ballot %(ballot)s", ballot=ballot_id)
    return found


def gather(dispute: Dispute, of: Ballot) -> Facts:
    """What there is to know, as it is at this moment."""
    made = promise(dispute.promise, ballot=of.id) if dispute.promise else None
    h = dispute.locator
    vote = _vote(of.id, h) if h else None
    return Facts(
        roll_day=_roll_day(of.id, dispute.person) if dispute.person else None,
        h=h,
        index=int(vote.index) if vote and vote.index is not None else None,
        logged=vote.commitment if vote else None,
        waiting=vote is not None and vote.index is None,
        promise=made,
    )


def promise(note: str, *, ballot: str) -> Promise | None:
    """What the city promised when it took a vote in this ballot; None if it did not sign this."""
    try:
        lines = signing.verify(tidy(note), ballot=ballot).splitlines()
    except BadNote:
        return None
    if len(lines) != LINES or lines[:2] != [PROMISE, ballot]:
        return None  # the city signs other things as well
    *_, h, c, until = lines
    return Promise(h, c, datetime.fromisoformat(until))


def tidy(note: str) -> str:
    """The note as it was signed: a form writes lines its own way, and people copy a space more."""
    return "\n".join(line.strip() for line in note.strip().splitlines()) + "\n"


def votes_in(ballot_id: str) -> int:
    """How many votes its log holds."""
    try:
        return int(LogHead.get(ballot_id, LOG_HEAD).size)
    except LogHead.DoesNotExist:
        return 0


def _roll_day(ballot_id: str, person: str) -> str | None:
    """The day on which the person took part, if the roll says that they did."""
    key = key_of(ballot_id, voter(person))
    entry = next(iter(Entry.batch_get([(key, ROLL)], consistent_read=True)), None)
    return str(entry.day) if entry else None


def _vote(ballot_id: str, h: str) -> Vote | None:
    try:
        return Vote.get(shard_of(ballot_id, h), PREFIX + h, consistent_read=True)
    except Vote.DoesNotExist:
        return None
