"""Joining a project, with one click; and how many have."""

from datetime import datetime

from pynamodb.transactions import TransactWrite

from chalicelib.actors import Actor
from chalicelib.domain.ideas import projects
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.base import together
from chalicelib.models.event import new_part
from chalicelib.models.idea import Contribution, own
from chalicelib.models.project import (
    HEAD,
    JOINED,
    SHARDS,
    Joined,
    Participant,
    Project,
    ProjectEvent,
    place_of,
    shards,
)

TWICE = "you have joined this project already"


def join(project_id: str, *, by: Actor, at: datetime) -> Participant:
    """Take part; joining twice is joining. In one round trip to read and one to write."""
    place = place_of(by.id, project_id)
    project, before = together((Project, project_id, HEAD), (Participant, *place), consistent=True)
    projects.visible(project, project_id, by)
    if before:
        return before  # type: ignore[no-any-return]  # of the model that was asked for
    if project.state != projects.OPEN:
        raise Conflict("only a project that is open can be joined")
    return _joined(project_id, place, by=by, at=at)


def _joined(project_id: str, place: tuple[str, str], *, by: Actor, at: datetime) -> Participant:
    mine = Participant(*place, joined_at=at)
    theirs = Contribution(own(by.id), f"joined#{project_id}", project=project_id, at=at)
    event = ProjectEvent(
        place[0],
        new_part(at),
        kind="project.joined",
        at=at,
        actor=by.id,
        facts={"project": project_id},
    )

    def fill(write: TransactWrite) -> None:
        write.save(mine, condition=Participant.person.does_not_exist())
        write.save(theirs)
        write.update(Joined(place[0]), actions=[Joined.people.add(1)])
        write.save(event, condition=ProjectEvent.part.does_not_exist())

    try:
        keep(fill, otherwise=TWICE)
    except Conflict:
        if before := mine_in(project_id, by):  # in another window, a moment ago
            return before
        raise
    return mine


def mine_in(project_id: str, by: Actor) -> Participant | None:
    """That this person has joined; None if they have not."""
    (found,) = together((Participant, *place_of(by.id, project_id)), consistent=True)
    return found  # type: ignore[no-any-return]


def people(project_id: str) -> int:
    """How many have joined, added up."""
    places = [(Joined, shard, JOINED) for shard in shards(project_id)]
    assert len(places) == SHARDS
    return sum(int(found.people) for found in together(*places, consistent=True) if found)
