"""A thread out of a thread: who leads a project lets a comment, with all answers to it, begin one
of its own.

The comment moves by itself, in one transaction; the worker moves what is below it, from above to
below. Where each lay a sign stays that leads to where it is now. Nothing is said under a sign, so
an answer of this very moment has either come before, and moves along, or goes on at the new place.
"""

import functools
import operator
from collections.abc import Callable
from datetime import datetime

from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, usecases
from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.ideas.talk.changing import AWAY, THERE
from chalicelib.domain.ideas.talk.hosting import FACILITATOR
from chalicelib.domain.keeping import Fill, keep
from chalicelib.errors import Conflict
from chalicelib.models.base import together
from chalicelib.models.idea import Contribution, Idea, IdeaEvent, own
from chalicelib.models.talk import Comment

SPLIT = "idea.split"
PAGE = 200  # comments that one message moves; some ten seconds
TRIES = 5
# What others change of a comment: it moves as it was read.
AS_READ = (
    "state", "edition", "answers", "signs", "helpful", "asks", "person", "queue", "flagged_for",
)  # fmt: skip


def split(idea_id: str, path: str, *, by: Actor, at: datetime, idea: Idea | None = None) -> Comment:
    """Let it begin a thread; one that has moved already is where it has moved to."""
    above = rules.above(path) or path
    places = (room.item(idea_id, each) for each in (path, above))
    here = room.enter(idea_id, *places, by=by, idea=idea)
    usecases.admit_leader(here.idea, by=by)
    comment = room.shown(here.found[0])
    if rules.depth(path) == 1:
        raise Conflict("this comment begins a thread already")
    if rules.depth(comment.path) == 1:
        return comment
    read = iter(here.found[1:] if comment.path == path else [])  # anew, if somebody is quicker
    moved = _persist(comment, lambda it: _begin(here.idea, it, next(read, None), by=by, at=at))
    if rules.depth(moved.path) > 1:  # it went along with what it answers, in this moment
        return split(idea_id, moved.path, by=by, at=at, idea=here.idea)
    return moved


def _begin(
    idea: Idea, comment: Comment, above: Comment | None, *, by: Actor, at: datetime
) -> Comment:
    was, to = comment.path, rules.step_of(comment.path)
    facts = {**keeping.titled(idea), "comment": to, "was": was}
    event = keeping.idea_event(idea, "split", by=by, at=at, role=FACILITATOR, facts=facts)
    event.concerns = None  # the worker tells its author
    signed = _signed(idea.id, was, above)

    def fill(write: TransactWrite) -> None:
        for place, changes in signed:
            write.update(place, changes, condition=THERE)
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    return _move(comment, to, also=fill)


def carry(idea_id: str, path: str, *, most: int = PAGE) -> bool:
    """Move what still lies below a comment that has moved; whether that was all. Doing it twice, or
    two at once, is doing it once."""
    while most and (left := _below(idea_id, path, most)):
        for comment in left:
            _persist(comment, _carry)
        most -= len(left)
    return most > 0


def author_of(idea_id: str, path: str) -> list[str]:
    """Who wrote it, unless they are forgotten, or it is gone."""
    (found,) = together(room.item(idea_id, path), consistent=True)
    return [found.person] if found is not None and found.person else []


def _signed(idea_id: str, was: str, above: Comment | None) -> list[tuple[Comment, list[Action]]]:
    """What changes where a comment leaves a sign: one answer of the thread less, and of the direct
    answers above it one is but a sign. What is above may have moved already, and has then one that
    will not come after."""
    less: list[Action] = [Comment.all_answers.add(-1)]
    if rules.depth(was) == 2:  # below the first comment, which never moves
        return [(_first(idea_id, was), [*less, Comment.signs.add(1)])]
    above = above or room.sign(idea_id, rules.above(was))
    if above.moved_to:
        above, change = room.find(idea_id, above.moved_to), Comment.answers.add(-1)
    else:
        change = Comment.signs.add(1)
    return [(_first(idea_id, was), less), (above, [change])]


