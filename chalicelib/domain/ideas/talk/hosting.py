"""What who leads a project does in its discussions: pins, sums up, sees what is not answered."""

from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, projects, usecases
from chalicelib.domain.ideas import rules as ideas
from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.ideas.talk.moderating import PAGE, waiting
from chalicelib.domain.ideas.talk.posting import QUESTIONS
from chalicelib.domain.ideas.talk.room import Room
from chalicelib.domain.keeping import keep, keep_changed
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.models.idea import Idea, IdeaEvent
from chalicelib.models.project import Project
from chalicelib.models.talk import Comment, Summary

FACILITATOR = "facilitator"


def pin(
    idea_id: str, path: str, on: bool, *, by: Actor, at: datetime, idea: Idea | None = None
) -> None:
    """Let the first comment of a thread stand above all others, or no more; three at most."""
    here = room.enter(idea_id, room.item(idea_id, path), by=by, idea=idea)
    usecases.admit_leader(here.idea, by=by)
    comment = room.shown(here.found[0])
    if rules.depth(comment.path) > 1:
        raise Conflict("only the first comment of a thread can be pinned")
    before = list(here.idea.pinned or ())
    after = [one for one in before if one != comment.path] + [comment.path] * on
    if len(after) > rules.MOST_PINNED:
        raise Conflict("three comments are pinned already")
    if after != before:
        _pin(here, after, "pinned" if on else "unpinned", by=by, at=at)


def _pin(here: Room, after: list[str], kind: str, *, by: Actor, at: datetime) -> None:
    event = keeping.idea_event(here.idea, kind, by=by, at=at, role=FACILITATOR)
    event.concerns = None
    keep_changed(here.idea, {"pinned": after}, event, otherwise=keeping.MEANWHILE)


def summarise(
    idea_id: str, text: str, *, by: Actor, at: datetime, idea: Idea | None = None
) -> Summary:
    """Say above a discussion how far it has come, in place of what was said before."""
    tidy = text.strip()
    if wrong := rules.wrong_with_summary(tidy):
        raise Invalid(fields=wrong)
    here = room.enter(idea_id, by=by, idea=idea)
    usecases.admit_leader(here.idea, by=by)
    summary = Summary(idea_id, text=tidy, at=at)
    event = keeping.idea_event(here.idea, "summarised", by=by, at=at, role=FACILITATOR)
    event.concerns = None

    def fill(write: TransactWrite) -> None:
        write.save(summary)
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)
    return summary


def questions(
    project_id: str, *, by: Actor, limit: int = PAGE, project: Project | None = None
) -> list[Comment]:
    """What residents asked in a project and nobody who answers for it has answered, the oldest
    first."""
    known = project if project is not None else projects.find(project_id)
    if not ideas.leads(by, projects.visible(known, project_id, by).agency):
        raise Forbidden(ideas.REFUSED[ideas.Relation.FACILITATOR].singular)
    return waiting(f"{QUESTIONS}{project_id}", limit)


def unanswered(project_id: str) -> int:
    """How many such questions there are, a moment behind."""
    return Project.by_queue.count(f"{QUESTIONS}{project_id}")
