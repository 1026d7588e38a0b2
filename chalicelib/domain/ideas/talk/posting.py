"""Saying something about an idea, or answering somebody."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib import identifiers
from chalicelib.actors import Actor
from chalicelib.domain import claims, quotas
from chalicelib.domain.ideas import keeping
from chalicelib.domain.ideas.projects import NOT_KEPT
from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.ideas.talk.room import Room
from chalicelib.domain.ideas.talk.rules import ANSWERING, Said, State
from chalicelib.errors import Conflict, Invalid
from chalicelib.messages import say
from chalicelib.models.base import together
from chalicelib.models.claim import Claim
from chalicelib.models.idea import Contribution, Idea, IdeaEvent, own
from chalicelib.models.talk import Comment

DAY = quotas.Limit("comments", 60, say("you can write %(most)s comments a day: come tomorrow"))
GONE = "what you answer was taken away: nothing can be added under it"
DEEP = "threads are four deep: answer the comment above this one"
QUESTIONS = "questions#"


def comment(
    idea_id: str,
    said: Said,
    *,
    to: str = "",
    by: Actor,
    at: datetime,
    key: str | None = None,
    idea: Idea | None = None,
) -> Comment:
    """Say it about the idea, or as an answer ``to`` a comment. `Conflict` if that, or the thread,
    was taken away, be it in this very moment; if it was moved, it is said there. With the same
    ``key`` again it is said once."""
    said = rules.tidy(said)
    if wrong := rules.wrong_with(said):
        raise Invalid(fields=wrong)
    above = _above(to)
    here = room.enter(idea_id, *(room.item(idea_id, one) for one in above), by=by, idea=idea)
    room.check_open(here, at)
    room.check_stays(here)
    if moved := _checked(here.found):
        return comment(idea_id, said, to=moved, by=by, at=at, key=key, idea=here.idea)
    made = _comment(here, said, to, by=by, at=at)
    try:
        before = _keep(made, here, by=by, at=at, key=key)
    except Conflict:
        DAY.check(by.id, at=at)
        places = (room.item(idea_id, path) for path in above)
        if moved := _checked(together(*places, consistent=True)):
            return comment(idea_id, said, to=moved, by=by, at=at, key=key, idea=here.idea)
        raise
    return room.find(idea_id, before) if before else made


def _above(to: str) -> list[str]:
    """What is answered, and the first comment of its thread."""
    if to and rules.is_path(to) and rules.depth(to) >= rules.DEEPEST:
        raise Conflict(DEEP)
    return list(dict.fromkeys((to, rules.root_of(to)))) if to else []


def _checked(above: Sequence[Comment | None]) -> str:
    """Where it is now what is answered, if it has moved; `Conflict` if that, or its thread, was
    taken away."""
    first = next(iter(above), None)
    if first is not None and first.moved_to:
        return first.moved_to
    if any(one is None or one.state != State.SHOWN for one in above):
        raise Conflict(GONE)
    return ""


def _comment(here: Room, said: Said, to: str, *, by: Actor, at: datetime) -> Comment:
    step = identifiers.step(at)
    path = f"{to}.{step}" if to else step
    asks = said.asks and here.speaker not in ANSWERING
    made = Comment(
        rules.thread_of(here.idea.id, path),
        path,
        idea=here.idea.id,
        project=here.idea.project,
        area=here.idea.area,
        person=by.id,
        alias=room.alias(here.idea.id, by),
        role=str(here.speaker),
        side=str(said.side),
        state=str(State.SHOWN),
        text=said.text,
        at=at,
        asks=asks,
        all_answers=None if to else 0,
    )
    if asks:
        made.queue, made.queued_at = f"{QUESTIONS}{made.project}", at
    return made


def _keep(made: Comment, here: Room, *, by: Actor, at: datetime, key: str | None) -> str | None:
    mine = Contribution(
        own(by.id), f"talk#{made.idea}#{made.path}", project=made.project, at=at, share=made.role
    )
    event = _event(made, here, by=by, at=at)

    def fill(write: TransactWrite) -> None:
        write.save(made, condition=Comment.path.does_not_exist())
        write.save(mine)
        write.save(event, condition=IdeaEvent.part.does_not_exist())
        for one in here.found:
            write.update(one, _answered(one, made), condition=Comment.state == str(State.SHOWN))
        DAY.using(write, by.id, at=at)

    claim = _claim(made, key, by=by, at=at) if key else None
    return claims.keep_once(fill, claim, at=at, otherwise=NOT_KEPT)


def _answered(one: Comment, made: Comment) -> list[Action]:
    """What an answer changes in what it answers, and in the first comment of its thread."""
    changes: list[Action] = []
    if one.path == rules.above(made.path):
        changes.append(Comment.answers.add(1))
        if one.asks and made.role in ANSWERING:
            changes += _no_question(one)
    if rules.depth(one.path) == 1:
        changes.append(Comment.all_answers.add(1))
    return changes


def _no_question(one: Comment) -> list[Action]:
    """It waits for no answer any more; for moderators it may."""
    changes: list[Action] = [Comment.asks.set(False)]
    if (one.queue or "").startswith(QUESTIONS):
        changes += [Comment.queue.remove(), Comment.queued_at.remove()]
    return changes


def _event(made: Comment, here: Room, *, by: Actor, at: datetime) -> IdeaEvent:
    """An answer is told to whom it answers, anything else to the authors of the idea."""
    kind = "replied" if rules.above(made.path) else "commented"
    facts = {**keeping.titled(here.idea), "comment": made.path}
    event = keeping.idea_event(here.idea, kind, by=by, at=at, role=made.role, facts=facts)
    answered = next((one for one in here.found if one.path == rules.above(made.path)), None)
    if answered is not None:
        event.concerns = {answered.person} - {by.id, None} or None
    return event


def _claim(made: Comment, key: str, *, by: Actor, at: datetime) -> Claim:
    answered = rules.step_of(rules.above(made.path))  # it keeps that wherever it moves
    said = [made.idea, answered, made.text, made.side, made.asks]
    content = msgspec.json.encode(said)
    return claims.claim(content, key, within="comments", person=by.id, at=at, reference=made.path)
