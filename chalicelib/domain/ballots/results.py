"""What somebody may see of how a ballot stands, or of what came out."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from chalicelib.actors import Actor
from chalicelib.domain.ballots import counting, eligibility, reporting, usecases
from chalicelib.domain.ballots.counting import Outcome, Results
from chalicelib.domain.ballots.definition import Definition
from chalicelib.domain.ballots.reports import Content, QuestionFigures, read
from chalicelib.models.ballot import Ballot

SHOWN = 12  # reports: two hours; all of them are in the files


class Standings(NamedTuple):
    """``questions`` are None while their figures may not be seen; ``results`` until they are
    final. ``reports`` are the last ones, the newest first."""

    ballot: Ballot
    asked: Definition
    reports: list[Content]
    questions: Sequence[QuestionFigures | Outcome] | None
    results: Results | None


def standings(ballot_id: str, *, by: Actor, at: datetime) -> Standings:
    """How a ballot stands, for this person, in two round trips. `NotFound` if there is no such
    ballot for them."""
    found, head = eligibility.with_count(ballot_id, by=by, at=at)
    asked = usecases.definition_of(found.ballot)
    reports = [read(kept) for kept in reporting.listed(ballot_id, limit=SHOWN, after=None).items]
    newest = reports[0] if reports else None
    results = newest.final.results if newest and newest.final else None
    questions = results.questions if results else newest.questions if newest else None
    if not questions and head and found.voted and asked.visibility == "after_my_vote":
        questions = counting.results(asked, head.counts).questions
    return Standings(found.ballot, asked, reports, questions, results)
