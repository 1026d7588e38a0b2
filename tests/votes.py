"""Votes as they wait to be counted, put straight into the table; and the log, recounted."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime

from chalicelib.domain.ballots import counting, log, rules, sealing, usecases
from chalicelib.domain.ballots.codes import commitment, locator
from chalicelib.domain.ballots.definition import Answers
from chalicelib.domain.ballots.finishing import attend
from chalicelib.domain.ballots.sealing import Paper
from chalicelib.domain.ballots.tally import Wake
from chalicelib.domain.tlog.notes import read_checkpoint
from chalicelib.models.ballot import Ballot
from chalicelib.models.event import PREFIX
from chalicelib.models.vote import KIND, Vote, shard_of
from tests.ballots import VOTING, YES, code_of

NO = {"q1": ["no"]}


def a_vote(
    ballot: Ballot,
    number: int,
    answers: Answers = YES,
    *,
    level: int = 2,
    claimed: Answers | None = None,
    at: datetime = VOTING,
) -> Vote:
    """One vote by its number, sealed as casting seals it. ``claimed`` are other answers than
    those that its commitment binds it to."""
    code = code_of(number)
    h, c = locator(ballot.id, code), commitment(ballot.id, code, answers)
    paper = Paper(claimed or answers, code, level, "kluuvi", "25-34")
    assert ballot.public_key
    sealed = sealing.seal(paper, ballot=ballot.id, public_key=ballot.public_key, h=h, c=c)
    shard = shard_of(ballot.id, h)
    return Vote(
        shard,
        PREFIX + h,
        kind=KIND,
        at=rules.bucket(at),
        commitment=c,
        sealed=sealed,
        waiting=shard,
    )


def put(ballot: Ballot, numbers: Sequence[int], answers: Answers = YES) -> list[Vote]:
    votes = [a_vote(ballot, number, answers) for number in numbers]
    for vote in votes:
        vote.save()
    return votes


def count(
    ballot: Ballot,
    *entities: str,
    at: datetime = VOTING,
    in_time: Callable[[], bool] = lambda: True,
) -> None:
    """Let the worker attend to these shards, or to the whole ballot."""
    wakes = [Wake(entity) for entity in entities or (ballot.id,)]
    attend(ballot.id, wakes, at=at, in_time=in_time)


def recounted(ballot: Ballot) -> dict[str, int]:
    """The count as it is reckoned anew from the leaves and the votes they stand for, after it was
    checked that each vote has one leaf and that the checkpoint is theirs."""
    ballot = usecases.find(ballot.id)
    head = log.head_of(ballot.id)
    assert ballot.sealed_key
    leaves = log.read(ballot.id, 0, int(head.size)) if head.size else []
    assert len(leaves) == len(set(leaves)) == head.size
    if head.checkpoint:
        signed = read_checkpoint(head.checkpoint.split("\n\n")[0] + "\n")
        assert signed.root == root_of([leaf.entry for leaf in leaves])
    papers: list[sealing.Paper] = []
    for index, leaf in enumerate(leaves):
        vote = Vote.get(shard_of(ballot.id, leaf.h), PREFIX + leaf.h, consistent_read=True)
        assert vote.index == index
        assert vote.commitment == leaf.c
        assert vote.waiting is None
        papers.append(
            sealing.unseal(
                vote.sealed, ballot=ballot.id, sealed_key=ballot.sealed_key, h=leaf.h, c=leaf.c
            )
        )
    definition = usecases.definition_of(ballot)
    return counting.add(counting.figures(paper, definition) for paper in papers)


def root_of(entries: Sequence[bytes]) -> bytes:
    """As RFC 6962, 2.1 defines it, word by word."""
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    middle = 1 << (len(entries) - 1).bit_length() - 1
    left, right = root_of(entries[:middle]), root_of(entries[middle:])
    return hashlib.sha256(b"\x01" + left + right).digest()
