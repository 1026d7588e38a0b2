"""Where an idea is talked about: the idea, its project, and what somebody is there; and finding a
comment."""

from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from chalicelib import identifiers
from chalicelib.actors import Actor, Role
from chalicelib.domain.ideas import phases, projects, usecases
from chalicelib.domain.ideas import rules as ideas
from chalicelib.domain.ideas.keeping import plan_of
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.talk import rules
from chalicelib.domain.ideas.talk.rules import OFFICIAL, Speaker
from chalicelib.errors import Conflict, NotFound
from chalicelib.models.base import Item, together
from chalicelib.models.idea import HEAD as IDEA
from chalicelib.models.idea import Idea, own
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Participant, Project, place_of
from chalicelib.models.talk import Comment, Marked, marked


class Room(NamedTuple):
    """``mine`` is that this person has joined, ``marks`` what they found helpful here; ``found`` is
    whatever else was read along, in its order."""

    idea: Idea
    project: Project
    plan: Plan
    speaker: Speaker
    mine: Participant | None
    marks: Marked | None
    found: list[Any]

    @property
    def stays(self) -> bool:
        """Whether the idea is one of its own: of what went into another one people talk there."""
        return self.idea.state != ideas.State.MERGED_INTO


def enter(idea_id: str, *also: Item, by: Actor, idea: Idea | None = None) -> Room:
    """In two round trips, or one if the ``idea`` was read before; `NotFound` unless it is
    published, to whoever asks."""
    known = idea if idea is not None else usecases.find(idea_id)
    if ideas.State(known.state) in ideas.PRIVATE:
        raise usecases.unknown(idea_id)
    where: list[Item] = [(Project, known.project, PROJECT)]
    if by.signed_in:
        where.append((Participant, *place_of(by.id, known.project)))
        where.append((Marked, own(by.id), marked(idea_id)))
    project, *found = together(*where, *also, consistent=True)
    mine, marks = (found.pop(0), found.pop(0)) if by.signed_in else (None, None)
    seen = projects.visible(project, known.project, by)
    return Room(known, seen, plan_of(seen), speaker(known, by), mine, marks, found)


def along(id: str, **_: str) -> Item:
    """The idea of a page about its discussion, to be read with whatever else is."""
    return (Idea, id, IDEA)


def check_open(room: Room, at: datetime) -> None:
    """`PhaseClosed` unless ideas are discussed now, `Conflict` unless this person takes part; who
    speaks for the city need not have joined."""
    phases.allowing(room.plan.phases, Doing.DISCUSS, at)
    if room.mine is None and room.speaker not in OFFICIAL:
        raise Conflict("join the project first")


def check_stays(room: Room) -> None:
    """`Conflict` if the idea went into another one: what was said of it stays to be read."""
    if not room.stays:
        raise Conflict(ideas.REASONS[ideas.State.MERGED_INTO])


def speaker(idea: Idea, by: Actor) -> Speaker:
    """As what this person says something about the idea."""
    if by.signed_in and by.id in (idea.authors or ()):
        return Speaker.AUTHOR
    if ideas.leads(by, idea.agency):
        return Speaker.FACILITATOR
    if by.is_(Role.AGENCY, idea.agency):
        return Speaker.AGENCY
    return Speaker.RESIDENT


def alias(idea_id: str, by: Actor) -> str:
    """By which readers tell people of one discussion apart; in another they are called
    otherwise. Of ten thousand people of one discussion two share a sign once in seven hundred
    discussions: it has 35 bits."""
    digest = int.from_bytes(sha256(f"{idea_id}\0{by.id}".encode()).digest())
    letters = len(identifiers.READABLE)
    drawn = (digest // letters**place % letters for place in range(rules.SIGN))
    return "".join(identifiers.READABLE[number] for number in drawn)


def item(idea_id: str, path: str) -> Item:
    """The place of a comment; `NotFound` if the path is none."""
    if not rules.is_path(path):
        raise unknown()
    return (Comment, rules.thread_of(idea_id, path), path)


def shown(comment: Comment | None) -> Comment:
    """The comment, if it can be read, wherever it is by now; `NotFound` if there never was one,
    `Conflict` if it was taken away."""
    if comment is None:
        raise unknown()
    if comment.moved_to:
        comment = find(comment.idea, comment.moved_to)
    if comment.state != rules.State.SHOWN:
        raise Conflict("this comment was taken away")
    return comment


def find(idea_id: str, path: str) -> Comment:
    """The comment, wherever it is by now; `NotFound` if there is none."""
    found = sign(idea_id, path)
    return find(idea_id, found.moved_to) if found.moved_to else found


def sign(idea_id: str, path: str) -> Comment:
    """What lies there: the comment, or the sign that it has moved."""
    (found,) = together(item(idea_id, path), consistent=True)
    if found is None:
        raise unknown()
    return found  # type: ignore[no-any-return]  # of the model that was asked for


def unknown() -> NotFound:
    return NotFound("there is no such comment")
