"""Changing an idea that everybody sees; who reads it before they do is in `pending`."""

from collections.abc import Collection
from datetime import datetime

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, pending, phases, projects, rules, texts
from chalicelib.domain.ideas.pending import EDITABLE, Pending
from chalicelib.domain.ideas.phases import Doing, PhaseClosed
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import known
from chalicelib.domain.ideas.writing import AUTHOR, authored, write
from chalicelib.errors import Conflict, Illegal, Invalid
from chalicelib.models.idea import Idea

WRITING = (Doing.PROPOSE, Doing.AMEND)
NOT_NOW = "ideas are not changed in the phase the project is in"
BEING_READ = "a moderator still reads another change of this idea: wait until that is done"


def reword(
    about: str | Idea, words: Words, *, by: Actor, at: datetime, version: int | None = None
) -> Idea:
    """Other words for an idea of one's own, be it a draft or published."""
    idea = known(about)
    if idea.state == State.DRAFT:
        return write(idea, words, by=by, at=at, version=version)
    return edit(idea, words, by=by, at=at, version=version)


def edit(
    about: str | Idea, words: Words, *, by: Actor, at: datetime, version: int | None = None
) -> Idea:
    """Other words for what is published, in a phase in which ideas are changed: a moderator reads
    them before everybody does. What it says already takes back what waited."""
    idea = authored(about, by=by, version=version)
    check_editable(idea)
    plan = keeping.plan_of(projects.find(idea.project))
    check_now(idea, plan, at)
    said = complete(words, of_project=_tags(idea, words, plan))
    before = pending.of(idea)
    if before and idea.waits and (before.amendment or said == before.text):
        return _as_sent(idea, before, said)
    if said == keeping.words_of(idea):
        return pending.take_back(idea, by=by, role=AUTHOR, at=at) if before else idea
    return pending.send(idea, Pending(said, at, by.id), by=by, role=AUTHOR)


def _as_sent(idea: Idea, before: Pending, said: Words) -> Idea:
    """Sent once more it is the same; but what others proposed is read before anything else."""
    if said != before.text:
        raise Conflict(BEING_READ)
    return idea


def takes_changes(idea: Idea, plan: Plan, at: datetime) -> bool:
    """Whether somebody who takes part, and did not write it, may propose other words now."""
    return State(idea.state) in EDITABLE and phases.allows(plan.phases, Doing.AMEND, at)


def check_editable(idea: Idea) -> None:
    state = State(idea.state)
    if state not in EDITABLE:
        raise Illegal(rules.REASONS[state], state=state, allowed=rules.possible(state))


def complete(words: Words, *, of_project: Collection[str]) -> Words:
    """Tidied; `Invalid` names everything that a published idea cannot be without."""
    said = texts.tidy(words)
    if wrong := texts.wrong_with(said, of_project=of_project):
        raise Invalid(fields=wrong)
    return said


def writable(idea: Idea, plan: Plan, at: datetime) -> bool:
    """Whether its authors can change it now."""
    state = State(idea.state)
    if state in (State.DRAFT, State.NEEDS_REWORK):
        return True
    return state in EDITABLE and changing(plan, at)


def changing(plan: Plan, at: datetime) -> bool:
    """Whether residents write ideas now, or propose changes to them."""
    return any(phases.allows(plan.phases, doing, at) for doing in WRITING)


def check_now(idea: Idea, plan: Plan, at: datetime, otherwise: str = NOT_NOW) -> None:
    """`PhaseClosed` unless residents write ideas now; what has to be reworked is written in the
    time that was given for that."""
    if idea.state == State.NEEDS_REWORK or changing(plan, at):
        return
    opens = [phases.next_opening(plan.phases, doing, at) for doing in WRITING]
    first = min(filter(None, opens), default=None)
    raise PhaseClosed(otherwise, phases=phases.running(plan.phases, at), opens_at=first)


def _tags(idea: Idea, words: Words, plan: Plan) -> Collection[str]:
    """Those that the project names, if any, for who wants another than before."""
    before = {*keeping.words_of(idea).tags, *pending.latest(idea).tags}
    return () if set(texts.tidy_tags(words.tags)) <= before else plan.tags
