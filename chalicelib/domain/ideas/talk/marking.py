"""Finding a comment helpful, and reporting one to the moderators: each person once."""

from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain import quotas
from chalicelib.domain.ideas import keeping
from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.ideas.talk.room import Room
from chalicelib.domain.ideas.talk.rules import Flaw
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict, Forbidden
from chalicelib.messages import say
from chalicelib.models.idea import Idea, IdeaEvent, own
from chalicelib.models.talk import Comment, Marked, marked

FLAGGED = "flagged#"
REPORTS = quotas.Limit(
    "flags", 30, say("you can report something %(most)s times a day: come tomorrow")
)
SHOWN = Comment.state == str(rules.State.SHOWN)


def mark(
    idea_id: str,
    path: str,
    helpful: bool,
    *,
    by: Actor,
    at: datetime,
    idea: Idea | None = None,
) -> Comment:
    """Say that it helps, or no more; saying so twice is saying it once. Nobody finds what they
    said themselves helpful."""
    here, comment = _enter(idea_id, path, by=by, at=at, idea=idea)
    if is_helpful(here, comment.known_as) is helpful:
        return comment
    try:
        _mark(here, comment, helpful, by=by, at=at)
    except Conflict:
        here, comment = _enter(idea_id, path, by=by, at=at, idea=here.idea)
        if is_helpful(here, comment.known_as) is helpful:  # in another window, a moment ago
            return comment
        raise
    comment.helpful += 1 if helpful else -1
    return comment


def is_helpful(here: Room, known_as: str) -> bool:
    """Whether the person who looks said so."""
    return here.marks is not None and known_as in (here.marks.helpful or ())


def flag(
    idea_id: str, path: str, flaw: Flaw, *, by: Actor, at: datetime, idea: Idea | None = None
) -> Comment:
    """Ask the moderators to look at it; twice is once. Whoever reads it may, whether they have
    joined or not, and whatever phase the project is in."""
    here, comment = _reading(idea_id, path, by=by, idea=idea)
    known_as = comment.known_as
    if here.marks is not None and known_as in (here.marks.flagged or ()):
        return comment
    actions: list[Action] = [
        Comment.flagged_for.add({str(flaw)}),
        Comment.queue.set(f"{FLAGGED}{comment.area}"),
        Comment.queued_at.set(at),
    ]

    def fill(write: TransactWrite) -> None:
        write.update(comment, actions, condition=SHOWN)

    reported(here.idea, known_as, fill, by=by, at=at)
    return comment


def reported(idea: Idea, what: str, fill: Fill, *, by: Actor, at: datetime) -> None:
    """Keep that somebody reported a comment on an idea, or the idea itself: once, and so many a
    day."""

    def once(write: TransactWrite) -> None:
        mine = Marked.flagged.add({what})
        _marking(write, idea, by, mine, only_if=~Marked.flagged.contains(what), at=at)
        fill(write)
        REPORTS.using(write, by.id, at=at)

    with REPORTS.explaining(by.id, at=at):
        keep(once, otherwise=keeping.MEANWHILE)


def _mark(here: Room, comment: Comment, helpful: bool, *, by: Actor, at: datetime) -> None:
    said = Marked.helpful.contains(comment.known_as)
    event = keeping.idea_event(here.idea, "marked", by=by, at=at, facts={"comment": comment.path})
    event.concerns = event.actor = None  # who found it helpful is nobody's business

    def fill(write: TransactWrite) -> None:
        mine: Action = Marked.helpful.add({comment.known_as})
        if not helpful:
            mine = Marked.helpful.delete({comment.known_as})
        _marking(write, here.idea, by, mine, only_if=~said if helpful else said, at=at)
        more = Comment.helpful.add(1 if helpful else -1)
        write.update(comment, [more], condition=SHOWN)
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)


def _marking(
    write: TransactWrite, idea: Idea, by: Actor, action: Action, *, only_if: Condition, at: datetime
) -> None:
    mine = Marked(own(by.id), marked(idea.id))
    where = [Marked.project.set(idea.project), Marked.at.set(at)]
    write.update(mine, [action, *where], condition=only_if)


def _enter(
    idea_id: str, path: str, *, by: Actor, at: datetime, idea: Idea | None
) -> tuple[Room, Comment]:
    here, comment = _reading(idea_id, path, by=by, idea=idea)
    room.check_open(here, at)
    return here, comment


def _reading(idea_id: str, path: str, *, by: Actor, idea: Idea | None) -> tuple[Room, Comment]:
    """A comment that is shown, before somebody who has not written it."""
    here = room.enter(idea_id, room.item(idea_id, path), by=by, idea=idea)
    comment = room.shown(here.found[0])
    if comment.person == by.id:
        raise Forbidden("you cannot do this with a comment of your own")
    return here, comment
