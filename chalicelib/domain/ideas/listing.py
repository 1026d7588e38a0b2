"""Lists: projects by how far they are, ideas of a project, and what waits for moderators."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from chalicelib.actors import Actor, Role
from chalicelib.domain import cursors
from chalicelib.domain.cursors import Key
from chalicelib.domain.ideas import cards, projects, rules
from chalicelib.domain.ideas.keeping import plan_of
from chalicelib.domain.ideas.phases import Doing
from chalicelib.domain.ideas.plans import Plan
from chalicelib.domain.ideas.rules import State
from chalicelib.domain.ideas.usecases import MODERATION
from chalicelib.errors import Forbidden
from chalicelib.models.base import Item, together
from chalicelib.models.idea import FLAGGED, Flagged, Idea
from chalicelib.models.idea import HEAD as IDEA
from chalicelib.models.idea_card import Card, Framing, framing_of
from chalicelib.models.project import (
    FATES,
    FUNNEL,
    HEAD,
    Fates,
    Funnel,
    Participant,
    Project,
    ProjectEvent,
    ProjectItem,
    place_of,
)

PAGE, MOST = 20, 100
CARD = {"place": "place"}  # what a cursor tells


class Overview(NamedTuple):
    """A project with what everybody may know of it; ``mine`` is that this person has joined,
    ``framing`` what its ideas are sought for (`problems.sought_for`)."""

    project: Project
    plan: Plan
    people: int
    without_fate: int
    funnel: Funnel | None
    mine: Participant | None = None
    framing: Framing | None = None

    def foremost(self, at: datetime) -> Doing | None:
        """The one thing that this person is asked for now, if they take part."""
        if self.mine is None or self.project.state != projects.OPEN:
            return None
        return self.plan.foremost(at, given=int(self.mine.ideas))


class Page(NamedTuple):
    """The last opened first; ``last`` is the key after which it goes on."""

    items: list[Overview]
    last: Key | None = None


class Desk(NamedTuple):
    """A project before who leads it, with what happened to it, the oldest first."""

    project: Project
    plan: Plan
    without_fate: int
    people: int
    history: list[ProjectEvent]


class ToRead(NamedTuple):
    """An idea that was sent, or a change of it, or that was reported."""

    idea: Idea
    flagged: Flagged | None

    @property
    def since(self) -> datetime:
        """The longer of both waits."""
        found = [self.idea.queued_at if self.new or self.idea.waits else None]
        found.append(self.flagged.queued_at if self.flagged else None)
        return min(one for one in found if one)

    @property
    def flaws(self) -> list[str]:
        return sorted(self.flagged.flaws or ()) if self.flagged else []

    @property
    def new(self) -> bool:
        return State(self.idea.state) is State.IN_MODERATION


class Ideas(NamedTuple):
    items: list[Card]
    last: Key | None = None


def overview(project_id: str, *, by: Actor) -> Overview:
    """One project, in one round trip; `NotFound` if it is a draft of others."""
    more = [framing_of(project_id)]
    if by.signed_in:
        more.append((Participant, *place_of(by.id, project_id)))
    read, (framing, *mine) = overview_with(project_id, *more, by=by)
    return read._replace(framing=framing, mine=next(iter(mine), None))


def overview_with(project_id: str, *more: Item, by: Actor) -> tuple[Overview, list[Any]]:
    """The same without what is this person's, and what else is asked for in the same round trip."""
    project, fates, funnel, *read = together(*_sums(project_id), *more, consistent=True)
    return _seen(projects.visible(project, project_id, by), fates, funnel), read


def listed(stage: str, *, limit: int = PAGE, after: Key | None = None) -> Page:
    """The projects that are open, or closed; two round trips."""
    ids, last = _at(stage, limit, after)
    found = together(*(item for one in ids for item in _sums(one)), consistent=True)
    triples = zip(found[::3], found[1::3], found[2::3], strict=True)
    return Page([_seen(*triple) for triple in triples if triple[0]], last)


def drafts(agency: str, *, by: Actor, limit: int = PAGE, after: Key | None = None) -> Page:
    """The projects of an agency that are still composed, for who leads them."""
    projects.admit(by, agency)
    ids, last = _at(projects.drafts_of(agency), limit, after)
    found = together(*((Project, one, HEAD) for one in ids), consistent=True)
    return Page([_seen(one, None, None) for one in found if one], last)


