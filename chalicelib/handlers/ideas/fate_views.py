"""What becomes of ideas, as programs see it."""

from datetime import date, datetime
from typing import Any, Literal

from msgspec import Struct

from chalicelib.domain import ideas
from chalicelib.domain.ideas import Fate, Scores, Why
from chalicelib.edge.paging import CursorQuery


class OwedQuery(CursorQuery):
    show: Literal["overdue", "waiting"] = "overdue"


class RefusalQuery(CursorQuery):
    why: Why | None = None


class MarksView(Struct):
    """From 1 to 5, the more the better."""

    effect: float
    cost: float
    legal: float
    time: float


class MeanView(MarksView):
    """`total` is the sum of the four, of 20."""

    total: float


class SealView(Struct):
    """What one expert sealed: `commitment` is the SHA-256 of the canonical JSON of the score (RFC
    8785) and the salt right after it. Score and salt follow when they are open to everybody."""

    commitment: str
    score: MarksView | None
    salt: str | None


class ScoresView(Struct):
    """`sealed` experts have sealed a score, `declined` have an interest in the idea."""

    round: int
    seal_until: datetime
    sealed: int
    declined: int
    given: list[SealView]
    mean: MeanView | None


class ResponseView(Struct):
    """The official response: owed until a day, then given. `why` is the code of a refusal's
    reason."""

    due_on: date
    outcome: str | None
    text: str | None
    why: str | None
    money: int | None
    until: date | None
    at: datetime | None


class MilestoneView(Struct):
    on: date
    state: str
    percent: int
    text: str | None
    photos: list[str]


class ResultView(Struct):
    """How far it is carried out; `promised` are all the days that were named for it."""

    percent: int
    promised: list[date]
    money: int
    act_url: str


class FateView(Struct):
    """An idea on its way: where it is, why, and what was said of it."""

    id: str
    project: str
    state: str
    title: str
    why: str | None
    reason: str | None
    due_on: date | None
    merged_into: str | None
    merged_from: list[str]
    scores: ScoresView | None
    response: ResponseView | None
    result: ResultView
    milestones: list[MilestoneView]
    version: int


def fate(found: Fate) -> FateView:
    idea, result = found.idea, found.result
    return FateView(
        idea.id,
        idea.project,
        idea.state,
        ideas.words_of(idea).title,
        idea.why,
        idea.reason,
        idea.due_on,
        idea.merged_into,
        sorted(idea.merged_from or ()),
        scores(found.scores) if found.scores else None,
        response(found.answer) if found.answer else None,
        ResultView(result.percent, list(result.promised), result.money, result.act_url),
        [_milestone(one) for one in found.milestones],
        int(idea.version or 0),
    )


def scores(found: Scores) -> ScoresView:
    panel = found.panel
    return ScoresView(
        int(panel.round),
        panel.seal_until,
        found.sealed,
        found.declined,
        [SealView(one.commitment, _marks(one.score), one.salt) for one in found.given],
        MeanView(*found.mean) if found.mean else None,
    )


def response(answer: Any) -> ResponseView:
    cost = answer.cost
    return ResponseView(
        answer.due_on,
        answer.outcome,
        answer.text,
        answer.why,
        int(cost) if cost is not None else None,
        answer.until,
        answer.at,
    )


def _marks(score: ideas.Score | None) -> MarksView | None:
    return MarksView(score.effect, score.cost, score.legal, score.time) if score else None


def _milestone(one: Any) -> MilestoneView:
    return MilestoneView(one.on, one.state, int(one.percent), one.text, list(one.photos))
