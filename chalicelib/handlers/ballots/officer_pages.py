"""The desk of officers for ballots: composing in steps, scheduling, watching, and stopping."""

from chalice.app import Response
from msgspec import Struct

from chalicelib import catalogue
from chalicelib.actors import Role
from chalicelib.domain import ballots
from chalicelib.domain.ballots import Ballot, Draft, State, Type
from chalicelib.domain.ballots.conditions import LOOKED_AT
from chalicelib.domain.ballots.drafts import NOTHING, wrong_with
from chalicelib.domain.ballots.watching import watch
from chalicelib.edge import fields, paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import ShownForm
from chalicelib.edge.identity import staff
from chalicelib.errors import Conflict, NotFound
from chalicelib.handlers.ballots import draft_forms
from chalicelib.messages import say

blueprint = Capability(__name__)
OFFICERS = staff(Role.BALLOT_OFFICER)
READERS = staff(Role.BALLOT_OFFICER, Role.AUDITOR)
STAGES = ("draft", "scheduled", "tallied", "published", "cancelled", "annulled")


class DeskQuery(Struct):
    stage: str = "draft"
    cursor: str | None = None


class StopForm(Struct):
    version: int
    reason: str = ""


@blueprint.page("GET /work/ballots", who=READERS)
def desk(call: Call, query: DeskQuery) -> Response:
    """Ballots by how far they are."""
    stage = query.stage if query.stage in STAGES else STAGES[0]
    found = ballots.at_stage(stage, by=call.actor, after=paging.key(query.cursor))
    return call.render(
        "ballots/work/list.html",
        title=call.tell(say("Desk of ballots")),
        stage=stage,
        stages=STAGES,
        found=[(ballot, ballots.draft_of(ballot)) for ballot in found.items],
        state_of=lambda ballot: ballots.state_at(ballot, call.at),
        cursor=paging.cursor(found.last),
        composes=call.actor.is_(Role.BALLOT_OFFICER),
    )


@blueprint.page("POST /work/ballots", who=OFFICERS, again=desk)
def begin(call: Call) -> Response:
    """Begin a ballot; it is written step by step."""
    ballot = ballots.compose(Draft(), by=call.actor, at=call.at)
    return call.redirect(f"/work/ballots/{ballot.id}/words")


@blueprint.page("GET /work/ballots/{id}", who=READERS)
def work_on(call: Call, id: str) -> Response:
    """One ballot: as a draft what it lacks, afterwards how it runs."""
    ballot, history = ballots.at_desk(id, by=call.actor)
    draft, state = ballots.draft_of(ballot), ballots.state_at(ballot, call.at)
    gaps = wrong_with(draft, call.at) if state is State.DRAFT else {}
    return call.render(
        "ballots/work/one.html",
        title=draft.title[call.language] or call.tell(say("A ballot without a title")),
        ballot=ballot,
        draft=draft,
        state=state,
        steps=draft_forms.steps().values(),
        gaps=[
            (field, draft_forms.step_of(field), _label(call, field), gaps[field]) for field in gaps
        ],
        fields={field: _label(call, field) for field in call.errors},
        history=history,
        runs=watch(id, by=call.actor) if ballot.wording else None,
        composes=call.actor.is_(Role.BALLOT_OFFICER),
    )


@blueprint.page("GET /work/ballots/{id}/preview", who=READERS)
def preview(call: Call, id: str) -> Response:
    """As residents will see it, in each language."""
    ballot = ballots.shown(id, by=call.actor)
    return call.render(
        "ballots/work/preview.html",
        title=call.tell(say("Preview in both languages")),
        ballot=ballot,
        draft=ballots.draft_of(ballot),
    )


@blueprint.page("GET /work/ballots/{id}/{step}", who=OFFICERS)
def write(call: Call, id: str, step: str) -> Response:
    """One step of the draft."""
    if step not in draft_forms.steps():
        raise NotFound("there is nothing at this address")
    ballot, draft = _draft(call, id)
    return call.render(
        f"ballots/work/{step}.html",
        title=call.tell(draft_forms.steps()[step].title),
        ballot=ballot,
        draft=draft,
        step=step,
        areas=catalogue.areas(),
        agencies=catalogue.agencies(),
        rows=max(3, len(draft.materials) + 1),
        in_city=catalogue.in_city,
    )


