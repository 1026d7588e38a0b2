"""Decisions as everybody can read them: signed, with reasons and figures, without a name."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.config import settings
from chalicelib.domain import cursors
from chalicelib.domain.disputes import figures, rules
from chalicelib.domain.disputes.figures import Counted, Figures
from chalicelib.domain.disputes.rules import Act, Kind, Outcome
from chalicelib.domain.tlog import notes
from chalicelib.models.ballot import CORRECTIONS, BallotEvent, Correction
from chalicelib.models.dispute import CASES, DECISION, Case, Decision, Dispute
from chalicelib.models.event import new_part
from chalicelib.outbound import keys

PAGE = 20
PLACE = {name: name for name in ("published_at", "entity", "part")}  # what a cursor tells
TITLE = "veche dispute decision v1"
CORRECTION = "veche ballot correction v1"

# What an upheld dispute says of a ballot's record. Nothing that was published is changed by it.
EFFECTS: dict[Kind, str] = {
    Kind.NOT_RECORDED: "one vote that was taken is missing in the log and in the figures",
    Kind.RECORDED_DIFFERENTLY: "one vote in the log is not the one that was taken",
    Kind.VOTED_WITHOUT_ME: "one vote in the log was given in the name of somebody who did not vote",
    Kind.NOT_ELIGIBLE: "one person who was entitled to vote was refused",
    Kind.OTHER: "the record of this ballot is not right in one point: see the reasons",
}
UNCHANGED = "log, roll and figures stay as they were published"


class Listed(NamedTuple):
    """``last`` is where the list goes on; None at its end."""

    items: list[Decision]
    last: dict[str, str] | None


def make(
    dispute: Dispute, votes: int, outcome: Outcome, reasons: str, *, act: Act, at: datetime
) -> Decision:
    """The decision, signed. It names the ballot if so many ``votes`` hide everybody."""
    from chalicelib.domain.ballots.definition import canonical  # 80 ms that no alarm needs

    on_appeal = act is Act.DECIDE_APPEAL
    named = dispute.ballot if votes >= rules.LEAST_VOTES else None
    said = {
        "ballot": named,
        "decided_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "dispute": dispute.reference,
        "examination": hashlib.sha256(canonical(dispute.examination)).hexdigest(),
        "kind": dispute.kind,
        "on_appeal": on_appeal,
        "outcome": str(outcome),
        "reasons": reasons,
    }
    note = notes.sign(f"{TITLE}\n{canonical(said).decode()}\n", name=signer(), key=keys.log_key())
    return Decision(
        dispute.reference,
        f"{DECISION}{2 if on_appeal else 1}",
        kind=dispute.kind,
        ballot=named,
        title=dispute.title if named else None,
        outcome=outcome,
        reasons=reasons,
        on_appeal=on_appeal,
        overturned=on_appeal and outcome != dispute.first_outcome,
        working_days=workdays.working_days(workdays.day_of(dispute.filed_at), workdays.day_of(at)),
        note=note,
        decided_in=str(workdays.day_of(at).year),
        published_at=at,
    )


def publishing(write: TransactWrite, made: Decision, dispute: Dispute, *, at: datetime) -> None:
    """Add to a transaction that the decision is published, once; what is upheld is written beside
    the ballot's results as well."""
    write.save(made, condition=Decision.part.does_not_exist())
    if made.outcome != Outcome.UPHELD:
        return
    correction = _correction(made, dispute, at)
    write.save(correction, condition=Correction.part.does_not_exist())
    write.save(
        BallotEvent(
            dispute.ballot,
            new_part(at),
            kind="ballot.corrected",
            at=at,
            role="officer",
            reason=dispute.kind,
            facts={"effect": str(dispute.kind)},
        ),
        condition=BallotEvent.part.does_not_exist(),
    )


def decided(year: int, *, after: Mapping[str, Any] | None = None, limit: int = PAGE) -> Listed:
    """What was decided in a year, the newest first."""
    found = Decision.by_year.query(
        str(year),
        scan_index_forward=False,
        limit=limit,
        page_size=limit,
        last_evaluated_key=cursors.key_of(after, PLACE, decided_in=str(year)),
    )
    items = list(found)
    return Listed(items, cursors.place_of(found.last_evaluated_key, PLACE))


def of_year(year: int) -> Figures:
    """Figures of the disputes that were filed in a year."""
    return figures.of_year(year, map(_counted, Case.query(f"{CASES}{year}")))


def corrections(ballot: str) -> list[Correction]:
    """What is known to be not right about a ballot's record, the oldest first."""
    found = Correction.query(ballot, Correction.part.startswith(CORRECTIONS))
    return sorted(found, key=lambda correction: correction.at)


def signer() -> str:
    """In whose name decisions are signed: where they are published, without the scheme."""
    return f"{settings.portal_url.partition('://')[2]}/disputes/decisions"


def verifier() -> str:
    """The verifier key by which anybody checks a decision."""
    from chalicelib.domain.ballots import signing

    return notes.verifier(signer(), signing.public_key())


def _counted(case: Case) -> Counted:
    days = case.working_days
    return Counted(
        case.kind,
        case.state,
        case.outcome,
        None if days is None else int(days),
        bool(case.appealed),
        bool(case.overturned),
    )


def _correction(made: Decision, dispute: Dispute, at: datetime) -> Correction:
    from chalicelib.domain.ballots import signing
    from chalicelib.domain.ballots.definition import canonical

    said = {
        "at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        "ballot": dispute.ballot,
        "dispute": made.ballot and dispute.reference,
        "found": EFFECTS[Kind(dispute.kind)],
        "kind": dispute.kind,
        "unchanged": UNCHANGED,
    }
    return Correction(
        dispute.ballot,
        f"{CORRECTIONS}{dispute.reference}",
        kind=dispute.kind,
        dispute=made.ballot and dispute.reference,
        at=at,
        note=signing.sign(f"{CORRECTION}\n{canonical(said).decode()}\n", ballot=dispute.ballot),
    )
