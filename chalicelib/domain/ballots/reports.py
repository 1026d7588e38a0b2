"""Reports: every ten minutes what a ballot stands at, each bound to the one before, none changed.

A report is kept first, once for each slot of ten minutes and in one transaction with the head of
their chain, and then published from what was kept. A slot that nobody made is told by the next
report as missed, and never made up for.
"""

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib.domain.ballots import turnout
from chalicelib.domain.ballots.counting import Results, results
from chalicelib.domain.ballots.definition import Definition, canonical
from chalicelib.domain.ballots.log import head_of
from chalicelib.domain.ballots.turnout import Basis, Mark, Turnout
from chalicelib.domain.keeping import kept
from chalicelib.domain.tlog.merkle import EMPTY
from chalicelib.models.log import REPORT, REPORTS, LogHead, Report, ReportsHead

INTERVAL = timedelta(minutes=10)
LATEST = INTERVAL / 2  # after its slot; what is counted by then is of the next
LAST = f"{REPORT}final"  # sorts after every slot


class OptionFigures(msgspec.Struct, frozen=True, omit_defaults=True):
    id: str
    n: int
    borda: int | None = None


class QuestionFigures(msgspec.Struct, frozen=True, omit_defaults=True):
    """``asked`` is how many were asked it, where not everybody was."""

    id: str
    options: tuple[OptionFigures, ...]
    abstain: int
    asked: int | None = None


class Bin(msgspec.Struct, frozen=True):
    """The votes since the report before, or since the ballot opened."""

    since: datetime = msgspec.field(name="from")
    n: int


class Gap(msgspec.Struct, frozen=True):
    """Slots that nobody reported, from the first to the last of them; how many they are."""

    first: datetime = msgspec.field(name="from")
    last: datetime = msgspec.field(name="to")
    n: int


class LogState(msgspec.Struct, frozen=True):
    size: int
    root: str
    checkpoint: str | None


class Final(msgspec.Struct, frozen=True):
    """What the last report says beside: how many are on the roll, which leaves nobody can open."""

    roll: int
    unopened: tuple[int, ...]
    results: Results


class Content(msgspec.Struct, frozen=True, omit_defaults=True):
    """A report as it is published; ``missed`` is the gap since the one before, if there
    is one."""

    ballot_id: str
    seq: int
    as_of: datetime
    interval_s: int
    turnout: Turnout
    bins: tuple[Bin, ...]
    log: LogState
    missed: tuple[Gap, ...]
    prev_sha256: str
    questions: tuple[QuestionFigures, ...] | None = None
    final: Final | None = None
    sha256: str = ""


