"""Speaking to somebody in a discussion by the sign they are known by there: ``@3F9AK7Q``."""

from collections.abc import Iterable
from contextlib import suppress
from itertools import islice

from chalicelib.domain.ideas import keeping, usecases
from chalicelib.domain.ideas.talk import room, rules
from chalicelib.domain.keeping import keep_alone
from chalicelib.errors import Conflict
from chalicelib.models.base import together
from chalicelib.models.event import ASIDE
from chalicelib.models.idea import HEAD, Idea, IdeaEvent
from chalicelib.models.talk import Comment

NEAR = 200  # comments, the newest, among whose authors it is looked for who is meant
TOLD = "they have been told"


def tell_mentioned(idea_id: str, path: str) -> None:
    """Tell those to whom a comment speaks, once however often the worker hears of it.

    They are looked for in its thread; of a first comment, among those who began threads. Who hears
    of the comment anyway is not told twice.
    """
    idea, comment = together((Idea, idea_id, HEAD), room.item(idea_id, path), consistent=True)
    if idea is None:
        raise usecases.unknown(idea_id)
    if comment is not None and comment.moved_to:
        comment = room.find(idea_id, comment.moved_to)
    if comment is None or comment.state != rules.State.SHOWN:
        return
    signs = rules.mentioned(comment.text)
    if signs and (people := _meant(signs, idea, comment)):
        event = _event(idea, comment, people)
        fresh = IdeaEvent.part.does_not_exist()
        with suppress(Conflict):
            keep_alone(lambda: event.save(condition=fresh), otherwise=TOLD)


def _meant(signs: frozenset[str], idea: Idea, comment: Comment) -> set[str]:
    near = {one.path: one for one in _near(idea.id, comment)}
    above = near.get(rules.above(comment.path))
    hear = set(idea.authors or ()) if above is None else {above.person}
    meant = {one.person for one in near.values() if one.alias in signs}
    return {person for person in meant - hear if person and person != comment.person}


def _near(idea_id: str, comment: Comment) -> Iterable[Comment]:
    """The newest comments where this one lies, and the first one of its thread."""
    found = Comment.query(comment.thread, scan_index_forward=False, limit=NEAR)
    yield from islice(found, NEAR)
    if rules.above(comment.path):
        root = room.item(idea_id, rules.root_of(comment.path))
        yield from (one for one in together(root, consistent=True) if one)


def _event(idea: Idea, comment: Comment, people: set[str]) -> IdeaEvent:
    """It has its place by the comment, so that there is one."""
    return IdeaEvent(
        idea.id,
        f"{ASIDE}{comment.at:%Y%m%dT%H%M%S.%f}-{comment.path[-12:]}",
        kind="idea.mentioned",
        at=comment.at,
        actor=comment.person,
        role=comment.role,
        concerns=people,
        facts={"project": idea.project, **keeping.titled(idea), "comment": comment.path},
    )
