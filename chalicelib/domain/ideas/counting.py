"""What is counted of a project: how many have joined, and how many ideas ever reached a state."""

from contextlib import suppress

from pynamodb.transactions import TransactWrite

from chalicelib.domain.ideas import joining
from chalicelib.domain.ideas.rules import PRIVATE
from chalicelib.domain.ideas.usecases import find
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.base import conflicts, together
from chalicelib.models.idea import COUNTED, Counted
from chalicelib.models.project import Funnel

OF_ALL = frozenset(map(str, PRIVATE))  # of what nobody else sees nothing is told


def count_idea(idea_id: str) -> None:
    """Add to the funnel what the idea has reached since it was counted last. Being told twice
    changes nothing; of two workers at once the second looks again when its message comes again."""
    idea = find(idea_id)
    (before,) = together((Counted, idea_id, COUNTED), consistent=True)
    known = set(before.states or ()) if before else set()
    new = sorted(set(idea.reached or ()) - known - OF_ALL)
    if not new:
        return

    def fill(write: TransactWrite) -> None:
        seen = Counted.states == known if known else Counted.idea.does_not_exist()
        write.save(Counted(idea_id, states=known | set(new)), condition=seen)
        write.update(Funnel(idea.project), [getattr(Funnel, state).add(1) for state in new])

    keep(fill, otherwise="this idea is being counted by another worker")


def count_people(project_id: str) -> None:
    """Say how many have joined; they never become fewer, so of two counts the higher one stays."""
    now = joining.people(project_id)
    fewer = Funnel.people < now
    with suppress(Conflict), conflicts("somebody has counted more"):
        Funnel(project_id).update([Funnel.people.set(now)], condition=fewer)
