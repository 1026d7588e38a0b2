"""What somebody may see of how a ballot stands, or of what came out."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from chalicelib.actors import Actor
from chalicelib.domain.ballots import counting, eligibility, reporting, usecases
from chalicelib.domain.ballots.counting import Outcome, Results
from chalicelib.domain.ballots.definition import Definition
from chalicelib.domain.ballots.reports import Content, QuestionFigures, read
from chalicelib.domain.ballots.rules import State
from chalicelib.errors import NotFound
from chalicelib.models.ballot import CORRECTIONS, HEAD, Ballot, BallotItem, Correction
from chalicelib.models.base import together
from chalicelib.models.log import REPORTS, ReportsHead
from chalicelib.models.roll import HEAD as ROLL
from chalicelib.models.roll import Entry

SHOWN = 12  # reports: two hours; all of them are in the files


class Standings(NamedTuple):
    """``questions`` are None while their figures may not be seen; ``results`` until they are
    final. ``reports`` are the last ones, the newest first."""

    ballot: Ballot
    asked: Definition
    reports: list[Content]
    questions: Sequence[QuestionFigures | Outcome] | None
    results: Results | None
    corrections: list[Correction]


def final(ballot: Ballot) -> Results | None:
    """What came out; None until it is published, and of a ballot that was annulled."""
    if ballot.state != State.PUBLISHED or not ballot.result:
        return None
    return msgspec.convert(ballot.result["results"], Results)


def standings(ballot_id: str, *, by: Actor) -> Standings:
    """How a ballot stands, for this person: two round trips, three for who has signed in where only
    those who have voted may see the figures. `NotFound` if there is no such ballot for them."""
    ballot, corrections = _record(ballot_id, by)
    asked = usecases.definition_of(ballot)
    reports = [read(kept) for kept in reporting.listed(ballot_id, limit=SHOWN, after=None).items]
    newest = reports[0] if reports else None
    results = newest.final.results if newest and newest.final else None
    questions = results.questions if results else newest.questions if newest else None
    if not questions and by.signed_in and asked.visibility == "after_my_vote":
        questions = _as_it_stands(asked, by)
    return Standings(ballot, asked, reports, questions, results, corrections)


def _record(ballot_id: str, by: Actor) -> tuple[Ballot, list[Correction]]:
    """The ballot with what is known to be not right about its record, the oldest first."""
    within = BallotItem.part.between(HEAD, f"{CORRECTIONS}~")
    parts: list[Any] = list(BallotItem.query(ballot_id, within))
    head = parts[0] if parts and isinstance(parts[0], Ballot) else None
    ballot: Ballot = usecases.visible(head, ballot_id, by)
    if not ballot.wording:
        raise NotFound("nobody is asked yet")
    return ballot, sorted(parts[1:], key=lambda correction: correction.at)


def _as_it_stands(asked: Definition, by: Actor) -> tuple[Outcome, ...] | None:
    """For who has voted, as of the last report: figures that moved with each vote would tell how
    somebody votes whom one sees voting. None for everybody else."""
    number = eligibility.voter(by.id)
    entry, chain = together(
        (Entry, eligibility.key_of(asked.id, number), ROLL), (ReportsHead, asked.id, REPORTS)
    )
    known = entry and chain and chain.counts is not None
    return counting.results(asked, chain.counts).questions if known else None
