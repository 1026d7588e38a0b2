"""Taking an idea a step on, whichever step it is; and what an agency is about to say of its work,
for which photos are sent one by one."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import msgspec

from chalicelib.actors import Actor
from chalicelib.domain import draft_photos
from chalicelib.domain.draft_keeping import own
from chalicelib.domain.ideas import answering, carrying, deciding, keeping, panels, steps, usecases
from chalicelib.domain.ideas.deciding import Case
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.steps import Said, Step
from chalicelib.domain.photos import Photo, Upload
from chalicelib.models.base import together
from chalicelib.models.draft import Draft
from chalicelib.models.idea import Idea
from chalicelib.models.project import HEAD as PROJECT
from chalicelib.models.project import Project

TAKE: dict[Step, Callable[[Case], Idea]] = {
    Step.REVIEW: panels.review,
    Step.PROLONG: panels.prolong,
    Step.SELECT: deciding.select,
    Step.NOT_SELECT: deciding.not_select,
    Step.ASK_REWORK: deciding.ask_rework,
    Step.PUT_TO_VOTE: deciding.put_to_vote,
    Step.ACCEPT: answering.accept,
    Step.NOT_ACCEPT: answering.not_accept,
    Step.PLAN: carrying.plan,
    Step.BEGIN: carrying.begin,
    Step.REPORT: carrying.report,
    Step.FINISH: carrying.finish,
    Step.DROP: carrying.drop,
}


class Prepared(NamedTuple):
    """A step before who takes it; ``upload`` is where the next photo goes, if one may be sent."""

    idea: Idea
    plan: Plan
    photos: list[Photo]
    upload: Upload | None


def take(
    idea_id: str,
    step: Step,
    said: Said,
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
    idea: Idea | None = None,
) -> Idea:
    """Take the step; `Forbidden`, `Illegal`, `Conflict` or `Invalid` if it cannot be. ``idea`` is
    it, if it has been read."""
    seen = usecases.visible(idea or usecases.find(idea_id), idea_id, by)
    read = together(*deciding.where(seen), consistent=True)
    return TAKE[step](deciding.load(seen, read, step, said, by=by, at=at, version=version))


def take_prepared(
    idea: Idea | None,
    idea_id: str,
    step: Step,
    said: Said,
    *,
    by: Actor,
    at: datetime,
    version: int,
) -> Idea:
    """The same with the photos that wait, of an idea that has been read; one round trip to read,
    one to write."""
    seen, key = usecases.visible(idea, idea_id, by), _key(idea_id, by)
    kept, *read = together((Draft, key), *deciding.where(seen), consistent=True)
    shows = steps.NEEDS[step].work
    draft = (own(kept, by=by, at=at) if shows else None) or Draft(key, owner=by.id)

    def taken(photos: list[str]) -> Idea:
        with_them = msgspec.structs.replace(said, photos=tuple(photos))
        case = deciding.load(seen, read, step, with_them, by=by, at=at, version=version)
        also = (lambda write: write.delete(Draft(key))) if shows else None
        return TAKE[step](case._replace(also=also))

    return draft_photos.with_those_left(draft, taken)


def prepared(
    idea: Idea | None, idea_id: str, step: Step, *, by: Actor, at: datetime, back_to: str
) -> Prepared:
    """What is there so far, of an idea that has been read, and an invitation to send a photo."""
    seen = usecases.visible(idea, idea_id, by)
    deciding.admit(step, State(seen.state), usecases.relations(seen, by))
    project, kept = together(
        (Project, seen.project, PROJECT), (Draft, _key(idea_id, by)), consistent=True
    )
    plan = keeping.plan_of(project)
    if not steps.NEEDS[step].work:
        return Prepared(seen, plan, [], None)
    return Prepared(seen, plan, *draft_photos.prepared(kept, by=by, at=at, back_to=back_to))


def add_photo(idea_id: str, photo: str, *, by: Actor, at: datetime) -> None:
    """One more photo for the next step; adding it twice is adding it."""
    draft_photos.add_or_begin(_key(idea_id, by), photo, by=by, at=at)


def remove_photo(idea_id: str, photo: str, *, by: Actor, at: datetime) -> None:
    draft_photos.remove_photo(_key(idea_id, by), photo, by=by, at=at)


def _key(idea_id: str, by: Actor) -> str:
    return f"milestone#{idea_id}#{by.id}"
