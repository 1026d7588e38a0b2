"""Ideas over HTTP as JSON: listed, found, written, sent, read, published."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from chalicelib.actors import Role
from chalicelib.catalogue import Point
from chalicelib.domain import ideas, places
from chalicelib.domain.ideas import Order, Words, exposure, orders, projects, similar
from chalicelib.domain.ideas.rules import Returned
from chalicelib.edge import paging
from chalicelib.edge.call import Call
from chalicelib.edge.capability import Capability
from chalicelib.edge.forms import SeenForm
from chalicelib.edge.identity import ANYONE, SIGNED_IN, level, staff
from chalicelib.edge.paging import CursorQuery, Limit
from chalicelib.errors import NotFound
from chalicelib.handlers.ideas import idea_forms, idea_views
from chalicelib.handlers.ideas.idea_forms import WordsForm
from chalicelib.handlers.ideas.idea_views import (
    ExposureView,
    IdeaList,
    IdeaView,
    MineList,
    SimilarList,
    VersionList,
)

blueprint = Capability(__name__)
RESIDENTS = level(1)
MODERATORS = staff(Role.MODERATOR, Role.ADMIN)


class NewIdea(WordsForm):
    """What an idea says, as far as it is written. Photos are added to the draft."""

    address_id: str | None = None


class IdeaForm(NewIdea):
    """What an idea says, as far as it is written: a title of at most 150 characters, the other
    texts of at most 3,000. `address_id` is one of the city's addresses and says the place as
    well; `photos` are uploads of yours, five at most, of a draft only. `version` is the one that
    you saw."""

    photos: list[str] | None = None
    version: int | None = None


class ReturnForm(Struct):
    """Why it is not published, in at least 20 characters for its author."""

    code: Returned
    reason: str = ""
    version: int | None = None


class IdeasQuery(Struct):
    order: Order | None = None
    tag: str = "any"
    how: Literal["any", "open", "selected", "accepted", "done", "not_done", "merged"] = "any"
    cursor: str | None = None
    limit: Limit = 20


class SimilarQuery(Struct):
    project: str
    q: str = ""
    lat: float | None = None
    lon: float | None = None


class VersionsQuery(Struct):
    upto: Annotated[int, Meta(ge=1)] | None = None


class DeskQuery(Struct):
    area: str


class Waiting(Struct):
    items: list[IdeaView]


@blueprint.api("GET /api/v1/projects/{id}/ideas", who=ANYONE)
def browse_ideas(call: Call, id: str, query: IdeasQuery) -> IdeaList:
    """The published ideas of a project.

    A tag, or how far ideas are, narrows the newest ones; other orders are of the whole project.
    """
    plan = ideas.plan_of(projects.visible(projects.find(id), id, call.actor))
    order = query.order or orders.usual(plan, call.at)
    after = paging.key(query.cursor)
    found = ideas.ordered(id, order, tag=query.tag, how=query.how, limit=query.limit, after=after)
    return idea_views.of_list(found)


@blueprint.api("GET /api/v1/projects/{id}/exposure", who=ANYONE)
def read_exposure(call: Call, id: str) -> ExposureView:
    """How often each idea of a project was shown."""
    plan = ideas.plan_of(projects.visible(projects.find(id), id, call.actor))
    known, floor = exposure.counts(id), orders.floor(plan.phases)
    if known is None:
        return ExposureView(floor, 0, None, {})
    least = min(known.shown.values(), default=0)
    return ExposureView(floor, least, known.counted_at, known.shown)


@blueprint.api(
    "POST /api/v1/projects/{id}/ideas",
    who=RESIDENTS,
    status=201,
    location="/api/v1/me/ideas/{id}",
)
def begin_idea(call: Call, id: str, form: NewIdea) -> IdeaView:
    """Begin an idea in a project that takes ideas now; it may lack anything until it is sent."""
    key = call.idempotency_key
    made = ideas.begin(id, _words(form), by=call.actor, at=call.at, key=key)
    return idea_views.of_idea(made)


@blueprint.api("GET /api/v1/ideas/similar", who=ANYONE)
def find_similar_ideas(call: Call, query: SimilarQuery) -> SimilarList:
    """The five ideas of a project that are most like a text, or at most 200 metres away."""
    place = Point(query.lat, query.lon) if query.lat is not None and query.lon is not None else None
    found = similar.find(query.project, Words(title=query.q, place=place))
    return SimilarList([idea_views.of_similar(one) for one in found])


@blueprint.api("GET /api/v1/ideas/{id}", who=ANYONE)
def read_idea(call: Call, id: str) -> IdeaView:
    """One published idea."""
    return idea_views.of_idea(ideas.shown(id, by=call.actor), by=call.actor)


@blueprint.api("GET /api/v1/ideas/{id}/versions", who=ANYONE)
def read_versions(call: Call, id: str, query: VersionsQuery) -> VersionList:
    """What an idea said, the latest version first, each with what it has changed."""
    found = ideas.versions(id, by=call.actor, upto=query.upto)
    return VersionList([idea_views.of_version(one) for one in found.items], found.earlier)


@blueprint.api("PUT /api/v1/ideas/{id}", who=RESIDENTS)
def write_idea(call: Call, id: str, form: IdeaForm) -> IdeaView:
    """Other words for an idea of yours: a draft is written anew. What is published says them once a
    moderator has read them: freely for half an hour or until it is rated, then with one version
    more. Until then they are its `change`; what it says already takes that back."""
    before = ideas.authored(id, by=call.actor, version=form.version)
    written = _words(form)
    kept = ideas.reword(before, written, by=call.actor, at=call.at)
    if form.photos is not None and form.photos != kept.pictures:
        kept = ideas.illustrate(kept, form.photos, by=call.actor, at=call.at)
    return idea_views.of_idea(kept, by=call.actor)


@blueprint.api("DELETE /api/v1/ideas/{id}", who=RESIDENTS)
def throw_idea_away(call: Call, id: str) -> None:
    """Throw a draft away. One that is gone is gone."""
    try:
        ideas.throw_away(id, by=call.actor)
    except NotFound:
        return


@blueprint.api("POST /api/v1/ideas/{id}/submit", who=RESIDENTS)
def submit_idea(call: Call, id: str, form: SeenForm) -> IdeaView:
    """Send a draft to be read. Everything that it lacks is named."""
    return idea_views.of_idea(ideas.submit(id, by=call.actor, at=call.at, version=form.version))


@blueprint.api("GET /api/v1/me/ideas", who=SIGNED_IN)
def browse_my_ideas(call: Call, query: CursorQuery) -> MineList:
    """Your ideas, those you wrote along, and the changes you proposed, with how far they are."""
    found = ideas.contributed(by=call.actor, after=paging.key(query.cursor))
    return MineList([idea_views.of_mine(one) for one in found.items], paging.cursor(found.last))


@blueprint.api("GET /api/v1/me/ideas/{id}", who=SIGNED_IN)
def read_my_idea(call: Call, id: str) -> IdeaView:
    """An idea, or a change of it, that not everybody sees, for its authors and for who reads it
    before everybody."""
    return idea_views.of_idea(ideas.shown(id, by=call.actor), by=call.actor)


@blueprint.api("GET /api/v1/moderation/ideas", who=MODERATORS)
def browse_ideas_to_read(call: Call, query: DeskQuery) -> Waiting:
    """What waits to be read in projects for a part of the city, the oldest first: ideas that were
    sent, changes of what is published, and what was reported."""
    found = ideas.to_moderate(query.area, by=call.actor)
    return Waiting([idea_views.of_idea(one.idea, by=call.actor, flaws=one.flaws) for one in found])


@blueprint.api("POST /api/v1/ideas/{id}/publish", who=MODERATORS)
def publish_idea(call: Call, id: str, form: SeenForm) -> IdeaView:
    """Show an idea to everybody."""
    return idea_views.of_idea(ideas.publish(id, by=call.actor, at=call.at, version=form.version))


@blueprint.api("POST /api/v1/ideas/{id}/return", who=MODERATORS)
def return_idea(call: Call, id: str, form: ReturnForm) -> IdeaView:
    """Return an idea to its author, as a draft, with the reason."""
    returned = ideas.send_back(
        id,
        code=form.code,
        reason=form.reason,
        by=call.actor,
        at=call.at,
        version=form.version,
    )
    return idea_views.of_idea(returned)


def _words(form: NewIdea) -> Words:
    if form.address_id:
        return idea_forms.at(form.words, places.address(form.address_id))
    return form.words
