"""What is published of a ballot that is over, as open data: its figures, and what became of it."""

from collections.abc import Mapping
from typing import Any

from chalicelib.catalogue import Text
from chalicelib.config import settings
from chalicelib.domain import ballots, resolutions
from chalicelib.domain.ballots import Ballot, Question, State, results
from chalicelib.domain.ballots.counting import Outcome, Results
from chalicelib.domain.datasets import Column, Row, moment

KINDS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# What a row has: its name, its type by Frictionless Table Schema, and what it means.
COLUMNS: tuple[Column, ...] = (
    ("id", "string", "The ballot's reference"),
    ("kind", "string", "Referendum, poll, local, budget or rating"),
    ("title_ru", "string", "What it was about, in Russian"),
    ("title_en", "string", "What it was about, in English"),
    ("state", "string", "Tallied, published, cancelled before it opened, or annulled after"),
    ("areas", "string", "Where those who were asked live: codes, separated by spaces"),
    ("opens_at", "datetime", "When it opened (UTC)"),
    ("closes_at", "datetime", "When it closed (UTC)"),
    ("min_level", "integer", "How well voters had to be known: level 1 or 2"),
    ("questions", "integer", "How many questions it had"),
    ("votes", "integer", "How many people voted; empty until the result is published"),
    ("opinions", "integer", "How many questions they answered together"),
    ("quorum", "integer", "Votes below which the result is advice only"),
    ("advisory", "boolean", "Whether there were fewer"),
    ("agency", "string", "Code of the agency that resolves"),
    ("resolution", "string", "What became of the result, if it was counted"),
    ("due_on", "date", "The day that the agency promised last"),
    ("wording", "string", "SHA-256 of what was asked, as it was frozen"),
    ("report", "string", "SHA-256 of the last report"),
    ("audit_kit", "string", "Where the votes are, without names, to be counted again"),
)
NAMES = tuple(name for name, _, _ in COLUMNS)


def published(ballot: Ballot) -> Row:
    """All that everybody may have, written out, so that nothing leaks by itself. ``results`` are of
    each question, beside the columns."""
    asked, final = ballots.definition_of(ballot), results.final(ballot)
    return {
        "id": ballot.id,
        "kind": asked.kind,
        "title_ru": asked.title.ru,
        "title_en": asked.title.en,
        "state": ballot.state,
        "areas": list(asked.audience.areas),
        "opens_at": moment(asked.opens_at),
        "closes_at": moment(asked.closes_at),
        "min_level": asked.min_level,
        "questions": len(asked.questions),
        "votes": final and final.votes,
        "opinions": final and final.opinions,
        "quorum": asked.quorum,
        "advisory": final and final.advisory,
        "agency": asked.agency,
        **_resolved(ballot),
        "wording": ballot.wording,
        "report": ballot.result["sha256"] if final else None,
        "audit_kit": f"{settings.portal_url}/data/ballots/{ballot.id}/audit.zip" if final else None,
        "results": _results(asked.questions, final),
    }


def _resolved(ballot: Ballot) -> Mapping[str, str | None]:
    if ballot.state not in (State.TALLIED, State.PUBLISHED):
        return {"resolution": None, "due_on": None}
    deed = resolutions.deed_of(ballot)
    due_on = deed.resolution and deed.resolution.due_on
    return {"resolution": str(deed.phase), "due_on": due_on.isoformat() if due_on else None}


def _results(questions: tuple[Question, ...], final: Results | None) -> list[dict[str, Any]]:
    told = {outcome.id: outcome for outcome in final.questions} if final else {}
    return [_question(question, told.get(question.id)) for question in questions]


def _question(question: Question, outcome: Outcome | None) -> dict[str, Any]:
    """A question with its options, and how often each was chosen; ``points`` are Borda's. ``asked``
    is how many were asked, of a question that not everybody was."""
    chosen = {option.id: option for option in outcome.options} if outcome else {}
    options = [
        {"id": option.id, **_in_both(option.text)}
        | ({"n": chosen[option.id].n, "points": chosen[option.id].borda} if chosen else {})
        for option in question.options
    ]
    asked = {"id": question.id, "type": str(question.type), **_in_both(question.text)}
    of_whom = {"asked": outcome.asked if outcome else None} if question.only_if else {}
    others = outcome.abstain if outcome else None
    return asked | of_whom | {"options": options, "left_to_others": others}


def _in_both(text: Text) -> dict[str, str]:
    return {"text_ru": text.ru, "text_en": text.en}
