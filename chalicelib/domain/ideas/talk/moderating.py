"""Moderators look at comments that somebody reported: they stay, or are hidden for a reason."""

from datetime import datetime
from itertools import islice

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, usecases
from chalicelib.domain.ideas import rules as ideas
from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.ideas.talk.marking import FLAGGED, SHOWN
from chalicelib.domain.ideas.talk.posting import QUESTIONS
from chalicelib.domain.keeping import keep
from chalicelib.errors import Forbidden
from chalicelib.models.base import together
from chalicelib.models.idea import HEAD, Idea, IdeaEvent
from chalicelib.models.project import Project
from chalicelib.models.talk import Comment

PAGE = 20
MODERATOR = "moderator"


def flagged(area: str, *, by: Actor, limit: int = PAGE) -> list[Comment]:
    """What was reported in projects for this area, the longest waiting first."""
    _admit(by, area)
    return waiting(f"{FLAGGED}{area}", limit)


def waiting(queue: str, limit: int) -> list[Comment]:
    """The comments in a queue, in two round trips."""
    found = islice(Project.by_queue.query(queue, limit=limit), limit)
    places = [(Comment, str(one.id), str(one.part)) for one in found]
    read = together(*places, consistent=True)
    return [comment for comment in read if comment and comment.queue == queue]


def hide(idea_id: str, path: str, *, reason: str, by: Actor, at: datetime) -> Comment:
    """Nobody reads it any more; why, everybody does, and its author is told."""
    why = ideas.reason(reason)
    idea, comment = _to_judge(idea_id, path, by=by)
    facts = {**keeping.titled(idea), "comment": path}
    event = keeping.idea_event(idea, "comment_hidden", by=by, at=at, role=MODERATOR, facts=facts)
    event.public_note, event.concerns = why, {comment.person} if comment.person else None
    changes: list[Action] = [
        Comment.state.set(str(rules.State.HIDDEN)),
        Comment.reason.set(why),
        Comment.asks.set(False),
        Comment.queue.remove(),
        Comment.queued_at.remove(),
    ]

    def fill(write: TransactWrite) -> None:
        write.update(comment, changes, condition=SHOWN)
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)
    comment.state, comment.reason = str(rules.State.HIDDEN), why
    return comment


def leave(idea_id: str, path: str, *, by: Actor, at: datetime) -> Comment:
    """Nothing is wrong with it: it waits for moderators no more. Who reported it cannot again."""
    idea, comment = _to_judge(idea_id, path, by=by)
    facts = {**keeping.titled(idea), "comment": path}
    event = keeping.idea_event(idea, "comment_left", by=by, at=at, role=MODERATOR, facts=facts)
    event.concerns = None  # nobody hears that a comment of theirs was reported in vain
    changes: list[Action] = [Comment.flagged_for.remove()]
    if comment.asks:
        changes.append(Comment.queue.set(f"{QUESTIONS}{comment.project}"))
    else:
        changes += [Comment.queue.remove(), Comment.queued_at.remove()]

    def fill(write: TransactWrite) -> None:
        write.update(comment, changes, condition=SHOWN)
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)
    return comment


def _to_judge(idea_id: str, path: str, *, by: Actor) -> tuple[Idea, Comment]:
    """The comment and its idea, before a moderator of its area who has written neither."""
    idea, comment = together((Idea, idea_id, HEAD), room.item(idea_id, path), consistent=True)
    if idea is None:
        raise usecases.unknown(idea_id)
    readable = room.shown(comment)
    _admit(by, readable.area)
    if readable.person == by.id:
        raise Forbidden("you cannot do this with a comment of your own")
    if by.id in (idea.authors or ()):
        raise Forbidden("you cannot do this with what is said of an idea of your own")
    return idea, readable


def _admit(by: Actor, area: str) -> None:
    if not by.moderates(area):
        raise Forbidden(ideas.REFUSED[ideas.Relation.MODERATOR].singular)
