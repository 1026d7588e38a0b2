"""Changing an idea that everybody sees: freely for half an hour, afterwards version by version."""

from collections.abc import Collection
from datetime import datetime, timedelta

import msgspec
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, phases, projects, rules, texts
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.texts import Words
from chalicelib.domain.ideas.usecases import known, version_part
from chalicelib.domain.ideas.writing import AUTHOR, authored, write
from chalicelib.domain.keeping import Fill
from chalicelib.errors import Illegal, Invalid
from chalicelib.models.idea import Idea, IdeaVersion

FREE = timedelta(minutes=30)  # spec S4 §1
EDITABLE = frozenset({State.PUBLISHED, State.NEEDS_REWORK})


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
    """Other words for what is published: in place of the first version as long as that is free,
    else as one more. `Conflict` if it was rated, or changed, in this very moment."""
    idea = authored(about, by=by, version=version)
    check_editable(idea)
    said = complete(words, of_project=_tags(idea, words))
    if said == keeping.words_of(idea):
        return idea
    if free(idea, at):
        return _replaced(idea, said, by=by, at=at)
    return revised(idea, said, "revised", of=by.id, by=by, at=at)


def free(idea: Idea, at: datetime) -> bool:
    """Whether what is written now takes the place of the first version."""
    begun = idea.published_at is not None and at < idea.published_at + FREE
    first = idea.rated_at is None and int(idea.edition) == 1
    return begun and first and State(idea.state) in EDITABLE


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


def _tags(idea: Idea, words: Words) -> Collection[str]:
    """Those that the project names, if any; it is read only for who wants another than before."""
    if set(texts.tidy_tags(words.tags)) <= set(keeping.words_of(idea).tags):
        return ()
    return keeping.plan_of(projects.find(idea.project)).tags


def revised(
    idea: Idea,
    said: Words,
    kind: str,
    *,
    of: str | None,
    by: Actor,
    at: datetime,
    people: set[str] | None = None,
    amendment: str | None = None,
    also: Fill | None = None,
) -> Idea:
    """Keep one more version, which is ``of`` the person who wrote it: an author, or who proposed
    the ``amendment``."""
    number, mark = int(idea.edition) + 1, texts.fingerprint(said)
    kept = _version(idea, number, said, of=of, at=at)
    kept.amendment = amendment
    facts = _facts(said, number, mark)
    event = keeping.idea_event(idea, kind, by=by, at=at, role=AUTHOR, facts=facts, people=people)

    def with_version(write: TransactWrite) -> None:
        write.save(kept, condition=IdeaVersion.part.does_not_exist())
        if also:
            also(write)

    changes = {"text": msgspec.to_builtins(said), "edition": number, "fingerprint": mark}
    return keeping.reworded(idea, changes, event, also=with_version)


def _replaced(idea: Idea, said: Words, *, by: Actor, at: datetime) -> Idea:
    """What was said at first is not kept; nobody has rated it."""
    mark = texts.fingerprint(said)
    kept = _version(idea, 1, said, of=by.id, at=at)
    facts = _facts(said, 1, mark)
    event = keeping.idea_event(idea, "edited", by=by, at=at, role=AUTHOR, facts=facts)
    changes = {"text": msgspec.to_builtins(said), "fingerprint": mark}
    return keeping.reworded(
        idea,
        changes,
        event,
        only_if=Idea.rated_at.does_not_exist(),
        also=lambda write: write.save(kept, condition=IdeaVersion.part.exists()),
    )


def _version(idea: Idea, number: int, said: Words, *, of: str | None, at: datetime) -> IdeaVersion:
    return IdeaVersion(
        idea.id,
        version_part(number),
        text=msgspec.to_builtins(said),
        fingerprint=texts.fingerprint(said),
        at=at,
        person=of,
    )


def _facts(said: Words, number: int, mark: str) -> dict[str, str]:
    return {"title": said.title, "edition": str(number), "fingerprint": mark}
