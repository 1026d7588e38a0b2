"""What becomes of ideas over HTTP as JSON: experts, the agency's decisions, what waits and what was
refused."""

from datetime import date, datetime
from typing import Literal

from msgspec import Struct, field

from chalicelib.actors import Role
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Said, Score, Step, sealing
from chalicelib.domain.ideas.scores import Mark
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.identity import ANYONE, level, staff
from chalicelib.handlers.ideas import fate_views as views
from chalicelib.handlers.ideas.fate_views import FateView, OwedQuery, RefusalQuery, ResponseView

blueprint = Capability(__name__)
FACILITATORS = staff(Role.FACILITATOR)
AGENCIES = staff(Role.AGENCY)
EXPERTS = staff(Role.EXPERT)

DECISIONS: dict[str, Step] = {
    "selected": Step.SELECT,
    "not_selected": Step.NOT_SELECT,
    "needs_rework": Step.ASK_REWORK,
    "voting": Step.PUT_TO_VOTE,
}
OUTCOMES: dict[str, Step] = {"accepted": Step.ACCEPT, "not_accepted": Step.NOT_ACCEPT}
STAGES: dict[str | None, Step] = {
    None: Step.REPORT,
    "planned": Step.PLAN,
    "in_progress": Step.BEGIN,
    "done": Step.FINISH,
    "dropped": Step.DROP,
}


class ReviewForm(Struct):
    """`until` is the last day on which experts seal scores; half of what is left of the phase if
    you name none."""

    until: date | None = None
    version: int | None = None


class SelectionForm(Struct):
    """`why` is the code of a refusal's reason. What is selected needs 20 characters of text that
    everybody reads, what is not selected or goes back to its author 100."""

    decision: Literal["selected", "not_selected", "needs_rework", "voting"]
    text: str = ""
    why: str = ""
    version: int | None = None


class ResponseForm(Struct):
    """The official response; `money`: what it costs, in euro; `until`: by when it is there. What
    is accepted has to be planned within 60 days, or by then if that is sooner."""

    outcome: Literal["accepted", "not_accepted"]
    text: str = ""
    why: str = ""
    money: int = 0
    until: date | None = None
    version: int | None = None


class MilestoneForm(Struct):
    """What was reached, on which day; with a `stage` the idea goes on to it. Sent twice it is
    refused, for the `version` is another by then. `money` is in euro."""

    version: int
    stage: Literal["planned", "in_progress", "done", "dropped"] | None = None
    text: str = ""
    why: str = ""
    on: date | None = None
    until: date | None = None
    percent: int | None = None
    photos: list[str] = field(default_factory=list)
    act_url: str = ""
    money: int = 0


class CommitForm(Struct):
    """`conflict` has to be answered before anything else: with an interest in the idea there is no
    score. `commitment` is the SHA-256, in hexadecimal digits, of the score's canonical JSON
    (`{"cost":3,"effect":4,"legal":5,"time":2}`) and a salt right after it."""

    conflict: bool
    commitment: str = ""


class RevealForm(Struct):
    """What was sealed, from 1 to 5, and the salt."""

    effect: Mark
    cost: Mark
    legal: Mark
    time: Mark
    salt: str


class OwnScoreView(Struct):
    """What you said of an idea; `opened` once your score is."""

    idea: str
    conflict: bool
    commitment: str | None
    seal_until: datetime
    opened: bool


class ToScoreView(Struct):
    """`task` is what it is to you: `seal` and `open` are to be done, `sealed` and `opened` are
    done, of `too_few` too few have sealed a score, in `interest` and `own` you have a part, and
    of `missed` the time is over."""

    idea: str
    project: str
    title: str
    state: str
    task: str
    since: datetime | None


class ToScoreList(Struct):
    items: list[ToScoreView]
    next: str | None = None


class OwedView(Struct):
    """A response that an agency owes."""

    idea: str
    project: str
    title: str
    agency: str
    response: ResponseView


class OwedList(Struct):
    items: list[OwedView]
    next: str | None = None


class RefusalView(Struct):
    idea: str
    project: str
    title: str
    state: str
    why: str | None
    reason: str | None


class RefusalList(Struct):
    items: list[RefusalView]
    next: str | None = None


class ExpertQuery(Struct):
    agency: str
    cursor: str | None = None


@blueprint.api("GET /api/v1/ideas/{id}/fate", who=ANYONE)
def read_fate(call: Call, id: str) -> FateView:
    """What became of an idea: scores once they are published, the response, the works."""
    return views.fate(ideas.fate_of(id, by=call.actor, at=call.at))


@blueprint.api("GET /api/v1/work/ideas/{id}/fate", who=FACILITATORS)
def read_fate_at_desk(call: Call, id: str) -> FateView:
    """The same for who leads the project: with the scores as soon as they are open."""
    return views.fate(ideas.fate_of(id, by=call.actor, at=call.at))


@blueprint.api("POST /api/v1/ideas/{id}/review", who=FACILITATORS)
def send_to_experts(call: Call, id: str, form: ReviewForm) -> FateView:
    """Send an idea to the experts of the agency."""
    return _take(call, id, Step.REVIEW, Said(until=form.until), form.version)


