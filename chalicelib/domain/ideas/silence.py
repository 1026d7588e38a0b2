"""Who has joined a project and has said nothing of their own so far: how many they are, and
inviting them to, once in a phase. Who they are nobody sees."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pynamodb.transactions import TransactWrite

from chalicelib import workdays
from chalicelib.actors import Actor
from chalicelib.domain.ideas import keeping, phases, projects
from chalicelib.domain.ideas.phases import OF_RESIDENTS, Phase, PhaseClosed
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.surveying import MEANWHILE
from chalicelib.domain.keeping import keep
from chalicelib.errors import Conflict
from chalicelib.models.base import Item, together
from chalicelib.models.event import ASIDE, PREFIX
from chalicelib.models.idea import IdeaEvent
from chalicelib.models.project import (
    JOINED,
    Invited,
    Joined,
    Participant,
    Project,
    ProjectEvent,
    invited,
    place_of,
    shards,
)
from chalicelib.models.rating import Used, used_by

INVITED = "project.invited"
# By these somebody has said something: who did it is the actor of the event.
SPOKE = frozenset(
    {
        "idea.submitted",
        "idea.amended",
        "idea.author_asked",
        "idea.author_joined",
        "idea.commented",
        "idea.replied",
        "statement.stated",
    }
)
PAGE = 500  # people of one message, as in `spreading`
PERSON = "person#"
ALREADY = "they were invited in this phase already"
NOBODY = "everybody who has joined has said something"
NOT_ASKED = "residents are not asked for anything in the phase the project is in"


class Silent(NamedTuple):
    """``phase`` is the one in which they can be invited to say something; None if none runs."""

    project: Project
    plan: Plan
    joined: int
    silent: int
    phase: Phase | None
    invited: Invited | None


class Page(NamedTuple):
    """Some of them, and the place after which the next page begins; empty if there is none."""

    people: list[str]
    last: str


def hear(kind: str, entity: str, event_id: str) -> None:
    """Count who has said something: once, however often they do, and however often it is told. Who
    speaks for the city need not have joined, and is not counted."""
    if kind not in SPOKE:
        return
    places = [(IdeaEvent, entity, f"{begins}{event_id}") for begins in (PREFIX, ASIDE)]
    event = next(filter(None, together(*places, consistent=True)), None)
    if event is None or event.actor is None:
        return
    shard, person = place_of(event.actor, (event.facts or {})["project"])
    (mine,) = together((Participant, shard, person), consistent=True)
    if mine is None or mine.spoke:
        return
    unheard = Participant.person.exists() & Participant.spoke.does_not_exist()

    def fill(write: TransactWrite) -> None:
        write.update(Participant(shard, person), [Participant.spoke.set(True)], condition=unheard)
        write.update(Joined(shard), [Joined.spoke.add(1)])

    keep(fill, otherwise=MEANWHILE)


def silent(project_id: str, *, by: Actor, at: datetime, project: Project | None = None) -> Silent:
    """For who leads the project; in one round trip if the ``project`` was read before."""
    known = project if project is not None else projects.find(project_id)
    projects.admit(by, projects.visible(known, project_id, by).agency)
    plan = keeping.plan_of(known)
    phase = _asking(plan, at) if known.state == projects.OPEN else None
    before: list[Item] = [(Invited, project_id, invited(phase.id))] if phase else []
    found = together(*_shards(project_id), *before, consistent=True)
    told = found.pop() if phase else None
    joined = sum(int(one.people) for one in found if one)
    return Silent(known, plan, joined, _silent(found), phase, told)


def how_many(project_id: str) -> int:
    """How many have joined and said nothing, as far as the worker has heard."""
    return _silent(together(*_shards(project_id), consistent=True))


def invite(project_id: str, *, by: Actor, at: datetime, project: Project | None = None) -> Silent:
    """Have the worker tell each of them that the phase runs, and until when. `Conflict` if that was
    done in this phase; `PhaseClosed` if residents are not asked for anything."""
    seen = silent(project_id, by=by, at=at, project=project)
    phase, plan = seen.phase, seen.plan
    if phase is None:
        running = phases.running(plan.phases, at)
        raise PhaseClosed(NOT_ASKED, phases=running, opens_at=_next(plan, at))
    if seen.invited or not seen.silent:
        raise Conflict(ALREADY if seen.invited else NOBODY)
    assert phase.closes_at, "a phase that runs has an end"
    until = workdays.day_of(phase.closes_at).isoformat()
    facts = {"phase_id": phase.id, "answer_until": until}
    event = keeping.project_event(seen.project, "invited", by=by, at=at, facts=facts)
    once = Invited(project_id, invited(phase.id), at=at, silent=seen.silent)

    def fill(write: TransactWrite) -> None:
        write.save(once, condition=Invited.part.does_not_exist())
        write.save(event, condition=ProjectEvent.part.does_not_exist())

    keep(fill, otherwise=ALREADY)
    return seen._replace(invited=once)


def to_invite(project_id: str, phase: str, *, after: str = "") -> Page:
    """Those of one page who have said nothing by now, and rated nothing in the phase."""
    shard, _, place = after.partition("|")
    number = int(shard or "0", 16)
    where = shards(project_id)[number]
    found = Participant.query(
        where,
        Participant.person.startswith(PERSON),
        limit=PAGE,
        page_size=PAGE,
        last_evaluated_key={"entity": {"S": where}, "part": {"S": place}} if place else None,
    )
    people = [one.person.removeprefix(PERSON) for one in found if not one.spoke]
    key = found.last_evaluated_key
    following = f"{number:x}|{key['part']['S']}" if key else _beginning(project_id, number + 1)
    return Page(_without_ratings(people, project_id, phase), following)


def _beginning(project_id: str, number: int) -> str:
    """Where the people of the next shard begin; empty after the last one."""
    return f"{number:x}|" if number < len(shards(project_id)) else ""


def _without_ratings(people: Sequence[str], project_id: str, phase: str) -> list[str]:
    found = together(*((Used, used_by(one, project_id), phase) for one in people), consistent=True)
    return [one for one, used in zip(people, found, strict=True) if not (used and used.given)]


def _asking(plan: Plan, at: datetime) -> Phase | None:
    """The phase in which residents are asked for something now."""
    running = phases.running(plan.phases, at)
    return next((phase for phase in running if phase.type in OF_RESIDENTS), None)


def _next(plan: Plan, at: datetime) -> datetime | None:
    opening = [one.opens_at for one in plan.phases if one.type in OF_RESIDENTS and one.opens_at]
    return min((moment for moment in opening if moment > at), default=None)


def _shards(project_id: str) -> list[Item]:
    return [(Joined, shard, JOINED) for shard in shards(project_id)]


def _silent(found: Sequence[Joined | None]) -> int:
    return sum(int(one.people) - int(one.spoke) for one in found if one)
