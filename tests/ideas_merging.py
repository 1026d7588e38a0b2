"""Ideas that become one, or come to be written by more people, before a test begins."""

from datetime import datetime, timedelta

from chalicelib.actors import Actor
from chalicelib.domain import ideas
from chalicelib.domain.ideas import Idea, coauthors, following, merging
from tests.ideas import IDEAS_TIME, LEADER, REASON, events

NOW = IDEAS_TIME + timedelta(minutes=40)


def asked(one: Idea, other: Idea, *, at: datetime = NOW) -> None:
    """It is proposed that one goes into the other."""
    found = merging.of(one.id)
    merging.propose(one.id, found, into=other.id, note=REASON, by=LEADER, at=at)


def agreed(one: Idea, *people: Actor, at: datetime = NOW) -> None:
    for by in people:
        merging.answer(merging.proposal(one.id, by=by), agrees=True, by=by, at=at)


def writes_along(idea: Idea, person: Actor, *, admitted_by: Actor, at: datetime = NOW) -> None:
    ideas.join(idea.project, by=person, at=at)
    wants = coauthors.ask(idea.id, note="I draw", by=person, at=at)
    coauthors.admit(idea.id, wants.id, by=admitted_by, at=at)


def followed(idea: Idea) -> None:
    """What the worker makes of all that has happened to an idea."""
    for event in events(idea):
        following.follow(event.kind, idea.id, event.facts or {}, at=NOW)