def slot_of(moment: datetime) -> datetime:
    """The mark of ten minutes that lies before."""
    return moment.replace(minute=moment.minute // 10 * 10, second=0, microsecond=0)


def make(ballot: str, definition: Definition, slot: datetime, *, at: datetime) -> bool:
    """Keep the report of a slot; False if there is one, or none is to be any more.

    Who comes later than half an interval makes none: its figures would be of another time.
    """
    if at - slot > LATEST or slot < definition.opens_at:
        return False
    part = f"{REPORT}{slot:%Y%m%dT%H%MZ}"
    chain = _chain(ballot)
    if part <= chain.last:
        return False
    head, mark = head_of(ballot), _mark(chain)
    content = compose(definition, head, _last(chain), mark, as_of=slot)
    chain.mark = msgspec.to_builtins(marked(mark, content, head))
    chain.counts = head.counts if definition.visibility == "after_my_vote" else None
    return _kept(chain, part, content)


def make_last(
    ballot: str, definition: Definition, final: Callable[[], Final], *, at: datetime
) -> Content:
    """Keep the last report, after which there are no more; the one that is kept."""
    chain = _chain(ballot)
    if chain.last != LAST:
        as_of, head, before = at.replace(microsecond=0), head_of(ballot), _last(chain)
        chain.mark = chain.counts = None  # from now on everything is told
        _kept(chain, LAST, compose(definition, head, before, as_of=as_of, final=final()))
    return read(Report.get(ballot, LAST, consistent_read=True))


def compose(
    definition: Definition,
    head: LogHead,
    before: Content | None,
    mark: Mark | None = None,
    *,
    as_of: datetime,
    final: Final | None = None,
) -> Content:
    """What a report says, with its own digest: SHA-256 of its canonical form without it. ``mark``
    is where the last step ended."""
    since = before.as_of if before else definition.opens_at
    counted = final.results if final else results(definition, head.counts)
    content = Content(
        ballot_id=definition.id,
        seq=before.seq + 1 if before else 1,
        as_of=as_of,
        interval_s=int((min(INTERVAL, as_of - since) if final else INTERVAL).total_seconds()),
        turnout=_turnout(counted, head, before, mark, is_last=final is not None),
        bins=(Bin(since, counted.votes - (before.turnout.total if before else 0)),),
        log=_state(head),
        missed=_missed(since, as_of, first=before is None),
        prev_sha256=before.sha256 if before else "",
        questions=_questions(counted) if final or definition.visibility == "live" else None,
        final=final,
    )
    return msgspec.structs.replace(content, sha256=hashlib.sha256(canonical(content)).hexdigest())


def marked(mark: Mark | None, content: Content, head: LogHead) -> Mark | None:
    """Where the last step ended, once this report is made."""
    total = content.turnout.total
    if not turnout.is_over(mark, total):
        return mark
    return Mark.of(Basis(content.seq, content.as_of, total), head.counts)


def read(report: Report) -> Content:
    return msgspec.json.decode(report.content, type=Content)


def _kept(chain: ReportsHead, part: str, content: Content) -> bool:
    """False if another run was first."""
    report = Report(
        ballot=chain.ballot,
        part=part,
        content=canonical(content).decode(),
        number=content.seq,
        digest=content.sha256,
    )
    chain.number, chain.digest, chain.last = content.seq, content.sha256, part

    def fill(write: TransactWrite) -> None:
        write.save(report, condition=Report.part.does_not_exist())
        write.save(chain)  # its version is the condition

    return kept(fill)


def _turnout(
    counted: Results, head: LogHead, before: Content | None, mark: Mark | None, *, is_last: bool
) -> Turnout:
    known = before.turnout if before else None
    if is_last:
        return turnout.told_last(known, counted.by_level, head.counts)
    return turnout.told(known, mark, counted.votes)


def _missed(since: datetime, until: datetime, *, first: bool) -> tuple[Gap, ...]:
    """The slots that nobody reported: after the last report, or from the opening on."""
    start, end = slot_of(since), slot_of(until)
    if start < since or not first:
        start += INTERVAL
    if end == until:
        end -= INTERVAL
    return (Gap(start, end, (end - start) // INTERVAL + 1),) if start <= end else ()


def _questions(counted: Results) -> tuple[QuestionFigures, ...]:
    return tuple(
        QuestionFigures(
            question.id,
            tuple(OptionFigures(option.id, option.n, option.borda) for option in question.options),
            question.abstain,
            question.asked,
        )
        for question in counted.questions
    )


def _state(head: LogHead) -> LogState:
    """The root is said by the checkpoint, in its third line."""
    if not head.checkpoint:
        return LogState(0, base64.b64encode(EMPTY).decode(), None)
    _, size, root, *_ = head.checkpoint.split("\n")
    return LogState(int(size), root, head.checkpoint)


def _last(chain: ReportsHead) -> Content | None:
    return read(Report.get(chain.ballot, chain.last)) if chain.last else None


def _mark(chain: ReportsHead) -> Mark | None:
    return msgspec.convert(chain.mark, Mark) if chain.mark else None


def _chain(ballot: str) -> ReportsHead:
    try:
        return ReportsHead.get(ballot, REPORTS, consistent_read=True)
    except ReportsHead.DoesNotExist:
        return ReportsHead(ballot)