def drafts_of_all(agencies: Sequence[str], *, by: Actor) -> Page:
    """The same of several agencies, the last begun first: a query for each agency more, and a
    hundred projects at most."""
    found: list[Project] = []
    for agency in agencies:
        projects.admit(by, agency)
        stage = projects.drafts_of(agency)
        found += Project.by_stage.query(stage, scan_index_forward=False, limit=MOST, page_size=MOST)
    newest = sorted(found, key=lambda one: one.since, reverse=True)[:MOST]
    read = together(*((Project, str(one.id), HEAD) for one in newest), consistent=True)
    return Page([_seen(one, None, None) for one in read if one])


def at_desk(project_id: str, *, by: Actor) -> Desk:
    """One project with its history, in one round trip, for who leads it."""
    found: list[Any] = list(ProjectItem.query(project_id, consistent_read=True))
    project = next((one for one in found if isinstance(one, Project)), None)
    seen = projects.visible(project, project_id, by)
    projects.admit(by, seen.agency)
    fates = next((one for one in found if isinstance(one, Fates)), None)
    funnel = next((one for one in found if isinstance(one, Funnel)), None)
    return Desk(
        seen,
        plan_of(seen),
        int(fates.without) if fates else 0,
        int(funnel.people) if funnel else 0,
        [one for one in found if isinstance(one, ProjectEvent)],
    )


def of_project(
    project_id: str,
    *,
    tag: str = cards.ANY,
    how: str = cards.ANY,
    limit: int = PAGE,
    after: Key | None = None,
) -> Ideas:
    """The published ideas of a project, the last published first; one round trip."""
    return on_shelf(cards.shelf_of(project_id, tag, how), limit=limit, after=after)


def on_shelf(shelf: str, *, limit: int = PAGE, after: Key | None = None) -> Ideas:
    """The cards that lie on a shelf, the last published first."""
    found = Card.query(
        shelf,
        scan_index_forward=False,
        limit=(limit := min(limit, MOST)),
        page_size=limit,
        last_evaluated_key=cursors.key_of(after, CARD, shelf=shelf),
    )
    items = list(found)
    return Ideas(items, cursors.place_of(found.last_evaluated_key, CARD))


def to_moderate(area: str, *, by: Actor, limit: int = PAGE) -> list[ToRead]:
    """What was sent, changed or reported in projects for this area and nobody has read, the oldest
    first."""
    if not by.moderates(area):
        raise Forbidden(rules.REFUSED[rules.Relation.MODERATOR].singular)
    queue = f"{MODERATION}{area}"
    found = list(islice(Project.by_queue.query(queue, limit=limit), limit))
    ids = list(dict.fromkeys(str(one.id) for one in found))
    where: list[Item] = [(Idea, one, IDEA) for one in ids]
    read = together(*where, *((Flagged, one, FLAGGED) for one in ids), consistent=True)
    pairs = zip(read[: len(ids)], read[len(ids) :], strict=True)
    return [ToRead(*pair) for pair in pairs if pair[0] and _waits(*pair, queue)]


def _waits(idea: Idea, flagged: Flagged | None, queue: str) -> bool:
    return idea.queue == queue or flagged is not None


def led(by: Actor, agencies: Iterable[str]) -> list[str]:
    """Of which of these agencies this person leads the projects."""
    return [code for code in agencies if by.is_(Role.FACILITATOR, code)]


def _sums(project_id: str) -> list[Item]:
    return [
        (Project, project_id, HEAD),
        (Fates, project_id, FATES),
        (Funnel, project_id, FUNNEL),
    ]


def _seen(project: Project, fates: Fates | None, funnel: Funnel | None) -> Overview:
    return Overview(
        project,
        plan_of(project),
        int(funnel.people) if funnel else 0,
        int(fates.without) if fates else 0,
        funnel,
    )


def _at(stage: str, limit: int, after: Key | None) -> tuple[list[str], Key | None]:
    found = Project.by_stage.query(
        stage,
        scan_index_forward=False,
        limit=(limit := min(limit, MOST // 3)),
        page_size=limit,
        last_evaluated_key=cursors.key_of(after, cursors.STAGE, stage=stage, part=HEAD),
    )
    ids = [str(one.id) for one in found]
    last = cursors.place_of(found.last_evaluated_key, cursors.STAGE)
    return ids, last
