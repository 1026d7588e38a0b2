"""The experts of an idea: asked once it is sent to them, given more time, asked anew."""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.expressions.update import Action

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, phases, scores, usecases
from chalicelib.domain.ideas.deciding import NOTHING_DUE, Case, end_of
from chalicelib.domain.ideas.phases import Doing, PhaseClosed
from chalicelib.domain.ideas.rules import Act
from chalicelib.domain.keeping import Fill
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import say
from chalicelib.models.fate import PANEL, Panel
from chalicelib.models.idea import Idea

ANEW = timedelta(days=7)  # for experts to score what was reworked, or is late
QUEUE = "review#"


def review(case: Case) -> Idea:
    """Send it to the experts, who seal their scores until a day within the phase: half of what is
    left of it if none is named."""
    phase = phases.allowing(case.plan.phases, Doing.REVIEW, case.at)
    assert phase.closes_at
    until = _until(case, phase.closes_at) or case.at + (phase.closes_at - case.at) / 2
    changes = {**NOTHING_DUE, **_to_experts(case.idea, until)}
    return case.move(Act.REVIEW, changes=changes, also=_panel(case, until))


def prolong(case: Case) -> Idea:
    """Give the experts more time: as long as no score is open, to seal; once some are, and too few,
    to score anew, for what others know by now is no secret any more. Within their phase, or a week
    if it is over: without three scores nothing could ever be decided."""
    panel = case.panel
    assert panel
    if panel.opened >= scores.LEAST:
        raise Conflict("three experts have opened their scores: it can be decided")
    until = _until(case, _latest(case))
    assert until, "it was checked that a day is named"
    if until <= panel.seal_until:
        raise Invalid(fields={"until": say("this has to be later than the end that was said")})
    changes = _to_experts(case.idea, until)
    also = _again(panel, until) if panel.opened else _longer(panel, until)
    facts = {"until": until.isoformat()}
    return keeping.noted(
        case.idea,
        "review_prolonged",
        changes,
        by=case.by,
        role=case.role,
        at=case.at,
        facts=facts,
        also=also,
    )


def rework(idea: Idea | None, idea_id: str, *, by: Actor, at: datetime) -> Idea:
    """Send it to the experts once more, for whoever wrote it; they have a week to score it anew."""
    seen, role = usecases.admitted(idea, idea_id, Act.REWORK, by=by)
    if seen.due_on and workdays.day_of(at) > seen.due_on:
        raise Conflict("the 14 days to rework it have passed")
    panel = Panel.get(idea_id, PANEL, consistent_read=True)
    until = at + ANEW
    return keeping.moved(
        seen,
        Act.REWORK,
        by=by,
        role=role,
        at=at,
        changes={**NOTHING_DUE, **_to_experts(seen, until)},
        facts=keeping.titled(seen),
        also=_again(panel, until),
    )


def _latest(case: Case) -> datetime:
    """When the phase ends that experts are in; a week from now without one."""
    try:
        phase = phases.allowing(case.plan.phases, Doing.REVIEW, case.at)
    except PhaseClosed:
        return end_of(case.today + ANEW)
    assert phase.closes_at
    return phase.closes_at


def _until(case: Case, latest: datetime) -> datetime | None:
    """The end of the last day for sealing; `Invalid` if that is too late."""
    if case.said.until is None:
        return None
    until = end_of(case.said.until)
    if until > latest:
        raise Invalid(fields={"until": say("experts cannot have so long: name an earlier day")})
    return until


def _to_experts(idea: Idea, until: datetime) -> dict[str, Any]:
    return {"queue": f"{QUEUE}{idea.agency}", "queued_at": until}


def _panel(case: Case, until: datetime) -> Fill:
    made = Panel(case.idea.id, seal_until=until)
    return lambda write: write.save(made, condition=Panel.idea.does_not_exist())


def _longer(panel: Panel, until: datetime) -> Fill:
    none_open = (Panel.round == panel.round) & (Panel.opened == 0)
    return lambda write: write.update(panel, [Panel.seal_until.set(until)], condition=none_open)


def _again(panel: Panel, until: datetime) -> Fill:
    """Another round, in which nobody has said anything yet."""
    anew: list[Action] = [
        Panel.round.set(panel.round + 1),
        Panel.seal_until.set(until),
        Panel.sealed.set(0),
        Panel.opened.set(0),
        Panel.marks.set(0),
    ]
    same = (Panel.round == panel.round) & (Panel.opened == panel.opened)
    return lambda write: write.update(panel, anew, condition=same)
