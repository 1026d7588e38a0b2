"""What becomes of a proposed merging when one of the two ideas moves on: it has lapsed.

The one that was to go ends it in the transaction that moves it, for its alarm goes then as well; of
the one that was to stay the worker hears, and ends all that were to go into it.
"""

from collections.abc import Mapping
from datetime import datetime

from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.actors import SYSTEM
from chalicelib.domain.ideas import keeping, merging, usecases
from chalicelib.domain.ideas.merging import LAPSED, NOBODY_ASKED, OPEN
from chalicelib.domain.ideas.rules import Relation
from chalicelib.domain.keeping import Fill, keep_alone, setting
from chalicelib.models.base import together
from chalicelib.models.idea import Idea, IdeaEvent
from chalicelib.models.offer import Merge

KIND = "idea.merge_lapsed"
MOVED_ON = (  # what was published before
    "idea.in_review",
    "idea.not_selected",
    "idea.merged",
    "idea.taken_down",
)


def ending(idea: Idea, merge: Merge | None, *, at: datetime) -> Fill | None:
    """Put into the transaction that moves an idea on that it goes into no other one; None where
    nobody is asked about that."""
    if merge is None or merge.state != OPEN:
        return None
    people = set(merge.asked or ())
    event = merging.event_of(
        idea, "merge_lapsed", people, by=SYSTEM, role=Relation.SYSTEM, at=at, into=str(merge.into)
    )

    def fill(write: TransactWrite) -> None:
        over = {"state": LAPSED, **NOBODY_ASKED}
        write.update(merge, setting(Merge, over))  # on the version: who answers meanwhile is seen
        write.save(event, condition=IdeaEvent.part.does_not_exist())

    return fill


def follow(kind: str, idea_id: str, facts: Mapping[str, str], *, at: datetime) -> None:
    """Told twice, or late, it is the same."""
    if kind == KIND and (into := facts.get("into")):
        _release(into, idea_id)
    elif kind in MOVED_ON:
        _end_those_into(usecases.find(idea_id), at=at)


def _release(into: str, idea_id: str) -> None:
    """The idea that was to stay waits for that one no more."""
    idea = usecases.find(into)
    if idea_id in (idea.awaits or ()):
        without: list[Action] = [Idea.awaits.delete({idea_id})]
        keep_alone(lambda: idea.update(without), otherwise=keeping.MEANWHILE)


def _end_those_into(idea: Idea, *, at: datetime) -> None:
    ids = sorted(idea.awaits or ())
    for one, merge in zip(ids, together(*map(merging.item, ids), consistent=True), strict=True):
        if merge and merge.state == OPEN:
            found = merging.proposed(one, merge, by=SYSTEM)
            merging.settle(found, LAPSED, "merge_lapsed", by=SYSTEM, at=at)
