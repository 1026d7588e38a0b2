"""Writing a comment of one's own anew, and taking it away."""

from datetime import datetime

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping
from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.ideas.talk.room import Room
from chalicelib.domain.ideas.talk.rules import Said, State
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden, Invalid
from chalicelib.models.idea import Contribution, Idea, IdeaEvent, own
from chalicelib.models.talk import Comment, CommentVersion, versions

SHOWN = Comment.state == str(State.SHOWN)
THERE = Comment.path.exists() & Comment.moved_to.does_not_exist()
AWAY: tuple[Action, ...] = (
    Comment.text.remove(),
    Comment.person.remove(),
    Comment.asks.set(False),
    Comment.flagged_for.remove(),
    Comment.queue.remove(),
    Comment.queued_at.remove(),
)


def edit(
    idea_id: str, path: str, said: Said, *, by: Actor, at: datetime, idea: Idea | None = None
) -> Comment:
    """Say it in other words; what it said before stays to be read."""
    said = rules.tidy(said)
    if wrong := rules.wrong_with(said):
        raise Invalid(fields=wrong)
    here, comment = _own(idea_id, path, by=by, idea=idea)
    room.check_open(here, at)
    if (comment.text, comment.side) == (said.text, said.side):
        return comment
    seen = int(comment.edition)
    if seen > rules.MOST_EDITS:
        raise Conflict("this was written anew as often as it can be")
    before = _version(comment, seen)
    before.text, before.side = comment.text, comment.side
    before.at = comment.edited_at or comment.at
    changes = {"text": said.text, "side": str(said.side), "edited_at": at, "edition": seen + 1}

    def fill(write: TransactWrite) -> None:
        write.save(before, condition=CommentVersion.part.does_not_exist())
        actions = [getattr(Comment, name).set(value) for name, value in changes.items()]
        write.update(comment, actions, condition=SHOWN & (Comment.edition == seen))

    keep(fill, otherwise=keeping.MEANWHILE)
    for name, value in changes.items():
        setattr(comment, name, value)
    return comment


def history(
    idea_id: str, path: str, *, by: Actor, idea: Idea | None = None
) -> list[CommentVersion]:
    """What a comment said before, the oldest first; of one that was taken away, nothing."""
    here = room.enter(idea_id, room.item(idea_id, path), by=by, idea=idea)
    comment = room.shown(here.found[0])
    place = CommentVersion.part.startswith(f"{comment.known_as}#")
    return list(CommentVersion.query(versions(idea_id), place))


def delete(
    idea_id: str, path: str, *, by: Actor, at: datetime, idea: Idea | None = None
) -> Comment | None:
    """Take it away, with all it ever said: where it has answers its place stays; None if nothing
    does. Deleting what is gone changes nothing."""
    here, comment = _own(idea_id, path, by=by, idea=idea)
    try:
        return _delete(here, comment, by=by, at=at)
    except Conflict:  # somebody has answered in this moment, or it is gone
        here, comment = _own(idea_id, path, by=by, idea=here.idea)
        return _delete(here, comment, by=by, at=at)


def _delete(here: Room, comment: Comment, *, by: Actor, at: datetime) -> Comment | None:
    event = keeping.idea_event(here.idea, "uncommented", by=by, at=at, role=comment.role)
    event.concerns, seen = None, int(comment.answers)
    edition = int(comment.edition)
    old = [_version(comment, number) for number in range(1, edition)]
    as_read = SHOWN & (Comment.answers == seen) & (Comment.edition == edition)

    def fill(write: TransactWrite) -> None:
        if seen:
            state = Comment.state.set(str(State.DELETED))
            write.update(comment, [state, *AWAY], condition=as_read)
        else:
            write.delete(comment, condition=as_read)
            _one_less(write, comment)
        write.delete(Contribution(own(by.id), f"talk#{comment.idea}#{comment.path}"))
        for version in old:
            write.delete(version)
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=keeping.MEANWHILE)
    comment.state = str(State.DELETED)
    return comment if seen else None


def _version(comment: Comment, number: int) -> CommentVersion:
    return CommentVersion(versions(comment.idea), f"{comment.known_as}#{number:04}")


def _one_less(write: TransactWrite, comment: Comment) -> None:
    """Of what it answers, and of the first comment of its thread, which is the same at times."""
    if not (above := rules.above(comment.path)):
        return
    root = rules.root_of(above)
    fewer = Comment(rules.thread_of(comment.idea, above), above)
    if above == root:
        both: list[Action] = [Comment.answers.add(-1), Comment.all_answers.add(-1)]
        write.update(fewer, both, condition=THERE)
        return
    write.update(fewer, [Comment.answers.add(-1)], condition=THERE)
    first = Comment(rules.thread_of(comment.idea, root), root)
    write.update(first, [Comment.all_answers.add(-1)], condition=THERE)


def _own(idea_id: str, path: str, *, by: Actor, idea: Idea | None = None) -> tuple[Room, Comment]:
    here = room.enter(idea_id, room.item(idea_id, path), by=by, idea=idea)
    comment = room.shown(here.found[0])
    if comment.person != by.id:
        raise Forbidden("only who wrote this comment can do it")
    return here, comment
