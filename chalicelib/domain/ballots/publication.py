"""The end of a ballot: all votes are opened and counted once more, and everything is published.

It can be begun again wherever it was broken off: the last report is kept once, files come out the
same, and the ballot is marked as published last of all.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

import msgspec

from chalicelib.actors import SYSTEM
from chalicelib.config import settings
from chalicelib.domain.ballots import (
    counting,
    keeping,
    kit,
    log,
    publishing,
    reports,
    rules,
    sealing,
    signing,
    usecases,
)
from chalicelib.domain.ballots.definition import Definition, Type
from chalicelib.domain.ballots.log import Leaf
from chalicelib.domain.ballots.mirror import publish_log
from chalicelib.domain.ballots.publishing import Pages, folder
from chalicelib.domain.ballots.reports import Content, Final
from chalicelib.domain.ballots.rules import Act, State
from chalicelib.domain.ballots.sealing import Unreadable
from chalicelib.domain.tlog.merkle import EMPTY
from chalicelib.domain.tlog.notes import Checkpoint
from chalicelib.domain.tlog.tiles import WIDTH
from chalicelib.errors import Conflict
from chalicelib.models.ballot import Ballot
from chalicelib.models.event import PREFIX
from chalicelib.models.log import REPORT, LogHead, Report
from chalicelib.models.roll import Entry
from chalicelib.models.vote import Vote, shard_of
from chalicelib.outbound import storage

SHELVES = 16  # on which the roll of a ballot lies, by the first digit of a voter's number
FRESH_FOR = 300  # seconds; the kit is made once, and a cache may keep «there is none» that long


class Miscounted(Exception):
    """The count that grew with the log is not the one of its votes: nothing may be published."""


@dataclass
class Recount:
    """What came out of opening every vote, in the order of the log."""

    rankings: dict[str, list[Sequence[str]]]  # of each question that ranks
    counts: Counter[str] = field(default_factory=Counter)
    unopened: list[int] = field(default_factory=list)


def publish(ballot_id: str, *, at: datetime, pages: Pages) -> bool:
    """Publish result, last report and audit kit of a ballot that is counted; whether this run did.

    `Miscounted` if a recount of the votes gives other figures than were counted as they came.
    """
    ballot = usecases.find(ballot_id)
    if ballot.state != State.TALLIED:
        return False
    definition, head = usecases.definition_of(ballot), log.head_of(ballot_id)
    with tempfile.TemporaryDirectory() as place:
        made = Path(place)
        recount = _open(ballot, definition, int(head.size), made)
        last = reports.make_last(
            ballot_id, definition, lambda: _final(definition, head, recount), at=at
        )
        publish_log(ballot_id)
        publishing.publish(ballot_id, pages=pages)
        _write_kit(made, definition, head, last)
        _lay(ballot_id, made)
    return _mark(ballot, last, at)


def _open(ballot: Ballot, definition: Definition, size: int, place: Path) -> Recount:
    """Open every vote of the log, writing it into two files of the kit as it is read."""
    ranked = (question.id for question in definition.questions if question.type is Type.RANK)
    recount = Recount(rankings={question: [] for question in ranked})
    with (place / "leaves.jsonl").open("wb") as leaves, (place / "openings.jsonl").open("wb") as to:
        for start in range(0, size, WIDTH):
            bundle = log.read(ballot.id, start, min(start + WIDTH, size))
            sealed = _votes(ballot.id, bundle)
            for index, leaf in enumerate(bundle, start):
                leaves.write(leaf.entry + b"\n")
                to.write(_opened(ballot, definition, leaf, index, sealed, recount))
    return recount


def _votes(ballot: str, leaves: Sequence[Leaf]) -> dict[str, bytes]:
    """What was sealed, by the locator; a vote that is not there is not among them."""
    keys = [(shard_of(ballot, leaf.h), PREFIX + leaf.h) for leaf in leaves]
    return {vote.locator: vote.sealed or b"" for vote in Vote.batch_get(keys, consistent_read=True)}


def _opened(
    ballot: Ballot,
    definition: Definition,
    leaf: Leaf,
    index: int,
    sealed: Mapping[str, bytes],
    recount: Recount,
) -> bytes:
    """The line of one vote. One that nobody can open is told as that."""
    try:
        paper = sealing.unseal(
            sealed.get(leaf.h, b""),
            ballot=ballot.id,
            sealed_key=str(ballot.sealed_key),
            h=leaf.h,
            c=leaf.c,
        )
    except Unreadable:
        recount.unopened.append(index)
        return kit.unopened(index)
    recount.counts.update(counting.figures(paper, definition))
    for question, rankings in recount.rankings.items():
        if question in paper.answers:
            rankings.append(paper.answers[question])
    return kit.opening(index, paper.code, paper.answers)


def _final(definition: Definition, head: LogHead, recount: Recount) -> Final:
    counted = {name: n for name, n in head.counts.items() if "." in name}  # of votes that are read
    if counted != recount.counts:
        raise Miscounted(definition.id)
    told = counting.results(definition, recount.counts, recount.rankings)
    return Final(_on_the_roll(definition.id), tuple(recount.unopened), told)


def _on_the_roll(ballot: str) -> int:
    """How many have taken part."""
    return sum(Entry.by_ballot.count(f"{ballot}#{shelf}") for shelf in range(SHELVES))


def _write_kit(place: Path, definition: Definition, head: LogHead, last: Content) -> None:
    assert last.final is not None
    told = Report.query(definition.id, Report.part.startswith(REPORT), consistent_read=True)
    kit.write(
        place,
        definition,
        reports=(report.content for report in told),
        checkpoint=head.checkpoint or _of_nothing(definition.id),
        roll=last.final.roll,
    )


def _of_nothing(ballot: str) -> str:
    """The checkpoint of a log in which there is no vote, and so was never signed before."""
    return signing.sign(Checkpoint(signing.origin(ballot), 0, EMPTY).text, ballot=ballot)


def _lay(ballot: str, place: Path) -> None:
    """Each file by itself, and all of them as one."""
    for file in sorted(place.iterdir()):
        with file.open("rb") as content:
            _put(f"{folder(ballot)}audit/{file.name}", content, kit.KINDS[file.suffix])
    with tempfile.TemporaryFile() as whole:
        kit.pack(place, whole)
        whole.seek(0)
        _put(folder(ballot) + kit.NAME, whole, "application/zip")


def _put(key: str, content: IO[bytes], kind: str) -> None:
    storage.put(settings.data_bucket, key, content, kind=kind, fresh_for=FRESH_FOR)


def _mark(ballot: Ballot, last: Content, at: datetime) -> bool:
    """Say on the ballot what came out; False if another run has."""
    state = rules.move(State(ballot.state), Act.PUBLISH)
    result = msgspec.to_builtins(last.final) | {"as_of": last.as_of, "sha256": last.sha256}
    changes = {**keeping.listed(state, due_at=ballot.due_at), "result": msgspec.to_builtins(result)}
    assert last.final is not None
    try:
        facts = {
            "votes": str(last.turnout.total),
            "opinions": str(last.final.results.opinions),
            "report": last.sha256,
        }
        keeping.change(ballot, Act.PUBLISH, changes, by=SYSTEM, at=at, facts=facts)
    except Conflict:
        return False
    return True