@blueprint.api("POST /api/v1/ideas/{id}/review/prolong", who=FACILITATORS)
def prolong_review(call: Call, id: str, form: ReviewForm) -> FateView:
    """Give the experts more time; if some scores are open already, all of them score it anew."""
    return _take(call, id, Step.PROLONG, Said(until=form.until), form.version)


@blueprint.api("POST /api/v1/ideas/{id}/selection", who=FACILITATORS)
def decide_on_idea(call: Call, id: str, form: SelectionForm) -> FateView:
    """Select it or not, ask its author to rework it within 14 days, or put it to the vote."""
    said = Said(text=form.text, why=form.why)
    return _take(call, id, DECISIONS[form.decision], said, form.version)


@blueprint.api("POST /api/v1/ideas/{id}/rework", who=level(1))
def send_reworked(call: Call, id: str) -> FateView:
    """Send what was reworked to the experts once more."""
    ideas.rework(ideas.find(id), id, by=call.actor, at=call.at)
    return views.fate(ideas.fate_of(id, by=call.actor, at=call.at))


@blueprint.api("POST /api/v1/ideas/{id}/response", who=AGENCIES)
def respond(call: Call, id: str, form: ResponseForm) -> FateView:
    """Give the official response to an idea that was selected."""
    said = Said(text=form.text, why=form.why, money=form.money, until=form.until)
    return _take(call, id, OUTCOMES[form.outcome], said, form.version)


@blueprint.api("POST /api/v1/ideas/{id}/milestones", who=AGENCIES)
def add_milestone(call: Call, id: str, form: MilestoneForm) -> FateView:
    """Say what was reached of carrying it out, or that it is planned, done or given up."""
    said = Said(
        form.text,
        form.why,
        form.until,
        form.money,
        form.percent,
        form.act_url,
        form.on,
        tuple(form.photos),
    )
    return _take(call, id, STAGES[form.stage], said, form.version)


@blueprint.api("POST /api/v1/ideas/{id}/scores/commit", who=EXPERTS)
def commit_score(call: Call, id: str, form: CommitForm) -> OwnScoreView:
    """Seal a score, or say that you have an interest in this idea. Until the time for it is over,
    what you send last counts."""
    known = sealing.read(ideas.find(id), id, by=call.actor)
    if form.conflict:
        said = sealing.decline(known, by=call.actor, at=call.at)
    else:
        said = sealing.seal(known, form.commitment, by=call.actor, at=call.at)
    return OwnScoreView(id, said.conflict, said.commitment, known.panel.seal_until, False)


@blueprint.api("POST /api/v1/ideas/{id}/scores/reveal", who=EXPERTS)
def reveal_score(call: Call, id: str, form: RevealForm) -> OwnScoreView:
    """Open the score that you sealed, when the time for sealing is over. Any other is refused."""
    known = sealing.read(ideas.find(id), id, by=call.actor)
    score = Score(form.effect, form.cost, form.legal, form.time)
    said = sealing.open(known, score, form.salt, by=call.actor, at=call.at)
    return OwnScoreView(id, said.conflict, said.commitment, known.panel.seal_until, True)


@blueprint.api("GET /api/v1/work/scores", who=EXPERTS)
def browse_to_score(call: Call, query: ExpertQuery) -> ToScoreList:
    """The ideas that experts of an agency are asked to score, thirty at once by until when; of
    these what you still have to do comes first."""
    after = paging.key(query.cursor)
    found = ideas.to_score(query.agency, by=call.actor, at=call.at, after=after)
    items = [_to_score(one.known.idea, one.task) for one in found.items]
    return ToScoreList(items, paging.cursor(found.last))


@blueprint.api("GET /api/v1/responses", who=ANYONE)
def browse_responses_owed(call: Call, query: OwedQuery) -> OwedList:
    """To which ideas agencies owe a response: what is overdue, or all of it."""
    until = call.at if query.show == "overdue" else None
    found = ideas.owed(until=until, after=paging.key(query.cursor))
    items = [
        OwedView(
            one.idea.id,
            one.idea.project,
            ideas.words_of(one.idea).title,
            one.idea.agency,
            views.response(one.answer),
        )
        for one in found.items
    ]
    return OwedList(items, paging.cursor(found.last))


@blueprint.api("GET /api/v1/refusals", who=ANYONE)
def browse_refusals(call: Call, query: RefusalQuery) -> RefusalList:
    """What was refused or given up in all projects, by the code of its reason."""
    found = ideas.refused(query.why, after=paging.key(query.cursor))
    items = [
        RefusalView(one.idea, one.project, one.title, one.state, one.why, one.reason)
        for one in found.items
    ]
    return RefusalList(items, paging.cursor(found.last))


def _to_score(idea: ideas.Idea, task: ideas.Task) -> ToScoreView:
    title = ideas.words_of(idea).title
    return ToScoreView(idea.id, idea.project, title, idea.state, task, idea.queued_at)


def _take(call: Call, id: str, step: Step, said: Said, version: int | None) -> FateView:
    ideas.take(id, step, said, by=call.actor, at=call.at, version=version)
    return views.fate(ideas.fate_of(id, by=call.actor, at=call.at))
