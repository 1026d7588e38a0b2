"""Ideas that everybody sees, reported to the moderators and looked at by them; as comments are."""

from datetime import datetime
from typing import NamedTuple

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, rules
from chalicelib.domain.ideas.rules import Act, Relation, State
from chalicelib.domain.ideas.talk import marking
from chalicelib.domain.ideas.talk.rules import Flaw
from chalicelib.domain.ideas.usecases import MODERATION, known, relations, shown
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict, Forbidden
from chalicelib.models.base import Item, together
from chalicelib.models.idea import FLAGGED, HEAD, Flagged, Idea, IdeaEvent, own
from chalicelib.models.talk import Marked, marked

ITSELF = "idea"  # among what somebody reported of it
LOOKED_AT = "somebody has looked at this report already"


class Reported(NamedTuple):
    """An idea, and for what it was reported, if it was and nobody has looked at it."""

    idea: Idea
    flagged: Flagged | None


def item(idea_id: str) -> Item:
    return Flagged, idea_id, FLAGGED


def read(about: str | Idea, *, by: Actor) -> Reported:
    """An idea before its moderators; to others it was not reported."""
    idea = shown(about, by=by)
    if Relation.MODERATOR not in relations(idea, by):
        return Reported(idea, None)
    (flagged,) = together(item(idea.id), consistent=True)
    return Reported(idea, flagged)


def flag(about: str | Idea, flaw: Flaw, *, by: Actor, at: datetime) -> Idea:
    """Ask the moderators to look at it; twice is once."""
    idea = shown(about, by=by)
    if Relation.AUTHOR in relations(idea, by):
        raise Forbidden("you cannot do this with an idea of your own")
    if State(idea.state) in rules.PRIVATE:
        raise Conflict(rules.REASONS[State(idea.state)])
    (marks,) = together((Marked, own(by.id), marked(idea.id)), consistent=True)
    if marks is not None and ITSELF in (marks.flagged or ()):
        return idea
    waits: list[Action] = [
        Flagged.flaws.add({str(flaw)}),
        Flagged.queue.set(f"{MODERATION}{idea.area}"),
        Flagged.queued_at.set(Flagged.queued_at | at),
    ]
    public = ~Idea.state.is_in(*map(str, rules.PRIVATE))

    def fill(write: TransactWrite) -> None:
        write.update(Flagged(idea.id), waits)
        write.condition_check(Idea, idea.id, HEAD, condition=public)

    marking.reported(idea, ITSELF, fill, by=by, at=at)
    return idea


def leave(about: str | Idea, *, by: Actor, at: datetime) -> Idea:
    """Nothing is wrong with it: it waits for moderators no more. Who reported it cannot again."""
    idea = known(about)
    rules.admit(Act.TAKE_DOWN, relations(shown(idea, by=by), by))
    event = keeping.idea_event(idea, "report_left", by=by, at=at, role=Relation.MODERATOR)
    event.concerns = None  # nobody hears that an idea of theirs was reported in vain

    def fill(write: TransactWrite) -> None:
        write.delete(Flagged(idea.id), condition=Flagged.idea.exists())
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    keep(fill, otherwise=LOOKED_AT)
    return idea