@blueprint.page("POST /work/ballots/{id}/{step}", who=OFFICERS, again=write)
def keep_step(call: Call, id: str, step: str, form: ShownForm) -> Response:
    """Keep what was written, and go on to the next step."""
    ballot, draft = _draft(call, id)
    if step not in (names := list(draft_forms.steps())):
        raise NotFound("there is nothing at this address")
    with fields.reading(call.values) as typed:
        wanted = draft_forms.changed(draft, step, typed)
    ballots.rewrite(ballot, wanted, by=call.actor, at=call.at, version=form.version)
    following = [*names[1:], "questions/1"][names.index(step)]
    begun = draft.title == NOTHING or not draft.questions
    return call.redirect(f"/work/ballots/{id}/{following}" if begun else f"/work/ballots/{id}")


@blueprint.page("GET /work/ballots/{id}/questions/{number}", who=OFFICERS)
def write_question(call: Call, id: str, number: str) -> Response:
    """One question with its options."""
    ballot, draft = _draft(call, id)
    place = _place(draft, number)
    asked = draft.questions[place] if place < len(draft.questions) else None
    return call.render(
        "ballots/work/question.html",
        title=call.tell(say("Question %(number)s", number=place + 1)),
        ballot=ballot,
        asked=asked,
        number=place + 1,
        types=list(Type),
        earlier=[q for q in draft.questions[:place] if q.type in LOOKED_AT],
        draft=draft,
        rows=(len(asked.options) if asked else 0) + draft_forms.SPARE,
    )


@blueprint.page("POST /work/ballots/{id}/questions/{number}", who=OFFICERS, again=write_question)
def keep_question(call: Call, id: str, number: str, form: ShownForm) -> Response:
    """Keep the question, or take it out."""
    ballot, draft = _draft(call, id)
    place = _place(draft, number)
    if call.values.get("act") == "remove":
        wanted = draft_forms.without_question(draft, place)
    else:
        with fields.reading(call.values) as typed:
            wanted = draft_forms.with_question(draft, place, typed)
    ballots.rewrite(ballot, wanted, by=call.actor, at=call.at, version=form.version)
    more = call.values.get("act") == "more"
    return call.redirect(f"/work/ballots/{id}" + (f"/questions/{number}" if more else ""))


@blueprint.page("POST /work/ballots/{id}/schedule", who=OFFICERS, again=work_on)
def schedule(call: Call, id: str, form: ShownForm) -> Response:
    """Freeze the wording and announce the ballot."""
    ballots.schedule(id, by=call.actor, at=call.at, version=form.version)
    return call.redirect(f"/work/ballots/{id}", notice=say("The ballot is announced and frozen"))


@blueprint.page("POST /work/ballots/{id}/cancel", who=OFFICERS, again=work_on)
def cancel(call: Call, id: str, form: StopForm) -> Response:
    """Take it back before it opens."""
    ballots.cancel(id, reason=form.reason, by=call.actor, at=call.at, version=form.version)
    return call.redirect(f"/work/ballots/{id}", notice=say("The ballot is cancelled"))


@blueprint.page("POST /work/ballots/{id}/annul", who=OFFICERS, again=work_on)
def annul(call: Call, id: str, form: StopForm) -> Response:
    """Declare it void."""
    ballots.annul(id, reason=form.reason, by=call.actor, at=call.at, version=form.version)
    return call.redirect(f"/work/ballots/{id}", notice=say("The ballot is annulled"))


def _draft(call: Call, id: str) -> tuple[Ballot, Draft]:
    """A ballot that can still be written."""
    ballot = ballots.shown(id, by=call.actor)
    if ballot.state != State.DRAFT:
        raise Conflict("the wording of this ballot is frozen: cancel it and compose another one")
    return ballot, ballots.draft_of(ballot)


def _place(draft: Draft, number: str) -> int:
    """Counted from nought; the next free one is a new question."""
    if not number.isdecimal() or not 1 <= int(number) <= len(draft.questions) + 1:
        raise NotFound("there is nothing at this address")
    return int(number) - 1


def _label(call: Call, field: str) -> str:
    return call.tell(draft_forms.label_of(field))
