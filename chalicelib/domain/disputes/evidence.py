"""Looking up what speaks for or against a dispute: the roll, the log, a promise. Nobody browses:
of the roll one person and one ballot, of the log one locator that the person gave."""

from datetime import datetime

from chalicelib.domain.disputes.clues import Clue
from chalicelib.domain.disputes.findings import Facts, Promise
from chalicelib.domain.tlog.notes import BadNote
from chalicelib.errors import NotFound
from chalicelib.models.ballot import HEAD, Ballot
from chalicelib.models.base import Item
from chalicelib.models.dispute import Dispute
from chalicelib.models.event import PREFIX
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


def facts(dispute: Dispute, entry: Entry | None, vote: Vote | None) -> Facts:
    """What there is to know, of what was looked up."""
    made = promise(dispute.promise, ballot=dispute.ballot) if dispute.promise else None
    return Facts(
        roll_day=str(entry.day) if entry else None,
        h=dispute.locator,
        index=int(vote.index) if vote and vote.index is not None else None,
        logged=vote.commitment if vote else None,
        waiting=vote is not None and vote.index is None,
        promise=made,
    )


def lies(clue: Clue) -> dict[str, Item]:
    """Where the roll would say that the person took part, and the vote of which they gave the
    locator."""
    from chalicelib.domain.ballots.eligibility import key_of, voter  # 80 ms that no alarm needs

    where: dict[str, Item] = {}
    if clue.person is not None:
        where["entry"] = (Entry, key_of(clue.ballot, voter(clue.person)), ROLL)
    if clue.locator is not None:
        where["vote"] = (Vote, shard_of(clue.ballot, clue.locator), PREFIX + clue.locator)
    return where


def promise(note: str, *, ballot: str) -> Promise | None:
    """What the city promised when it took a vote in this ballot; None if it did not sign this."""
    from chalicelib.domain.ballots import signing
    from chalicelib.domain.ballots.casting import PROMISE

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
