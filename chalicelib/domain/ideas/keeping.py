"""Keeping what was decided about a project or an idea, with its event and whatever goes along."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from pynamodb.expressions.condition import Condition
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.catalogue import Text
from chalicelib.domain.ideas import rules
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import Act, State
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.keeping import Fill, keep_changed
from chalicelib.errors import Conflict
from chalicelib.models.event import new_part
from chalicelib.models.idea import Idea, IdeaEvent
from chalicelib.models.project import Fates, Project, ProjectEvent

MEANWHILE = "this has changed meanwhile"
# Thousands, of one idea.
TALK = frozenset({"commented", "replied", "uncommented", "marked", "comment_left"})
Facts = Mapping[str, str]


def plan_of(project: Project) -> Plan:
    return msgspec.convert(project.plan, Plan)


def words_of(idea: Idea) -> Words:
    return msgspec.convert(idea.text, Words)


def changed(
    project: Project,
    kind: str,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    facts: Facts | None = None,
    also: Fill | None = None,
) -> Project:
    """Keep a project as it is now; `Conflict` if somebody changed it since it was read."""
    event = project_event(project, kind, by=by, at=at, note=note, facts=facts)
    event.became = changes.get("state", project.state)
    return keep_changed(project, changes, event, otherwise=MEANWHILE, also=also)


def project_event(
    project: Project,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    note: str = "",
    facts: Facts | None = None,
) -> ProjectEvent:
    """What will have happened to a project; the note is public, who wrote it is not."""
    return ProjectEvent(
        project.id,
        new_part(at),
        kind=f"project.{kind}",
        at=at,
        actor=by.id,
        was=project.state,
        became=project.state,
        public_note=note or None,
        facts={**about(plan_of(project)), **(facts or {})},
    )


def about(plan: Plan) -> dict[str, str]:
    """Which project it is, for letters."""
    return {**titles(plan.title), "agency": plan.agency}


def titles(title: Text) -> dict[str, str]:
    return {"title_ru": title.ru, "title_en": title.en}


def moved(
    idea: Idea,
    act: Act,
    *,
    by: Actor,
    role: str,
    at: datetime,
    reason: str = "",
    changes: Mapping[str, Any] | None = None,
    facts: Facts | None = None,
    people: Iterable[str] | None = None,
    also: Fill | None = None,
) -> Idea:
    """Keep an idea in the state after the act, with its event and the count of ideas without a
    fate. `Conflict` if somebody changed it since it was read, a change of it waits for a moderator,
    or the project is closed."""
    was = State(idea.state)
    becomes = rules.move(was, act)
    if idea.waits:
        raise Conflict("a moderator still reads a change of this idea: wait until that is done")
    reached = {*(idea.reached or ()), str(becomes)}
    kept = {"state": str(becomes), "reached": reached, "reason": reason or None, **(changes or {})}
    event = idea_event(idea, rules.EVENTS[act], by=by, at=at, role=role, facts=facts, people=people)
    event.was, event.became, event.public_note = str(was), str(becomes), reason or None

    def fill(write: TransactWrite) -> None:
        counting_fates(write, idea.project, rules.fates(was, becomes))
        if also:
            also(write)

    return keep_changed(idea, kept, event, otherwise=MEANWHILE, also=fill)


def noted(
    idea: Idea,
    kind: str,
    changes: Mapping[str, Any],
    *,
    by: Actor,
    role: str | None,
    at: datetime,
    note: str = "",
    facts: Facts | None = None,
    told: bool = True,
    also: Fill | None = None,
) -> Idea:
    """Keep what happened to an idea that stays in its state; `Conflict` as before. Its authors are
    ``told``, unless it is nothing to them."""
    event = idea_event(idea, kind, by=by, at=at, role=role, facts={**titled(idea), **(facts or {})})
    event.was, event.became, event.public_note = idea.state, idea.state, note or None
    event.concerns = event.concerns if told else None
    return keep_changed(idea, changes, event, otherwise=MEANWHILE, also=also)


def counting_fates(write: TransactWrite, project: str, more: int) -> None:
    """Put into a transaction that so many more ideas of a project have no fate; it fails once the
    project is closed."""
    if more:
        write.update(
            Fates(project),
            actions=[Fates.without.add(more)],
            condition=Fates.closed == False,  # noqa: E712 (a condition of DynamoDB)
        )


def idea_event(
    idea: Idea,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    role: str | None = None,
    facts: Facts | None = None,
    people: Iterable[str] | None = None,
) -> IdeaEvent:
    """What will have happened to an idea, to be told to its authors, or these ``people``, but who
    did it themselves."""
    told = set((idea.authors or ()) if people is None else people) - {by.id}
    return IdeaEvent(
        idea.id,
        new_part(at, aside=kind in TALK),
        kind=f"idea.{kind}",
        at=at,
        actor=by.id,
        role=role,
        concerns=told or None,
        facts={"project": idea.project, **(facts or {})},
    )


def reworded(
    idea: Idea,
    changes: Mapping[str, Any],
    event: IdeaEvent,
    *,
    only_if: Condition | None = None,
    also: Fill | None = None,
) -> Idea:
    """Keep an idea that stays in its state and says something else, with what happened to it.
    `Conflict` if somebody changed it since it was read."""
    event.was = event.became = idea.state
    return keep_changed(idea, changes, event, otherwise=MEANWHILE, only_if=only_if, also=also)


def titled(idea: Idea) -> dict[str, str]:
    """What a published idea is called, for letters."""
    return {"title": words_of(idea).title}