def _below(idea_id: str, path: str, most: int) -> list[Comment]:
    """Those that have not moved, what is answered before its answers."""
    found = Comment.query(
        rules.thread_of(idea_id, f"{path}."),
        Comment.path.startswith(f"{path}."),
        filter_condition=Comment.moved_to.does_not_exist(),
        consistent_read=True,
        limit=most,
    )
    return list(found)


def _persist(comment: Comment, move: Callable[[Comment], Comment]) -> Comment:
    """Where it is after the move. Whoever changes it meanwhile comes first, and it is looked at
    again; somebody else may have moved it."""
    for _ in range(TRIES):
        try:
            return move(comment)
        except Conflict:
            comment = room.sign(comment.idea, comment.path)
            if comment.moved_to:
                return room.find(comment.idea, comment.moved_to)
    raise Conflict(keeping.MEANWHILE)


def _carry(comment: Comment) -> Comment:
    """Below what it answers, wherever that is by now."""
    above = room.find(comment.idea, rules.above(comment.path))
    to = f"{above.path}.{rules.step_of(comment.path)}"

    def fill(write: TransactWrite) -> None:
        was, becomes = _first(comment.idea, comment.path), _first(comment.idea, to)
        write.update(was, [Comment.all_answers.add(-1)], condition=THERE)
        write.update(becomes, [Comment.all_answers.add(1)], condition=THERE)
        if rules.depth(above.path) > 1:  # a thread stays; what is in it may move in this moment
            write.update(above, [Comment.answers.add(0)], condition=THERE)

    return _move(comment, to, also=fill)


def _move(comment: Comment, to: str, *, also: Fill) -> Comment:
    there = _there(comment, to)

    def fill(write: TransactWrite) -> None:
        write.save(there, condition=Comment.path.does_not_exist())
        write.update(comment, _sign(to), condition=_as_read(comment))
        if comment.person:
            write.delete(Contribution(own(comment.person), _what(comment)))
            write.save(_contributed(there))
        also(write)

    keep(fill, otherwise=keeping.MEANWHILE)
    return there


def _there(comment: Comment, to: str) -> Comment:
    """All of it, at another place."""
    kept = comment.attribute_values | {
        "first_path": comment.known_as,
        "answers": int(comment.answers) - int(comment.signs or 0),
        "all_answers": 0 if rules.depth(to) == 1 else None,
        "signs": None,  # they stay where they lie
    }
    where = {"thread": rules.thread_of(comment.idea, to), "path": to}
    return Comment(**kept | where)


def _contributed(comment: Comment) -> Contribution:
    """The way from its author to it."""
    return Contribution(
        own(str(comment.person)),
        _what(comment),
        project=comment.project,
        at=comment.at,
        share=comment.role,
    )


def _sign(to: str) -> list[Action]:
    """What it is where it was: nothing answers a sign, not even what lies below it until it moves
    along, or goes past it to where it is now."""
    there: list[Action] = [Comment.state.set(str(rules.State.MOVED)), Comment.moved_to.set(to)]
    none: list[Action] = [Comment.answers.set(0), Comment.signs.remove()]
    return [*there, *none, Comment.reason.remove(), Comment.edited_at.remove(), *AWAY]


def _as_read(comment: Comment) -> Condition:
    def same(name: str) -> Condition:
        attribute, value = getattr(Comment, name), getattr(comment, name)
        condition: Condition = attribute.does_not_exist() if value is None else attribute == value
        return condition

    return functools.reduce(operator.and_, map(same, AS_READ))


def _first(idea_id: str, path: str) -> Comment:
    """The first comment of the thread that a path is in."""
    root = rules.root_of(path)
    return Comment(rules.thread_of(idea_id, root), root)


def _what(comment: Comment) -> str:
    return f"talk#{comment.idea}#{comment.path}"
